/** A YAML mapping. */
export type Tree = Readonly<Record<string, unknown>>;

/** The key that tells the items of a list apart; lists that are not named here are replaced whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  ports: 'containerPort',
};

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A strategic merge, as kustomize does it: what the patch names comes first, in the order of the patch. */
export function merge(base: Tree, patch: Tree): Tree {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) merged[key] = mergeMember(key, base[key], value);
  return merged;
}

function mergeMember(key: string, base: unknown, patch: unknown): unknown {
  if (isTree(base) && isTree(patch)) return merge(base, patch);
  const by = MERGE_KEYS[key];
  if (by === undefined || !Array.isArray(base) || !Array.isArray(patch)) return patch;
  const find = (list: readonly Tree[], item: Tree): Tree | undefined => list.find((each) => each[by] === item[by]);
  const first = patch.map((item: Tree) => merge(find(base, item) ?? {}, item));
  return [...first, ...base.filter((item: Tree) => find(patch, item) === undefined)];
}
