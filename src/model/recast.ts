/** What a scope turns the roles that arrive from above into: each role named counts as the roles listed, and no more. */
export type Recast = ReadonlyMap<string, readonly string[]>;

/** Several recasts of one scope as one: a role that two recast differently counts as nothing. */
export function mergeRecasts(recasts: readonly Recast[]): Recast | undefined {
  const merged = new Map<string, readonly string[]>();
  for (const [role, into] of recasts.flatMap((recast) => [...recast])) {
    const before = merged.get(role);
    const targets = [...new Set(into)].sort();
    merged.set(role, before === undefined || sameNames(before, targets) ? targets : []);
  }
  return merged.size === 0 ? undefined : merged;
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}
