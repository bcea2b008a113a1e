import fc, { type Arbitrary } from 'fast-check';
import type { Obligation } from '../../src/model/verdict.ts';
import type { Binding, Permission, Rule } from '../../src/policy/documents.ts';
import { glob, splitAtColon } from '../oracle/text.ts';
import {
  ACTIONS,
  CONDITIONS,
  GROUPS,
  HOUR,
  NOON,
  OBLIGATION_TYPES,
  ORG,
  OTHER_ORG,
  RESOURCE_TYPES,
  ROLES,
  SUBJECT_IDS,
  SUBJECT_TYPES,
} from './words.ts';

/** One entry of `subjects:`, `except:` or `reference:`. `role` lets it be a role, `star` everyone. */
export function arbitraryEntries(qualified: boolean, also: readonly ('role' | 'star')[] = ['star']): Arbitrary<string> {
  const subject = fc
    .tuple(fc.constantFrom(...SUBJECT_TYPES), fc.constantFrom(...SUBJECT_IDS))
    .map(([type, id]) => `${type}:${id}`);
  const group = fc.constantFrom(...GROUPS).map((name) => `group:${name}`);
  const named = fc.oneof(subject, group, ...(also.includes('star') ? [fc.constant('*')] : []));
  const withOrg = fc.tuple(fc.constantFrom(ORG, OTHER_ORG, OTHER_ORG), fc.oneof(subject, group, fc.constant('*')));
  return fc.oneof(
    { weight: 4, arbitrary: named },
    { weight: 1, arbitrary: fc.constant('owner') },
    { weight: also.includes('role') ? 2 : 0, arbitrary: fc.constantFrom(...ROLES).map((role) => `role:${role}`) },
    { weight: qualified ? 4 : 0, arbitrary: withOrg.map(([org, entry]) => `${org}/${entry}`) },
  );
}

/** Some permissions of a role; `everything` is among those of an admin, so that it may be recast to any role. */
export function arbitraryPermissions(everything: boolean): Arbitrary<Permission[]> {
  const star: Permission = { permission: ['*'], obligations: [] };
  const some = fc.array(arbitraryRolePermission(), { minLength: 1, maxLength: 3 });
  return some.map((permissions) => (everything ? [...permissions, star] : permissions));
}

export function arbitraryRolePermission(): Arbitrary<Permission> {
  return fc
    .record({ selection: selections(true), when: conditions(), obligations: obligationLists() })
    .map(({ selection: { patterns, resources }, when, obligations }) => ({
      permission: patterns,
      obligations,
      ...present({ resources, when }),
    }));
}

/** Bindings, some of which begin or end around noon. */
export function arbitraryBindings(qualified: boolean): Arbitrary<Binding[]> {
  return fc.array(arbitraryBinding(qualified), { maxLength: 2 });
}

export function arbitraryBinding(qualified: boolean): Arbitrary<Binding> {
  return fc
    .record({
      role: fc.constantFrom(...ROLES),
      subjects: fc.uniqueArray(arbitraryEntries(qualified), { minLength: 1, maxLength: 2 }),
      from: optional(fc.constantFrom(NOON - HOUR, NOON)),
      until: optional(fc.constantFrom(NOON + 1, NOON + HOUR)),
      when: conditions(),
    })
    .map(({ from, until, when, ...rest }) => ({ ...rest, ...present({ from, until, when }) }));
}

/** Rules with ids of their own, to be used in any scope of a set. */
export function arbitraryRules(qualified: boolean): Arbitrary<Rule[]> {
  const one = fc.oneof(arbitraryGrant(qualified), arbitraryGuard(qualified));
  return fc
    .array(one, { minLength: 3, maxLength: 6 })
    .map((rules) => rules.map((rule, at) => ({ ...rule, id: `r${at}` })));
}

