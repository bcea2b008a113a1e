import { isNotFalse, type Setting } from './conditions.ts';
import { ofKind } from './place.ts';
import { get } from './read.ts';
import { withInherited } from './roles.ts';
import { levelsOf } from './scopes.ts';
import { matchesAny } from './subjects.ts';
import { anyGlob, guardCovers, type Permission, selectsResource } from './text.ts';

/** Something that denies what is asked, or asks for an approval of it. */
export interface Guard {
  readonly effect: 'deny' | 'ask';
  readonly name: string;
  readonly reason: string;
  readonly approvers: readonly string[];
}

/** Step 6: the guards on the path, and the walls around secrets. */
export function gatherGuards(setting: Setting, roles: readonly string[], asked: Permission): readonly Guard[] {
  const guards = guardsOfRules(setting, roles, asked);
  const isWalled = asked.type === 'secret' && (asked.action === 'reference' || asked.action === 'inject');
  if (!isWalled || isInsideWalls(setting, roles, asked)) return guards;
  return [...guards, { effect: 'deny', name: '!secret', reason: 'denied by !secret', approvers: [] }];
}

function guardsOfRules(setting: Setting, roles: readonly string[], asked: Permission): Guard[] {
  const { documents } = setting;
  const held = withInherited(documents, roles);
  const guards: Guard[] = [];
  for (const { path, rules } of levelsOf(documents, setting.asked.place).flat()) {
    for (const rule of rules) {
      const name = `${path}#${rule.id}`;
      if (rule.effect === 'allow') continue;
      if (!rule.actions.some((pattern) => guardCovers(pattern, asked)) || !selectsResource(rule.resources, asked))
        continue;
      if (rule.subjects !== undefined && !matchesAny(documents, setting.asked, rule.subjects, new Set())) continue;
      if (matchesAny(documents, setting.asked, rule.except, held)) continue;
      if (!isNotFalse(setting, name, rule.when)) continue;
      const otherwise = rule.effect === 'deny' ? `denied by ${name}` : `${name} asks for an approval`;
      guards.push({ effect: rule.effect, name, reason: rule.reason ?? otherwise, approvers: rule.approvers });
    }
  }
  return guards;
}

/** The secret is described, the context names a chain beside it, and the document lets the subject or the chain. */
function isInsideWalls(setting: Setting, roles: readonly string[], asked: Permission): boolean {
  const { documents } = setting;
  const { org, namespace } = setting.asked.place;
  const secrets = ofKind(documents, 'Secret').filter(
    (secret) =>
      anyGlob(secret.org, org) && anyGlob(secret.namespace, namespace ?? '') && anyGlob(secret.name, asked.id),
  );
  const chain = get(setting.asked.question.context, 'chain');
  const name = get(chain, 'name');
  if (typeof name !== 'string' || name === '' || get(chain, 'namespace') !== namespace) return false;
  if (get(chain, 'org') !== undefined && get(chain, 'org') !== org) return false;
  if (asked.action === 'inject')
    return anyGlob(
      secrets.flatMap((secret) => secret.inject),
      name,
    );
  const referrers = secrets.flatMap((secret) => secret.reference);
  return matchesAny(documents, setting.asked, referrers, withInherited(documents, roles));
}
