import type { Binding, Document } from '../../src/policy/documents.ts';
import { holdsExactly, type Setting } from './conditions.ts';
import { ofKind } from './place.ts';
import { levelsOf, type Scope } from './scopes.ts';
import { grantsToAny, isOutsider } from './subjects.ts';
import { canonical, sortedSet } from './text.ts';

/** A permission that the RoleMapping gives directly: it belongs to no role. */
export interface MappedPermission {
  readonly name: string;
  readonly pattern: string;
}

const NO_ROLES: ReadonlySet<string> = new Set();

/** Step 3: false for `!isolation`. */
export function mayEnter(setting: Setting): boolean {
  const { documents, asked } = setting;
  if (!isOutsider(asked)) return true;
  return levelsOf(documents, asked.place)
    .flat()
    .some(
      (scope) =>
        scope.bindings.some((binding) => isBound(setting, scope, binding)) ||
        scope.rules.some(
          (rule) => rule.effect === 'allow' && grantsToAny(documents, asked, rule.subjects ?? [], NO_ROLES),
        ),
    );
}

/** Step 4: the roles held at the place, sorted. */
export function rolesHere(setting: Setting): readonly string[] {
  let roles = new Set(isOutsider(setting.asked) ? [] : initialRoles(setting));
  for (const level of levelsOf(setting.documents, setting.asked.place)) {
    roles = recast(level, roles);
    for (const scope of level) {
      for (const binding of scope.bindings) if (isBound(setting, scope, binding)) roles.add(binding.role);
    }
  }
  return sortedSet(roles);
}

/** The roles and all that they inherit. */
export function withInherited(documents: readonly Document[], roles: readonly string[]): ReadonlySet<string> {
  const all = new Set(roles);
  // A set grows while it is walked: each added role is visited too.
  for (const role of all) {
    for (const document of ofKind(documents, 'Role')) {
      if (document.name === role) for (const inherited of document.inherits) all.add(inherited);
    }
  }
  return all;
}

/** What the RoleMapping gives to the claimed roles besides roles. An outsider's claims don't count. */
export function mappedPermissions({ documents, asked }: Setting): readonly MappedPermission[] {
  if (isOutsider(asked)) return [];
  return asked.claimed.flatMap((claimed) =>
    mappingEntries(documents, claimed)
      .filter(isPermission)
      .map((pattern) => ({ name: `mapping:${claimed}#${pattern}`, pattern })),
  );
}

function initialRoles({ documents, asked }: Setting): readonly string[] {
  const mapped = asked.claimed.flatMap((claimed) =>
    mappingEntries(documents, claimed).filter((entry) => !isPermission(entry)),
  );
  const known = ofKind(documents, 'Role').map((role) => role.name);
  return [...asked.stated, ...mapped].filter((role) => known.includes(role));
}

/** Without a RoleMapping a claimed role is the name of a Role, and never a permission. */
function mappingEntries(documents: readonly Document[], claimed: string): readonly string[] {
  const mapping = ofKind(documents, 'RoleMapping')[0]?.mapping;
  if (mapping === undefined) return claimed.includes(':') || claimed.includes('*') ? [] : [claimed];
  return mapping.get(claimed) ?? mapping.get('_default') ?? [];
}

function isPermission(entry: string): boolean {
  return entry.includes(':') || entry.includes('*');
}

/** The whole map at once. A role recast differently by two documents gives nothing. */
function recast(level: readonly Scope[], roles: ReadonlySet<string>): Set<string> {
  const after = new Set<string>();
  for (const role of roles) {
    const says = level.map((scope) => scope.recast.get(role)).filter((to) => to !== undefined);
    const first = says[0];
    if (first === undefined) after.add(role);
    else if (says.every((to) => canonical(sortedSet(to)) === canonical(sortedSet(first)))) {
      for (const to of first) after.add(to);
    }
  }
  return after;
}

function isBound(setting: Setting, scope: Scope, binding: Binding): boolean {
  const { documents, asked, now } = setting;
  if (binding.from !== undefined && now < binding.from) return false;
  if (binding.until !== undefined && now >= binding.until) return false;
  if (!grantsToAny(documents, asked, binding.subjects, NO_ROLES)) return false;
  return holdsExactly(setting, `${scope.path}#binding.${binding.role}`, binding.when);
}
