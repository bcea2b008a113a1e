import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import type { Document } from '../../src/policy/documents.ts';
import {
  arbitraryBinding,
  arbitraryGrant,
  arbitraryGuard,
  arbitraryRolePermission,
} from '../support/arbitrary-parts.ts';
import { questions, values } from '../support/arbitrary-question.ts';
import { isChain, isRole, isScope, renamed, shuffled, withChanged } from '../support/change.ts';
import { check, instants, width, worlds } from '../support/property.ts';
import { ORG } from '../support/words.ts';

function deciderOf(documents: readonly Document[], now: number): (question: unknown) => Verdict {
  const snapshot = compileSnapshot(documents, 'random');
  return (question) => decide(snapshot, question, now);
}

/** Expects of each question that `after` lets no more happen than `before`. */
function expectNoWider(
  before: readonly Document[],
  after: readonly Document[],
  asked: readonly unknown[],
  now: number,
) {
  const first = deciderOf(before, now);
  const then = deciderOf(after, now);
  for (const question of asked) expect(width(then(question).effect)).toBeLessThanOrEqual(width(first(question).effect));
}

describe('a change of the policy set', () => {
  test('that adds a guard never widens', () => {
    check(
      fc.property(worlds(questions), instants(), arbitraryGuard(true), fc.nat(), ({ set, asked }, now, guard, pick) => {
        const after = withChanged(set.documents, isScope, pick, (scope) => ({
          ...scope,
          rules: [...scope.rules, guard],
        }));
        expectNoWider(set.documents, after, asked, now);
      }),
    );
  });

  test('that adds an `only` never widens', () => {
    check(
      fc.property(worlds(questions), instants(), fc.nat(), ({ set, asked }, now, pick) => {
        const after = withChanged(set.documents, isChain, pick, (chain) => ({
          ...chain,
          only: new Map([...chain.only, ['edit', ['owner', 'role:builder']], ['chain:run', ['role:admin']]]),
        }));
        expectNoWider(set.documents, after, asked, now);
      }),
    );
  });

  test('that adds an allow rule never narrows', () => {
    check(
      fc.property(worlds(questions), instants(), arbitraryGrant(true), fc.nat(), ({ set, asked }, now, rule, pick) => {
        const after = withChanged(set.documents, isScope, pick, (scope) => ({
          ...scope,
          rules: [...scope.rules, rule],
        }));
        expectNoWider(after, set.documents, asked, now);
      }),
    );
  });

  test('that adds a permission to a role never narrows', () => {
    check(
      fc.property(
        worlds(questions),
        instants(),
        arbitraryRolePermission(),
        fc.nat(),
        ({ set, asked }, now, more, pick) => {
          const after = withChanged(set.documents, isRole, pick, (role) => ({
            ...role,
            permissions: [...role.permissions, more],
          }));
          expectNoWider(after, set.documents, asked, now);
        },
      ),
    );
  });

  test('that adds a binding never narrows', () => {
    check(
      fc.property(
        worlds(questions),
        instants(),
        arbitraryBinding(true),
        fc.nat(),
        ({ set, asked }, now, binding, pick) => {
          const after = withChanged(set.documents, isScope, pick, (scope) => ({
            ...scope,
            bindings: [...scope.bindings, binding],
          }));
          expectNoWider(after, set.documents, asked, now);
        },
      ),
    );
  });

  test('that drops a Secret document never widens', () => {
    check(
      fc.property(worlds(questions), instants(), fc.nat(), ({ set, asked }, now, pick) => {
        const secrets = set.documents.filter((document) => document.kind === 'Secret');
        const dropped = secrets[pick % Math.max(secrets.length, 1)];
        const after = set.documents.filter((document) => document !== dropped);
        expectNoWider(set.documents, after, asked, now);
      }),
    );
  });

  test('that only reorders it changes nothing', () => {
    check(
      fc.property(worlds(values), instants(), fc.infiniteStream(fc.nat()), ({ set, asked }, now, random) => {
        const decideFirst = deciderOf(set.documents, now);
        const decideThen = deciderOf(shuffled(set.documents, random), now);
        for (const question of asked) expect(decideThen(question)).toEqual(decideFirst(question));
      }),
    );
  });

  test('that renames an org throughout changes nothing', () => {
    check(
      fc.property(worlds(values), instants(), ({ set, asked }, now) => {
        const decideFirst = deciderOf(set.documents, now);
        const decideThen = deciderOf(renamed(set.documents, ORG, 'axis') as readonly Document[], now);
        for (const question of asked) {
          const { effect, roles, rules } = decideFirst(question);
          const then = decideThen(renamed(question, ORG, 'axis'));
          expect({ effect: then.effect, roles: then.roles }).toEqual({ effect, roles });
          if (effect !== 'allow') expect(then.rules).toEqual((renamed(rules, ORG, 'axis') as string[]).sort());
        }
      }),
    );
  });
});
