import type { PermissionPattern } from './permission.ts';

/** One thing found by permission: the pattern it is about, and the resource ids and types it is limited to, if any. */
export interface Indexed<T> {
  readonly pattern: PermissionPattern;
  /** Resource types and ids known at load; an undefined one stands for any. Absent means every resource. */
  readonly targets?: readonly Target[];
  readonly value: T;
}

export interface Target {
  readonly type: string | undefined;
  readonly id: string | undefined;
}

interface Bucket<T> {
  readonly anyId: readonly T[];
  readonly byId: ReadonlyMap<string, readonly T[]> | undefined;
}

interface Actions<T> {
  readonly known: ReadonlyMap<string, Bucket<T>>;
  readonly other: Bucket<T>;
}

/** Finds what can be about a permission and a resource id in two or three map lookups. */
export interface PermissionIndex<T> {
  readonly known: ReadonlyMap<string, Actions<T>>;
  readonly other: Actions<T>;
}

/** A value under one type, action and id, each of which may be open. `rank` is its place in the index's order. */
interface Triple<T> {
  readonly type: string | undefined;
  readonly action: string | undefined;
  readonly id: string | undefined;
  /** True where the pattern has `*` as its type without being the bare `*`. */
  readonly wildType: boolean;
  readonly value: T;
  rank: number;
}

export interface IndexOptions<T> {
  /** True for grants: `*` as a type leaves out `secret`. */
  readonly leaveOutSecret: boolean;
  /** A total order that doesn't depend on where a value was written. */
  readonly order: (left: T, right: T) => number;
}

/** Every value that may be about the permission, in the index's order. What is limited by a glob is still to be tested. */
export function findByPermission<T>(index: PermissionIndex<T>, type: string, action: string, id: string): readonly T[] {
  const actions = index.known.get(type) ?? index.other;
  const bucket = actions.known.get(action) ?? actions.other;
  return bucket.byId?.get(id) ?? bucket.anyId;
}

/** Builds the index; undefined where there is nothing to find. */
export function indexByPermission<T>(
  entries: readonly Indexed<T>[],
  options: IndexOptions<T>,
): PermissionIndex<T> | undefined {
  if (entries.length === 0) return undefined;
  const reachable = (triple: Triple<T>): boolean => !(options.leaveOutSecret && triple.wildType);
  const triples = entries.flatMap(triplesOf).filter((triple) => triple.type !== 'secret' || reachable(triple));
  rank(triples, options.order);
  const types = layered(triples, (triple) => triple.type);
  if (options.leaveOutSecret) {
    types.known.set('secret', (types.known.get('secret') ?? types.open).filter(reachable));
  }
  const known = new Map([...types.known].map(([type, list]) => [type, actionsOf(list)]));
  return { known, other: actionsOf(types.open) };
}

function triplesOf<T>(entry: Indexed<T>): Triple<T>[] {
  const { pattern, value } = entry;
  const wildType = pattern.type === undefined && !pattern.everything;
  const triple = { type: pattern.type, action: pattern.action, id: pattern.id, wildType, value, rank: 0 };
  if (entry.targets === undefined) return [triple];
  return entry.targets
    .filter((target) => compatible(pattern, target))
    .map((target) => ({ ...triple, type: pattern.type ?? target.type, id: pattern.id ?? target.id }));
}

function compatible(pattern: PermissionPattern, target: Target): boolean {
  const type = pattern.type === undefined || target.type === undefined || pattern.type === target.type;
  return type && (pattern.id === undefined || target.id === undefined || pattern.id === target.id);
}

function rank<T>(triples: Triple<T>[], order: IndexOptions<T>['order']): void {
  triples.sort((left, right) => order(left.value, right.value));
  triples.forEach((triple, at) => {
    triple.rank = at;
  });
}

function actionsOf<T>(triples: readonly Triple<T>[]): Actions<T> {
  const actions = layered(triples, (triple) => triple.action);
  const known = new Map([...actions.known].map(([action, list]) => [action, bucketOf(list)]));
  return { known, other: bucketOf(actions.open) };
}

function bucketOf<T>(triples: readonly Triple<T>[]): Bucket<T> {
  const ids = layered(triples, (triple) => triple.id);
  const byId = new Map([...ids.known].map(([id, list]) => [id, unique(list)]));
  return { anyId: unique(ids.open), byId: byId.size === 0 ? undefined : byId };
}

interface Layers<T> {
  /** For each key that is named: what names it and what is open, in rank order. */
  readonly known: Map<string, readonly Triple<T>[]>;
  readonly open: readonly Triple<T>[];
}

function layered<T>(triples: readonly Triple<T>[], key: (triple: Triple<T>) => string | undefined): Layers<T> {
  const open = triples.filter((triple) => key(triple) === undefined);
  const known = new Map<string, Triple<T>[]>();
  for (const triple of triples) {
    const name = key(triple);
    if (name === undefined) continue;
    const list = known.get(name);
    if (list === undefined) known.set(name, [...open, triple]);
    else list.push(triple);
  }
  if (open.length > 0) for (const list of known.values()) list.sort((left, right) => left.rank - right.rank);
  return { known, open };
}

function unique<T>(triples: readonly Triple<T>[]): readonly T[] {
  return [...new Set(triples.map((triple) => triple.value))];
}
