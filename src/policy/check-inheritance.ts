import type { RoleDocument } from './documents.ts';
import { errorAt, type Problems, type Site } from './site.ts';

/** Roles and permissions that the roles of a set inherit, counted once for each role that does. */
const MAX_INHERITED = 200_000;

/**
 * Reports the role with which a set inherits too much. Compiling takes time and memory for each permission of each role,
 * inherited ones included, so that a short file must not make millions of them.
 */
export function checkInheritance(roles: readonly Site<RoleDocument>[], problems: Problems): void {
  const byName = new Map(roles.map(({ document }) => [document.name, document]));
  let left = MAX_INHERITED;
  for (const site of roles) {
    left -= inheritedBy(site.document, byName, left);
    if (left >= 0) continue;
    errorAt(problems, site, ['inherits'], {
      code: 'limit',
      message: `with the role \`${site.document.name}\` the set inherits over ${MAX_INHERITED} roles and permissions`,
      hint: 'shorten the chains of `inherits`',
    });
    return;
  }
}

/** How many roles and permissions a role inherits, counted no further than just beyond `limit`. */
function inheritedBy(start: RoleDocument, byName: ReadonlyMap<string, RoleDocument>, limit: number): number {
  const found = new Set([start.name]);
  let count = 0;
  for (const name of found) {
    const role = byName.get(name);
    if (role === undefined) continue;
    if (role !== start) count += 1 + role.permissions.reduce((sum, { permission }) => sum + permission.length, 0);
    if (count > limit) return count;
    for (const base of role.inherits) found.add(base);
  }
  return count;
}
