import type { Condition } from '../condition/condition.ts';
import { canonical } from '../model/canonical.ts';
import type { JsonValue } from '../model/json.ts';
import { expandStored, type PermissionPattern, readPermission } from '../model/permission.ts';
import { type Indexed, indexByPermission, type PermissionIndex } from '../model/permission-index.ts';
import { compileResources, compileSubjects, targetsOf } from '../model/selectors.ts';
import type { Obligation } from '../model/verdict.ts';
import type { Permission, Rule } from './documents.ts';
import type { Grant, Guard } from './snapshot.ts';

/** The conditions of a set, compiled once each, by text. */
export type Conditions = (text: string | undefined) => Condition | undefined;

/** The permissions of one Role, each named `role:NAME#PERMISSION`. */
export function roleGrants(role: string, permissions: readonly Permission[], conditions: Conditions): Indexed<Grant>[] {
  return permissions.flatMap((permission) => {
    const shared = grantOf('', true, permission, conditions);
    return permission.permission.flatMap((text) => {
      const value = { ...shared, label: `role:${role}#${text}` };
      return patternsOf(text).map((pattern) => indexed(pattern, permission.resources, value));
    });
  });
}

/** The permissions that one line of a RoleMapping lists; `stored:…` stands for Mastra's stored types too. */
export function mappingGrants(entries: readonly string[], conditions: Conditions): PermissionIndex<Grant> | undefined {
  const grants = entries.filter(isPermission).flatMap((text) => {
    const value = grantOf(text, false, { obligations: [] }, conditions);
    return patternsOf(text).flatMap((pattern) =>
      expandStored(pattern).map((expanded) => indexed(expanded, undefined, value)),
    );
  });
  return indexGrants(grants);
}

/** True where an entry of a RoleMapping is a permission rather than a role's name. */
export function isPermission(entry: string): boolean {
  return entry === '*' || entry.includes(':');
}

export function indexGrants(grants: readonly Indexed<Grant>[]): PermissionIndex<Grant> | undefined {
  return indexByPermission(grants, {
    leaveOutSecret: true,
    order: byName,
  });
}

/** Part by part, since grants of one entry share theirs and these can be long. */
function byName(left: Grant, right: Grant): number {
  return (
    compare(left.label, right.label) ||
    compare(left.obligationsKey, right.obligationsKey) ||
    compare(left.when?.text ?? '', right.when?.text ?? '')
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The `allow` rules of a scope, `share` included. */
export function allowRules(rules: readonly Rule[], conditions: Conditions): PermissionIndex<Grant> | undefined {
  return indexGrants(
    rules
      .filter((rule) => rule.effect === 'allow')
      .flatMap((rule) => indexRule(rule, grantOf(rule.id, false, rule, conditions))),
  );
}

/** The `deny` and `ask` rules of a scope, `only` included. */
export function guardRules(rules: readonly Rule[], conditions: Conditions): PermissionIndex<Guard> | undefined {
  const guards = rules.flatMap((rule) => {
    const { effect } = rule;
    return effect === 'allow' ? [] : indexRule(rule, guardOf(rule, effect, conditions));
  });
  return indexByPermission(guards, { leaveOutSecret: false, order: (left, right) => compare(left.label, right.label) });
}

/** `share: {run: L}` as the `allow` rule that it stands for. */
export function shareRule(key: string, subjects: readonly string[]): Rule {
  return { ...bareRule(`share.${key}`, key), effect: 'allow', subjects, except: [] };
}

/** `only: {edit: L}` as the `deny` rule that it stands for. */
export function onlyRule(key: string, except: readonly string[]): Rule {
  return { ...bareRule(`only.${key}`, key), effect: 'deny', except };
}

function bareRule(id: string, key: string): Omit<Rule, 'effect' | 'except'> {
  return { id, actions: [isPermission(key) ? key : `chain:${key}`], approvers: [], obligations: [] };
}

type GrantParts = Pick<Rule, 'obligations'> & Partial<Pick<Rule, 'resources' | 'subjects' | 'when' | 'reason'>>;

function grantOf(label: string, complete: boolean, parts: GrantParts, conditions: Conditions): Grant {
  return {
    label,
    complete,
    resources: parts.resources === undefined ? undefined : compileResources(parts.resources),
    subjects: parts.subjects === undefined ? undefined : compileSubjects(parts.subjects),
    when: conditions(parts.when),
    reason: parts.reason,
    obligations: Object.freeze(parts.obligations.map((obligation) => Object.freeze(obligation))),
    obligationsKey: canonical(parts.obligations.map(obligationJson)),
  };
}

function guardOf(rule: Rule, effect: Guard['effect'], conditions: Conditions): Guard {
  return {
    label: rule.id,
    effect,
    resources: rule.resources === undefined ? undefined : compileResources(rule.resources),
    subjects: rule.subjects === undefined ? undefined : compileSubjects(rule.subjects),
    except: rule.except.length === 0 ? undefined : compileSubjects(rule.except),
    when: conditions(rule.when),
    reason: rule.reason,
    approvers: rule.approvers,
  };
}

function indexRule<T>(rule: Rule, value: T): Indexed<T>[] {
  return rule.actions.flatMap(patternsOf).map((pattern) => indexed(pattern, rule.resources, value));
}

function indexed<T>(pattern: PermissionPattern, resources: readonly string[] | undefined, value: T): Indexed<T> {
  return resources === undefined ? { pattern, value } : { pattern, value, targets: targetsOf(resources) };
}

function patternsOf(text: string): readonly PermissionPattern[] {
  const read = readPermission(text);
  return read.ok ? [read.pattern] : [];
}

function obligationJson(obligation: Obligation): JsonValue {
  return [obligation.id, obligation.type, obligation.properties ?? null];
}
