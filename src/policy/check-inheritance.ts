import type { RoleDocument } from './documents.ts';
import { errorAt, type Problems, type Site } from './site.ts';

/** What the roles of a set may come to, counted once for each role that holds it. */
const MAX_HELD = 200_000;

/**
 * Reports the role with which the roles of a set hold too much. Compiling takes time and memory for each permission that
 * a role inherits, and for each of a wild type once more for each type that is named beside it, so that a short file must
 * not make millions of them.
 */
export function checkInheritance(roles: readonly Site<RoleDocument>[], problems: Problems): void {
  const byName = new Map(roles.map(({ document }) => [document.name, document]));
  const counts = new Map(roles.map(({ document }) => [document.name, countsOf(patternsOf(document))]));
  let left = MAX_HELD;
  for (const site of roles) {
    left -= heldBy(site.document, byName, counts, left);
    if (left >= 0) continue;
    errorAt(problems, site, ['inherits'], {
      code: 'limit',
      message: `with the role \`${site.document.name}\` the roles of the set come to over ${MAX_HELD} permissions`,
      hint: 'inherited ones count, and each of a wild type (`*:read`) for every permission that names its type',
    });
    return;
  }
}

/** Permissions by whether they name a type. */
interface Counts {
  readonly wild: number;
  readonly typed: number;
}

/** How many of the patterns name no type, and how many name one. */
export function countsOf(patterns: readonly string[]): Counts {
  const wild = patterns.filter((pattern) => pattern.startsWith('*')).length;
  return { wild, typed: patterns.length - wild };
}

function patternsOf({ permissions }: RoleDocument): readonly string[] {
  return permissions.flatMap(({ permission }) => permission);
}

/** What a role comes to, counted no further than just beyond `limit`. Its own permissions count as part of the set's size. */
function heldBy(
  start: RoleDocument,
  byName: ReadonlyMap<string, RoleDocument>,
  counts: ReadonlyMap<string, Counts>,
  limit: number,
): number {
  const found = new Set([start.name]);
  let [inherited, wild, typed] = [0, 0, 0];
  for (const name of found) {
    const role = byName.get(name);
    const count = counts.get(name);
    if (role === undefined || count === undefined) continue;
    wild += count.wild;
    typed += count.typed;
    if (role !== start) inherited += 1 + count.wild + count.typed;
    if (inherited + wild * typed > limit) break;
    for (const base of role.inherits) found.add(base);
  }
  return inherited + wild * typed;
}
