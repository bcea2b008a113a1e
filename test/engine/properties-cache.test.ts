import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cacheKey } from '../../src/engine/cache-key.ts';
import { decide } from '../../src/engine/decide.ts';
import { readQuestion } from '../../src/model/question.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { values, withMember } from '../support/arbitrary-question.ts';
import type { Shape } from '../support/arbitrary-set.ts';
import { documentsOf } from '../support/policy-text.ts';
import { check, instants, worlds } from '../support/property.ts';
import { HOUR, NOON } from '../support/words.ts';

/** Variants of a value that a careless key would take for one. */
const TWINS: readonly [readonly string[], unknown, unknown][] = [
  [['context', 'n'], 1, '1'],
  [['context', 'n'], 1, true],
  [['context', 'n'], null, undefined],
  [['context', 'n'], [], {}],
  [['context', 'flag'], false, undefined],
  [['context', 'flag'], 'false', false],
  [['context', 'missing'], { deep: true }, 'deep'],
  [['context', 'missing'], { deep: true }, { deep: 'true' }],
  [['subject', 'properties', 'level'], 1, '1'],
  [['subject', 'properties', 'level'], null, undefined],
  [['subject', 'properties', 'groups'], ['g1', 'g2'], ['g1,g2']],
  [['subject', 'properties', 'groups'], [], undefined],
  [['subject', 'properties', 'roles'], ['viewer', 'admin'], ['viewer" "admin']],
  [['subject', 'properties', 'act'], null, undefined],
  [['resource', 'properties', 'chain'], 'c1', undefined],
  [['resource', 'properties', 'risk'], ['low'], 'low'],
  [['context', 'chain'], { namespace: 'dev', name: 'c1' }, { namespace: 'dev', name: 'c1', org: 'globex' }],
  [['context', 'supported_obligations'], ['redact', 'log'], ['redact']],
  [['resource', 'properties', '__proto__'], { risk: 'low' }, undefined],
];

function twins(shape: Shape): fc.Arbitrary<readonly unknown[]> {
  const some = fc.tuple(values(shape), fc.shuffledSubarray([...TWINS], { minLength: 3, maxLength: 6 }));
  return some.map(([value, chosen]) => [
    value,
    ...chosen.flatMap(([path, one, other]) => [withMember(value, path, one), withMember(value, path, other)]),
  ]);
}

describe('a cache by key', () => {
  test('says what the engine says', () => {
    let hits = 0;
    check(
      fc.property(worlds(twins), fc.array(instants(), { minLength: 2, maxLength: 3 }), ({ set, asked }, times) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        const kept = new Map<string, Verdict>();
        for (const now of times.sort((left, right) => left - right)) {
          for (const value of asked.flat()) {
            const read = readQuestion(value);
            const key = read.ok ? cacheKey(snapshot, read.question) : undefined;
            const verdict = decide(snapshot, value, now);
            const known = key === undefined ? undefined : kept.get(key);
            if (known !== undefined && now < known.holdsUntil) {
              hits++;
              expect(said(known)).toEqual(said(verdict));
            } else if (key !== undefined) kept.set(key, verdict);
          }
        }
      }),
    );
    expect(hits).toBeGreaterThan(100);
  });
});

describe('an injection', () => {
  const injected = (chain: string): Verdict => {
    const text = `kind: Role\nname: r\npermissions: ['chain:run']\n---\nkind: Secret\nname: K\ninject: ['*']\n---\n${chain}`;
    const question = {
      subject: { type: 'user', id: 'u' },
      action: { name: 'inject' },
      resource: { type: 'secret', id: 'K' },
      context: { chain: { namespace: 'default', name: 'c' } },
    };
    return decide(compileSnapshot(documentsOf(text), 'injection'), question, NOON);
  };

  test('holds no longer than a binding that lets the chain run', () => {
    const until = new Date(NOON + HOUR).toISOString();
    const { effect, holdsUntil } = injected(
      `kind: Chain\nname: c\nbindings: [{ role: r, subjects: ['user:u'], until: ${until} }]`,
    );
    expect({ effect, holdsUntil }).toEqual({ effect: 'allow', holdsUntil: NOON + HOUR });
  });

  test('holds for the instant alone where running the chain depends on it', () => {
    const when = `now < timestamp("2030-01-01T00:00:00Z")`;
    const { effect, holdsUntil } = injected(
      `kind: Chain\nname: c\nbindings: [{ role: r, subjects: ['user:u'], when: '${when}' }]`,
    );
    expect({ effect, holdsUntil }).toEqual({ effect: 'allow', holdsUntil: 0 });
  });
});

/** All that an answer is made of. */
function said({ holdsUntil: _, ...verdict }: Verdict): Omit<Verdict, 'holdsUntil'> {
  return verdict;
}
