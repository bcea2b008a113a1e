import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cacheKey } from '../../src/engine/cache-key.ts';
import { decide } from '../../src/engine/decide.ts';
import { explain } from '../../src/engine/explain.ts';
import { readQuestion } from '../../src/model/question.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import type { Document } from '../../src/policy/documents.ts';
import type { AttributeMode } from '../../src/policy/snapshot.ts';
import { oracle } from '../oracle.ts';
import { attributes } from '../support/arbitrary-attributes.ts';
import { values, withMember } from '../support/arbitrary-question.ts';
import { runCondition } from '../support/condition-runner.ts';
import { documentsOf } from '../support/policy-text.ts';
import { check, instants, type World, width, worlds } from '../support/property.ts';
import { NOON } from '../support/words.ts';

const declaredWorlds = (question: Parameters<typeof worlds<unknown>>[0]) => fc.tuple(worlds(question), attributes());

type Asked = [World<unknown>, Document];

describe('declared attributes, for every set, schema and question', () => {
  test('say what the oracle says', () => {
    const seen = { unfit: 0, fit: 0 };
    check(
      fc.property(declaredWorlds(values), instants(), ([{ set, asked }, declared]: Asked, now) => {
        const documents = [...set.documents, declared];
        const snapshot = compileSnapshot(documents, 'random');
        const bare = compileSnapshot(set.documents, 'bare');
        for (const value of asked) {
          const { reason: _, errors: __, ...expected } = oracle(documents, value, now, runCondition);
          const verdict = decide(snapshot, value, now);
          expect(verdict).toMatchObject(expected);
          expect(explain(snapshot, value, now).verdict).toEqual(verdict);
          if (verdict.rules[0] !== decide(bare, value, now).rules[0]) seen.unfit += 1;
          else if (!verdict.rules[0]?.startsWith('!')) seen.fit += 1;
        }
      }),
      200,
    );
    expect(seen.unfit).toBeGreaterThan(20);
    expect(seen.fit).toBeGreaterThan(20);
  });

  test('never widen: a question is denied, or decided as without them', () => {
    check(
      fc.property(declaredWorlds(values), instants(), ([{ set, asked }, declared]: Asked, now) => {
        const verdictIn = (documents: readonly Document[], value: unknown, mode?: AttributeMode): Verdict =>
          decide(compileSnapshot(documents, 'random', mode), value, now);
        const all = [...set.documents, declared];
        for (const value of asked) {
          const bare = verdictIn(set.documents, value);
          const strict = verdictIn(all, value);
          if (strict.rules[0] === '!malformed') expect(strict.effect).toBe('deny');
          // The run that stands in for an injection is judged by itself: its guards may go untold, and never the denial.
          else if (JSON.stringify(value).includes('inject'))
            expect(width(strict.effect)).toBeLessThanOrEqual(width(bare.effect));
          else expect(strict).toEqual(bare);
          const { warning, ...warned } = verdictIn(all, value, 'warn');
          const { warning: none, ...plain } = bare;
          expect(warned).toEqual(plain);
          expect(none).toBeUndefined();
          // What a warning says is what a rejection says, where only that denies.
          if (strict.rules[0] === '!malformed' && bare.rules[0] !== '!malformed') expect(strict.reason).toBe(warning);
          else expect(warning).toBeUndefined();
        }
      }),
    );
  });

  test('the order of the documents changes nothing', () => {
    const documents = (firstIsFirst: boolean): readonly Document[] => {
      const one = 'kind: Attributes\ncontext: { "*": { properties: { a: { type: string }, b: { type: string } } } }';
      const other = 'kind: Attributes\ncontext: { "doc:*": { required: [c] }, "*:read": { required: [d] } }';
      return documentsOf((firstIsFirst ? [one, other] : [other, one]).join('\n---\n'));
    };
    const ask = (context: object) => ({
      subject: { type: 'user', id: 'u' },
      action: { name: 'read' },
      resource: { type: 'doc', id: 'd' },
      context,
    });
    for (const context of [{ a: 1, b: 1 }, {}, { c: 1 }, { d: 1 }]) {
      const reasons = [true, false].map(
        (first) => decide(compileSnapshot(documents(first), 'r'), ask(context), NOON).reason,
      );
      expect(reasons[0]).toBe(reasons[1]);
    }
  });
});

describe('a cache by key with declared attributes', () => {
  const NAMES: readonly (readonly string[])[] = [
    ['context', 'flag'],
    ['context', 'n'],
    ['context', 'missing'],
    ['context', '__proto__'],
    ['context', 'unheard'],
    ['subject', 'properties', 'level'],
    ['subject', 'properties', 'other'],
    ['resource', 'properties', 'risk'],
    ['resource', 'properties', 'constructor'],
  ];
  const TWINS: readonly unknown[] = [
    1,
    '1',
    'low',
    null,
    undefined,
    [],
    {},
    { deep: true },
    { deep: 1 },
    ['a'],
    ['a', 'b'],
  ];

  test.each(['reject', 'warn'] as const)('says what the engine says: %s', (mode) => {
    const twins = (shape: Parameters<typeof values>[0]) =>
      fc
        .tuple(
          values(shape),
          fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...TWINS)), { minLength: 6, maxLength: 9 }),
        )
        .map(([value, changes]) => [value, value, ...changes.map(([path, other]) => withMember(value, path, other))]);
    let hits = 0;
    check(
      fc.property(fc.tuple(worlds(twins), attributes()), ([{ set, asked }, declared]) => {
        const snapshot = compileSnapshot([...set.documents, declared], 'random', mode);
        const kept = new Map<string, Verdict>();
        for (const value of asked.flat()) {
          const read = readQuestion(value);
          const key = read.ok ? cacheKey(snapshot, read.question) : undefined;
          const verdict = decide(snapshot, value, NOON);
          const known = key === undefined ? undefined : kept.get(key);
          if (known === undefined && key !== undefined) kept.set(key, verdict);
          if (known === undefined || NOON >= known.holdsUntil) continue;
          hits += 1;
          expect(known).toEqual(verdict);
        }
      }),
    );
    expect(hits).toBeGreaterThan(100);
  });
});
