/** The members of the declared variables. The members of `properties` and of the context are open. */
export const ENTITY_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['subject', ['type', 'id', 'properties']],
  ['action', ['name', 'properties']],
  ['resource', ['type', 'id', 'properties']],
]);

/** The four variables that come with a question. `now` is the fifth name that a condition can read. */
export const QUESTION_VARIABLES: readonly string[] = [...ENTITY_MEMBERS.keys(), 'context'];

/** Macros over lists and maps, with the numbers of arguments that they take (the variable is one). */
export const MACROS: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['filter', [2]],
  ['map', [2, 3]],
]);

/** Words before the dot of functions such as `math.abs(x)`: they are no variables. */
export const NAMESPACES: ReadonlySet<string> = new Set(['math', 'lists', 'sets', 'base64', 'optional', 'cel']);

/** Names of types, as `type(x) == double` compares them. */
export const TYPE_NAMES: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
]);

/** What to write instead of a function that other dialects of CEL know. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['get', 'write `x[?"key"].orValue(…)`'],
  ['json', 'send the value itself'],
]);
