import type { ReadPath } from '../condition/condition.ts';
import type { DeclaredType, Look } from '../condition/declared.ts';
import type { AttributeSchema, AttributeType } from './attribute-schema.ts';
import { typeOfValue } from './attribute-schema.ts';
import { type AttributeTable, about, type Declaration, isClosed, RESERVED, type Section } from './attribute-table.ts';
import { didYouMean } from './words.ts';

/** What a condition is about, as far as that is known at load. Undefined stands for any. */
export interface Concern {
  readonly subjects: readonly string[] | undefined;
  readonly permissions: readonly { readonly type: string | undefined; readonly action: string | undefined }[];
  /** What a message calls it: `tool:call`. */
  readonly text: string;
}

/** So many pairs of a type and an action are told apart; a condition about more is not checked by what they declare. */
const MAX_PAIRS = 10_000;

/**
 * Says what is declared of the paths that a condition reads. A type is given only where the schemas of every question
 * that the condition can meet agree on it, and so is that nothing can be there.
 */
export function createLook(table: AttributeTable, concern: Concern): (path: ReadPath) => Look {
  const cases = {
    subject: casesOf(table.subject, (concern.subjects ?? [undefined]).map(anyAction)),
    resource: casesOf(
      table.resource,
      concern.permissions.map(({ type }) => anyAction(type)),
    ),
    context: casesOf(table.context, concern.permissions),
  };
  return (path) => {
    const section = sectionOf(path);
    if (section === undefined) return OPEN;
    const from = section === 'context' ? 1 : 2;
    if (path.length <= from || path[from - 1] !== (section === 'context' ? 'context' : 'properties')) return OPEN;
    const looks = cases[section].map((declarations) => lookIn(section, declarations, path, from));
    return agreed(looks, path, named(section, concern));
  };
}

const OPEN: Extract<Look, { kind: 'open' }> = { kind: 'open' };

/** What one case says: `known` are the names that may stand where the path ends. */
type Found =
  | Exclude<Look, { kind: 'absent' }>
  | { readonly kind: 'absent'; readonly at: number; readonly known: readonly string[] };

function sectionOf([variable]: ReadPath): Section | undefined {
  return variable === 'subject' || variable === 'resource' || variable === 'context' ? variable : undefined;
}

function anyAction(type: string | undefined): { readonly type: string | undefined; readonly action: undefined } {
  return { type, action: undefined };
}

/** Every combination of schemas that some question of those has; an empty one where nothing is declared about one. */
function casesOf(
  declarations: readonly Declaration[],
  asked: readonly { readonly type: string | undefined; readonly action: string | undefined }[],
): readonly (readonly Declaration[])[] {
  const types = namesIn(declarations.map(({ type }) => type));
  const actions = namesIn(declarations.map(({ action }) => action));
  const pairs = asked.map(({ type, action }) => ({
    types: type === undefined ? types : [type],
    actions: action === undefined ? actions : [action],
  }));
  if (pairs.reduce((sum, pair) => sum + pair.types.length * pair.actions.length, 0) > MAX_PAIRS) return [[]];
  const cases = new Map<string, readonly Declaration[]>();
  for (const pair of pairs) {
    for (const type of pair.types) {
      for (const action of pair.actions) {
        const found = about(declarations, type, action);
        cases.set(found.map((one) => declarations.indexOf(one)).join(), found);
      }
    }
  }
  return [...cases.values()];
}

/** The names, and one that no type and no action has, for all others. */
function namesIn(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== undefined)), ''];
}

function lookIn(section: Section, declarations: readonly Declaration[], path: ReadPath, from: number): Found {
  const name = path[from] ?? '';
  const schemas = declarations.flatMap(({ schema }) => schema.properties.get(name) ?? []);
  if (schemas.length > 0) return strictest(schemas.map((schema) => walk(schema, path, from + 1)));
  if (!isClosed(declarations) || RESERVED[section].includes(name)) return OPEN;
  const known = declarations.flatMap(({ schema }) => [...schema.properties.keys()]);
  return { kind: 'absent', at: from, known: [...known, ...RESERVED[section]] };
}

/** Every schema must hold, so that what one of them says of a value is true. */
function strictest(found: readonly Found[]): Found {
  return found.find(({ kind }) => kind === 'absent') ?? found.find(({ kind }) => kind === 'typed') ?? OPEN;
}

function walk(schema: AttributeSchema, path: ReadPath, from: number): Found {
  const name = path[from];
  const types = typesOf(schema);
  if (name === undefined) return types.length === 1 ? typed(types[0], schema) : OPEN;
  if (types.length === 0) return OPEN;
  if (!types.includes('object')) {
    // Only a map has members, and an error is all that comes of it; of what may be null too, the other part says so.
    return types.includes('array') ? OPEN : { kind: 'absent', at: from, known: [] };
  }
  const below = schema.properties.get(name);
  if (below !== undefined) return walk(below, path, from + 1);
  return schema.closed ? { kind: 'absent', at: from, known: [...schema.properties.keys()] } : OPEN;
}

/** The types that a value can have; empty for any. */
function typesOf({ types, values }: AttributeSchema): readonly AttributeType[] {
  if (types !== undefined) return [...types];
  return values === undefined ? [] : [...new Set(values.map(typeOfValue))];
}

const TYPES: Readonly<Record<AttributeType, DeclaredType | undefined>> = {
  string: 'string',
  number: 'double',
  integer: 'double',
  boolean: 'bool',
  object: 'map',
  array: 'list',
  null: undefined,
};

function typed(type: AttributeType | undefined, schema: AttributeSchema): Found {
  const declared = type === undefined ? undefined : TYPES[type];
  if (declared === undefined) return OPEN;
  if (declared !== 'list' || schema.items === undefined) return { kind: 'typed', type: declared };
  const items = typesOf(schema.items);
  if (items.length !== 1) return { kind: 'typed', type: 'list' };
  if (items[0] === 'string') return { kind: 'typed', type: 'list<string>' };
  return { kind: 'typed', type: items[0] === 'boolean' ? 'list<bool>' : 'list' };
}

/** What all cases say; nothing where they differ. */
function agreed(found: readonly Found[], path: ReadPath, about: string): Look {
  const [first] = found;
  if (first?.kind === 'typed') {
    return found.every((one) => one.kind === 'typed' && one.type === first.type) ? first : OPEN;
  }
  const absent = found.filter((one) => one.kind === 'absent');
  if (first?.kind !== 'absent' || absent.length < found.length) return OPEN;
  const at = Math.min(...absent.map((one) => one.at));
  const known = absent.filter((one) => one.at === at).flatMap((one) => one.known);
  const near = didYouMean(path[at] ?? '', known);
  const hint = near ?? (known.length === 0 ? 'what it is a member of is no map' : undefined);
  return { kind: 'absent', at, message: `\`${path.slice(0, at + 1).join('.')}\` is not declared for ${about}`, hint };
}

function named(section: Section, { subjects, text }: Concern): string {
  if (section !== 'subject') return text;
  return subjects === undefined ? 'a subject' : `a subject of type ${subjects.map((type) => `\`${type}\``).join(', ')}`;
}
