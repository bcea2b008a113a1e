import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { questions, type Written, withMember } from '../support/arbitrary-question.ts';
import { anyShape, type Shape } from '../support/arbitrary-set.ts';
import { check, instants, width, worlds } from '../support/property.ts';
import { NAMESPACES, ORG, OTHER_ORG, ROLES } from '../support/words.ts';

const NAMED: Arbitrary<Shape> = fc.record({ namesOrgs: fc.constant(true), qualified: fc.boolean() });
const UNQUALIFIED: Arbitrary<Shape> = anyShape().map((shape) => ({ ...shape, qualified: false }));

/** Words with a meaning in a policy, none of which a generated set gives to a subject. */
const WORDS = [
  ...['*', 'owner', '_default', 'default', '!default', 'allow', 'everyone', 'subject', '__proto__', 'constructor'],
  ...['group:g1', 'role:admin', 'user:u1', `${ORG}/*`, `${ORG}/user:u1`, `${OTHER_ORG}/*`, `${OTHER_ORG}/group:g1`],
  ...['group', 'role', 'u1/..', `${ORG}/u1`, ...ROLES],
];
const TYPE_WORDS = [
  '*',
  'owner',
  'group',
  'role',
  `${ORG}/user`,
  `${OTHER_ORG}/user`,
  `${ORG}/group`,
  '__proto__',
  'user ',
];

function subjectOf(question: Written, type: string, id: string): Written {
  return { ...question, subject: { ...question.subject, type, id } };
}

describe('whatever the subject is called', () => {
  test('no outsider is allowed by a set without org-qualified entries', () => {
    const outsiders = (shape: Shape) =>
      fc
        .tuple(questions(shape), fc.constantFrom(OTHER_ORG, 'nowhere'))
        .filter(([{ resource }, org]) => resource.properties['org'] !== org)
        .map(([question, org]) => withMember(question, ['subject', 'properties', 'org'], org));
    check(
      fc.property(worlds(outsiders, UNQUALIFIED), instants(), ({ set, asked }, now) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        for (const question of asked) expect(decide(snapshot, question, now).effect).toBe('deny');
      }),
    );
  });

  test('a word of the policy language as its id gains nothing', () => {
    check(
      fc.property(worlds(questions), instants(), fc.constantFrom(...WORDS), ({ set, asked }, now, word) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        for (const question of asked) {
          const [plain, odd] = ['somebody', word].map((id) => decide(snapshot, subjectOf(question, 'user', id), now));
          expect(odd).toEqual(plain);
        }
      }),
    );
  });

  test('a word of the policy language as its type gains nothing', () => {
    const types = fc.constantFrom(...TYPE_WORDS);
    const ids = fc.constantFrom('u1', 'g1', 'admin', '*', 'owner');
    check(
      fc.property(worlds(questions), instants(), types, ids, ({ set, asked }, now, type, id) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        // A question may state any owner: one that is just this odd subject names it as any other.
        for (const question of asked.filter(({ resource }) => resource.properties['owner'] !== `${type}:${id}`)) {
          const plain = decide(snapshot, subjectOf(question, 'robot', id), now);
          const odd = decide(snapshot, subjectOf(question, type, id), now);
          if (odd.rules[0] !== '!malformed') expect(odd).toEqual(plain);
          expect(width(odd.effect)).toBeLessThanOrEqual(width(plain.effect));
        }
      }),
    );
  });
});

describe('leaving out', () => {
  const paths: readonly (readonly string[])[] = [
    ['subject', 'properties', 'org'],
    ['resource', 'properties', 'org'],
    ['context', 'chain'],
    ['resource', 'properties', 'namespace'],
  ];
  for (const path of paths) {
    test(`\`${path.join('.')}\` never turns a deny into an allow`, () => {
      check(
        fc.property(worlds(described, NAMED), instants(), ({ set, asked }, now) => {
          const snapshot = compileSnapshot(set.documents, 'random');
          for (const question of asked) {
            const before: Verdict = decide(snapshot, question, now);
            const after = decide(snapshot, withMember(question, path, undefined), now);
            if (before.effect === 'deny') expect(after.effect).toBe('deny');
          }
        }),
      );
    });
  }
});

/** Questions on a described place, about types that live in a namespace. */
function described(shape: Shape): Arbitrary<Written> {
  return fc
    .tuple(questions(shape), fc.constantFrom('chain', 'secret'), fc.constantFrom(...NAMESPACES.slice(0, 2)))
    .map(([question, type, namespace]) => ({
      ...question,
      action: { name: question.action.name.replace(/^.*:/u, '') },
      resource: { ...question.resource, type, properties: { org: ORG, ...question.resource.properties, namespace } },
    }));
}
