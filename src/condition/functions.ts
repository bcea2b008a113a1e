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

/** Functions written `name(x)`. */
export const FUNCTIONS: ReadonlyMap<string, readonly number[]> = new Map(
  ['size', 'has', 'int', 'double', 'string', 'bool', 'timestamp', 'duration', 'type', 'dyn'].map((name) => [name, [1]]),
);

/** Functions written `receiver.name(…)`. */
export const METHODS: ReadonlyMap<string, readonly number[]> = new Map([
  ['size', [0]],
  ['startsWith', [1]],
  ['endsWith', [1]],
  ['contains', [1]],
  ['lowerAscii', [0]],
  ['upperAscii', [0]],
  ['split', [1]],
  ['getFullYear', [0]],
  ['getMonth', [0]],
  ['getDate', [0]],
  ['getDayOfMonth', [0]],
  ['getDayOfWeek', [0]],
  ['getDayOfYear', [0]],
  ['getHours', [0]],
  ['getMinutes', [0]],
  ['getSeconds', [0]],
  ['getMilliseconds', [0]],
]);

/** Names of types, as `type(x) == double` compares them. */
export const TYPE_NAMES: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'double',
  'string',
  'list',
  'map',
  'null_type',
  'type',
]);

const USE_SPLIT = 'compare with `startsWith`, `endsWith` or `contains`, or take the parts with `split`';

/** What to write instead of a function that other dialects of CEL know. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['matches', 'write `startsWith`, `endsWith`, `contains`, or `x in ["a", "b"]`'],
  ['indexOf', USE_SPLIT],
  ['lastIndexOf', USE_SPLIT],
  ['substring', USE_SPLIT],
  ['charAt', USE_SPLIT],
  ['trim', 'send the text without blanks around it'],
  ['replace', USE_SPLIT],
  ['join', 'compare the list, or use `all` and `exists`'],
  ['uint', 'write `int(…)`'],
  ['bytes', 'compare text'],
  ['bind', 'write the expression out where it is used'],
  ['get', 'write `"key" in m && m.key == …`'],
  ['orValue', 'write `has(x.y) ? x.y : …`'],
]);
