import type { Obligation } from '../../src/model/verdict.ts';
import { holdsExactly, type Setting } from './conditions.ts';
import { ofKind } from './place.ts';
import { get } from './read.ts';
import { mappedPermissions, withInherited } from './roles.ts';
import { levelsOf } from './scopes.ts';
import { grantsToAny } from './subjects.ts';
import { canonical, grantCovers, type Permission, selectsResource } from './text.ts';

/** Something that grants the permission asked. */
export interface Grant {
  readonly name: string;
  readonly reason: string;
  readonly obligations: readonly Obligation[];
}

const STORED = ['agents', 'mcp-clients', 'prompt-blocks', 'scorers', 'skills', 'workflows', 'workspaces'];

/** Step 5: every grant, the one that counts first. */
export function gatherGrants(setting: Setting, roles: readonly string[], asked: Permission): readonly Grant[] {
  const supported = get(setting.asked.question.context, 'supported_obligations') ?? [];
  return [
    ...grantsOfRoles(setting, roles, asked),
    ...grantsOfMapping(setting, asked),
    ...grantsOfRules(setting, roles, asked),
  ]
    .filter((grant) => grant.obligations.every(({ type }) => (supported as readonly string[]).includes(type)))
    .sort(byFewestThenName);
}

function grantsOfRoles(setting: Setting, roles: readonly string[], asked: Permission): Grant[] {
  const held = withInherited(setting.documents, roles);
  const grants: Grant[] = [];
  for (const role of ofKind(setting.documents, 'Role')) {
    if (!held.has(role.name)) continue;
    for (const { permission, resources, when, obligations } of role.permissions) {
      for (const pattern of permission) {
        const name = `role:${role.name}#${pattern}`;
        if (!grantCovers(pattern, asked) || !selectsResource(resources, asked)) continue;
        if (holdsExactly(setting, name, when)) grants.push({ name, reason: `granted by ${name}`, obligations });
      }
    }
  }
  return grants;
}

function grantsOfMapping(setting: Setting, asked: Permission): Grant[] {
  return mappedPermissions(setting)
    .filter(({ pattern }) => storedPatterns(pattern).some((each) => grantCovers(each, asked)))
    .map(({ name }) => ({ name, reason: `granted by ${name}`, obligations: [] }));
}

/** In a RoleMapping `stored:…` also stands for the seven `stored-*` types. */
function storedPatterns(pattern: string): readonly string[] {
  if (!pattern.startsWith('stored:')) return [pattern];
  return [pattern, ...STORED.map((type) => pattern.replace('stored:', `stored-${type}:`))];
}

function grantsOfRules(setting: Setting, roles: readonly string[], asked: Permission): Grant[] {
  const { documents } = setting;
  const held = withInherited(documents, roles);
  const grants: Grant[] = [];
  for (const { path, rules } of levelsOf(documents, setting.asked.place).flat()) {
    for (const rule of rules) {
      const name = `${path}#${rule.id}`;
      if (rule.effect !== 'allow') continue;
      if (!rule.actions.some((pattern) => grantCovers(pattern, asked)) || !selectsResource(rule.resources, asked))
        continue;
      if (!grantsToAny(documents, setting.asked, rule.subjects ?? [], held)) continue;
      if (!holdsExactly(setting, name, rule.when)) continue;
      grants.push({ name, reason: rule.reason ?? `granted by ${name}`, obligations: rule.obligations });
    }
  }
  return grants;
}

function byFewestThenName(left: Grant, right: Grant): number {
  const key = (grant: Grant): [string, string] => [grant.name, canonical(grant.obligations)];
  const [leftName, leftJson] = key(left);
  const [rightName, rightJson] = key(right);
  return (
    left.obligations.length - right.obligations.length || compare(leftName, rightName) || compare(leftJson, rightJson)
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
