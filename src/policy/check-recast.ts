import type { RoleDocument } from './documents.ts';

import { errorAt, type Problems, type Site, sitesOf } from './site.ts';

/** Reports recasts that give a role more than it had: it may become a role that it inherits, and one with `*` any role. */
export function checkRecasts(sites: readonly Site[], problems: Problems): void {
  const reach = createReach(sitesOf(sites, 'Role').map((site) => site.document));
  for (const site of [...sitesOf(sites, 'Org'), ...sitesOf(sites, 'Namespace')]) {
    for (const [from, into] of site.document.recast) {
      const reached = reach(from);
      for (const [at, to] of into.entries()) {
        if (reached.everything || reached.roles.has(to) || !reached.known) continue;
        errorAt(problems, site, ['recast', from, at], {
          code: 'recast-widens',
          message: `\`${from}\` does not inherit \`${to}\`, and a recast only narrows`,
          hint: `let \`${from}\` inherit \`${to}\`, or bind \`${to}\` here`,
        });
      }
    }
  }
}

interface Reached {
  readonly known: boolean;
  readonly roles: ReadonlySet<string>;
  /** True where it may do everything, without a condition, a selection or an obligation. */
  readonly everything: boolean;
}

function createReach(documents: readonly RoleDocument[]): (role: string) => Reached {
  const byName = new Map(documents.map((document) => [document.name, document]));
  const memo = new Map<string, Reached>();
  return (role) => {
    const known = memo.get(role) ?? reachOf(role, byName);
    memo.set(role, known);
    return known;
  };
}

function reachOf(role: string, byName: ReadonlyMap<string, RoleDocument>): Reached {
  const roles = new Set([role]);
  for (const name of roles) for (const base of byName.get(name)?.inherits ?? []) roles.add(base);
  // A role whose document has an error of its own can't be judged.
  const known = [...roles].every((name) => byName.has(name));
  return { known, roles, everything: [...roles].some((name) => hasEverything(byName.get(name))) };
}

function hasEverything(document: RoleDocument | undefined): boolean {
  return (document?.permissions ?? []).some(
    ({ permission, resources, when, obligations }) =>
      permission.includes('*') && resources === undefined && when === undefined && obligations.length === 0,
  );
}
