import { decide } from '../engine/decide.ts';
import { globMatches } from '../model/glob.ts';
import type { JsonObject } from '../model/json.ts';
import type { Place, Verdict } from '../model/verdict.ts';
import { compileSnapshot } from '../policy/compile.ts';
import type { DirectoryDocument, Document } from '../policy/documents.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { boundDocuments, OPEN_WALLS } from './bounds.ts';
import { permissionNames } from './permission-names.ts';

/** `conditional`: it depends on a condition, on the resource, or on who holds the role. */
export type CellEffect = 'allow' | 'ask' | 'deny' | 'conditional';

export interface MatrixCell {
  readonly effect: CellEffect;
  /** Ids of what an asker must also do. */
  readonly obligations: readonly string[];
}

export interface MatrixColumn {
  readonly name: string;
  /** A role of the set, or a name that questions bring and the RoleMapping maps. */
  readonly kind: 'role' | 'claimed';
  /** What the role counts as at the place, where it does not count as itself; the roles that everyone holds aside. */
  readonly countsAs?: readonly string[];
}

export interface MatrixRow {
  readonly permission: string;
  /** One for each column, in order. */
  readonly cells: readonly MatrixCell[];
}

export interface Matrix {
  /** The place that the matrix is about; absent for what roles give by themselves. */
  readonly place?: Place;
  /** Roles that everyone of the org holds there, besides their own. */
  readonly everyone: readonly string[];
  /** The widest first. */
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
}

// No document can name this, since `#` may not stand in a name: only the pattern `*` matches it.
const ANYTHING = '#';
const HOLDER = 'holder-of-role';
const ANYONE: MatrixColumn = { name: ANYTHING, kind: 'role' };

interface Asked {
  readonly certain: Snapshot;
  readonly possible: Snapshot;
  readonly place: Place;
  readonly obligationTypes: readonly string[];
  /** Types that live in a namespace. */
  readonly namespaced: ReadonlySet<string>;
  readonly now: number;
}

/**
 * What each role may do: by itself, or with `place` at that place, after what the scopes there recast, add and forbid.
 * Every cell is the engine's own verdict. Undefined where the place is described by no document.
 *
 * @param options.now epoch milliseconds; bindings in force at that instant count
 */
export function createMatrix(options: {
  readonly documents: readonly Document[];
  readonly place?: Place;
  readonly now: number;
}): Matrix | undefined {
  const { place, now } = options;
  const documents = place === undefined ? rolesAlone(options.documents) : options.documents;
  const asked = prepare(documents, place ?? { org: 'default' }, now);
  const permissions = permissionNames(options.documents);
  const anyone = ask(asked.possible, asked, ANYONE, placeItself(asked.place));
  if (anyone.rules[0] === '!place') return undefined;
  const columns = columnsOf(documents).map((column) => ({
    column: place === undefined ? column : withRoles(asked, column, anyone.roles),
    cells: permissions.map((permission) => cellOf(asked, column, permission)),
  }));
  columns.sort((a, b) => width(b.cells) - width(a.cells) || (a.column.name < b.column.name ? -1 : 1));
  return {
    ...(place === undefined ? {} : { place }),
    everyone: anyone.roles,
    columns: columns.map(({ column }) => column),
    rows: permissions.map((permission, row) => ({
      permission,
      cells: columns.map(({ cells }) => cells[row] ?? { effect: 'deny', obligations: [] }),
    })),
  };
}

function rolesAlone(documents: readonly Document[]): readonly Document[] {
  return [...documents.filter(({ kind }) => kind === 'Role' || kind === 'RoleMapping'), OPEN_WALLS];
}

function columnsOf(documents: readonly Document[]): readonly MatrixColumn[] {
  return documents.flatMap((document): readonly MatrixColumn[] => {
    if (document.kind === 'Role') return [{ name: document.name, kind: 'role' }];
    if (document.kind !== 'RoleMapping') return [];
    const mapped = [...document.mapping].filter(([name, entries]) => name !== '_default' || entries.length > 0);
    return mapped.map(([name]) => ({ name, kind: 'claimed' }));
  });
}

