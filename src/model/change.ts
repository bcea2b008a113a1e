/** What a policy set says, each thing under a name of its own that doesn't depend on where it is written. */
export type Facts = ReadonlyMap<string, string>;

/** One difference between two policy sets, by meaning: `role builder: permission chain:edit`. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly what: string;
}

/** What differs between two sets, sorted by name. What stands only within something new or gone is told with it alone. */
export function changesBetween(before: Facts, after: Facts): readonly Change[] {
  const changes: Change[] = [];
  for (const [what, said] of after) {
    const earlier = before.get(what);
    if (earlier === undefined) changes.push({ kind: 'added', what });
    else if (earlier !== said) changes.push({ kind: 'changed', what });
  }
  for (const what of before.keys()) if (!after.has(what)) changes.push({ kind: 'removed', what });
  return changes.sort((left, right) => (left.what < right.what ? -1 : 1));
}

const SHOWN = 10;

/** The changes in one line: how many of each kind, and the first few by name. */
export function summarize(changes: readonly Change[]): string {
  if (changes.length === 0) return 'nothing changed by meaning';
  const count = (kind: Change['kind']): number => changes.filter((change) => change.kind === kind).length;
  const counts = (['added', 'removed', 'changed'] as const).flatMap((kind) =>
    count(kind) === 0 ? [] : [`${count(kind)} ${kind}`],
  );
  const shown = changes.slice(0, SHOWN).map((change) => `${SIGN[change.kind]}${change.what}`);
  const rest = changes.length > SHOWN ? `; ${changes.length - SHOWN} more` : '';
  return `${counts.join(', ')}: ${shown.join('; ')}${rest}`;
}

const SIGN = { added: '+', removed: '-', changed: '~' } as const;