/** An `allow` rule with the id `new`. */
export function arbitraryGrant(qualified: boolean): Arbitrary<Rule> {
  const subjects = fc.uniqueArray(arbitraryEntries(qualified, ['role', 'star']), { minLength: 1, maxLength: 2 });
  return fc
    .record({ ...ruleParts(true), subjects, obligations: obligationLists() })
    .map(({ selection: { patterns, resources }, when, reason, ...rest }) => ({
      id: 'new',
      effect: 'allow' as const,
      actions: patterns,
      except: [],
      approvers: [],
      ...rest,
      ...present({ resources, when, reason }),
    }));
}

/** A `deny` or `ask` rule with the id `new`. */
export function arbitraryGuard(qualified: boolean): Arbitrary<Rule> {
  const entries = (also: readonly ('role' | 'star')[]) =>
    fc.uniqueArray(arbitraryEntries(qualified, also), { minLength: 1, maxLength: 2 });
  const except = fc.oneof(fc.constant<string[]>([]), entries(['role', 'star']));
  return fc
    .record({
      ...ruleParts(false),
      effect: fc.constantFrom('deny' as const, 'ask' as const),
      except,
      subjects: optional(entries(['star'])),
    })
    .map(({ selection: { patterns, resources }, when, reason, subjects, ...rest }) => ({
      id: 'new',
      actions: patterns,
      obligations: [],
      approvers: rest.effect === 'ask' ? ['role:admin'] : [],
      ...rest,
      ...present({ resources, when, reason, subjects }),
    }));
}

function ruleParts(isGrant: boolean) {
  return {
    selection: selections(isGrant),
    when: conditions(),
    reason: optional(fc.constantFrom('because', 'so')),
  };
}

interface Selection {
  readonly patterns: readonly string[];
  readonly resources: readonly string[] | undefined;
}

/** Permissions and, now and then, resources of which one of them can be about. */
function selections(isGrant: boolean): Arbitrary<Selection> {
  return fc
    .record({
      patterns: fc.uniqueArray(arbitraryPatterns(), { minLength: 1, maxLength: 2 }),
      resources: optional(selectors()),
    })
    .map(({ patterns, resources }) => {
      const canMatch = patterns.some((pattern) => resources?.some((resource) => canMeet(pattern, resource, isGrant)));
      return { patterns, resources: canMatch ? resources : undefined };
    });
}

function canMeet(pattern: string, resource: string, isGrant: boolean): boolean {
  const [type = '', , ...rest] = pattern.split(':');
  const [selectedType, selectedId] = splitAtColon(resource) ?? ['', ''];
  if (type === '*') return pattern === '*' || !isGrant || selectedType !== 'secret';
  return glob(selectedType, type) && (rest.length === 0 || glob(selectedId, rest.join(':')));
}

function arbitraryPatterns(): Arbitrary<string> {
  const type = fc.constantFrom(...RESOURCE_TYPES);
  const action = fc.constantFrom(...ACTIONS);
  const whole = fc.tuple(fc.constantFrom('*', 'doc', 'chain', 'secret'), fc.constantFrom('*', 'run', 'read', 'inject'));
  return fc.oneof(
    fc.tuple(type, action).map(([one, two]) => `${one}:${two}`),
    whole.map((pair) => pair.join(':')),
    whole.map((pair) => pair.join(':')),
    fc.constantFrom('*', 'doc:read:a:b', 'doc:read:d1', 'chain:run:c1', 'secret:inject', 'secret:reference'),
  );
}

function selectors(): Arbitrary<string[]> {
  const one = fc.constantFrom('doc:*', 'doc:d*', '*:c1', 'tool:a:b', 'chain:c*', 'secret:K1', '*:*:*', '*:*');
  return fc.uniqueArray(one, { minLength: 1, maxLength: 2 });
}

/** None, or one that holds, as often as any other. */
function conditions(): Arbitrary<string | undefined> {
  return optional(fc.constantFrom('true', 'has(context.flag) && context.flag', ...CONDITIONS));
}

function obligationLists(): Arbitrary<readonly Obligation[]> {
  const one = fc.record({ id: fc.constantFrom('o1', 'o2'), type: fc.constantFrom(...OBLIGATION_TYPES) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 1, maxLength: 2 }) },
  );
}

function optional<T>(one: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.option(one, { nil: undefined, freq: 2 });
}

/** The members that are there. */
function present<T extends object>(members: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