function prepare(documents: readonly Document[], place: Place, now: number): Asked {
  const extra: readonly Document[] = [holders(documents, place.org), ...anyNamespace(place)];
  return {
    certain: compileSnapshot([...boundDocuments(documents, 'certain'), ...extra], 'certain'),
    possible: compileSnapshot([...boundDocuments(documents, 'possible'), ...extra], 'possible'),
    place,
    obligationTypes: obligationTypes(documents),
    namespaced: namespacedTypes(documents, place.org),
    now,
  };
}

/** A subject for each role. The Directory states it, so that no RoleMapping comes between. */
function holders(documents: readonly Document[], org: string): DirectoryDocument {
  const entries = documents.flatMap((document) => (document.kind === 'Role' ? [document.name] : []));
  const none: JsonObject = Object.freeze(Object.create(null) as JsonObject);
  const subjects = new Map(
    entries.map((role) => [`${HOLDER}:${role}`, { roles: [role], groups: [], properties: none, defaults: none }]),
  );
  return { kind: 'Directory', org, closed: false, subjects, resources: new Map() };
}

/** Describes the namespace that stands for any that no document names. */
function anyNamespace(place: Place): readonly Document[] {
  if (place.namespace !== undefined) return [];
  return [{ kind: 'Namespace', org: [place.org], name: [ANYTHING], recast: new Map(), bindings: [], rules: [] }];
}

function obligationTypes(documents: readonly Document[]): readonly string[] {
  const obliged = documents.flatMap(
    (document): readonly { readonly obligations: readonly { readonly type: string }[] }[] => {
      if (document.kind === 'Role') return document.permissions;
      return 'rules' in document ? document.rules : [];
    },
  );
  return [...new Set(obliged.flatMap(({ obligations }) => obligations.map(({ type }) => type)))];
}

function namespacedTypes(documents: readonly Document[], org: string): ReadonlySet<string> {
  const stated = documents.flatMap((document) =>
    document.kind === 'Org' && document.name.some((name) => globMatches(name, org)) ? document.namespaced : [],
  );
  return new Set(['chain', 'secret', ...stated]);
}

function withRoles(asked: Asked, column: MatrixColumn, everyone: readonly string[]): MatrixColumn {
  const { roles } = ask(asked.possible, asked, column, placeItself(asked.place));
  if (roles.includes(column.name)) return column;
  return { ...column, countsAs: roles.filter((role) => !everyone.includes(role)) };
}

function cellOf(asked: Asked, column: MatrixColumn, permission: string): MatrixCell {
  const thing = resourceOf(asked, permission.slice(0, permission.indexOf(':')));
  const action = permission.slice(permission.indexOf(':') + 1);
  const certain = ask(asked.certain, asked, column, thing, action);
  const possible = ask(asked.possible, asked, column, thing, action);
  const obligations = (certain.effect === 'allow' ? certain : possible).obligations.map(({ id }) => id);
  return { effect: certain.effect === possible.effect ? certain.effect : 'conditional', obligations };
}

function placeItself(place: Place): JsonObject {
  return { type: ANYTHING, id: ANYTHING, properties: { ...place } };
}

function resourceOf({ place, namespaced }: Asked, type: string): JsonObject {
  const namespace = place.namespace ?? (namespaced.has(type) ? ANYTHING : undefined);
  const chain = type === 'chain' || type === 'secret' ? undefined : place.chain;
  return {
    type,
    id: type === 'chain' ? (place.chain ?? ANYTHING) : ANYTHING,
    properties: {
      org: place.org,
      ...(namespace === undefined ? {} : { namespace }),
      ...(chain === undefined ? {} : { chain }),
    },
  };
}

function ask(snapshot: Snapshot, asked: Asked, column: MatrixColumn, resource: JsonObject, action = ANYTHING): Verdict {
  const { place, obligationTypes } = asked;
  const claimed = column.kind === 'role' ? {} : { roles: [column.name] };
  const subject = {
    type: HOLDER,
    id: column.kind === 'role' ? column.name : ANYTHING,
    properties: { org: place.org, ...claimed },
  };
  const chain = { namespace: place.namespace ?? ANYTHING, name: place.chain ?? ANYTHING };
  const context = { chain, supported_obligations: obligationTypes };
  return decide(snapshot, { subject, action: { name: action }, resource, context }, asked.now);
}

function width(cells: readonly MatrixCell[]): number {
  const weights = { allow: 1000, ask: 500, conditional: 1, deny: 0 };
  return cells.reduce((sum, { effect, obligations }) => sum + weights[effect] - obligations.length, 0);
}
