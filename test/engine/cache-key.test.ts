import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cacheKey } from '../../src/engine/cache-key.ts';
import type { JsonValue } from '../../src/model/json.ts';
import { readQuestion } from '../../src/model/question.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import type { Snapshot } from '../../src/policy/snapshot.ts';

const base: Snapshot = compileSnapshot([], 'r');
const reading = (...paths: string[]): Snapshot => ({ ...base, keyPaths: paths.map((path) => path.split('.')) });

function keyOf(snapshot: Snapshot, value: unknown): string | undefined {
  const read = readQuestion(value);
  if (!read.ok) throw new Error(read.problem.message);
  return cacheKey(snapshot, read.question);
}

function asking(context: unknown, subject: object = {}): unknown {
  return {
    subject: { type: 'user', id: 'dana', properties: subject },
    action: { name: 'run' },
    resource: { type: 'chain', id: 'x' },
    context,
  };
}

describe('the cache key', () => {
  it('stays as it is', () => {
    const key = keyOf(
      reading('context.args.amount', 'subject.type'),
      asking({ args: { amount: 120 }, chain: { name: 'x' } }),
    );
    expect(key).toMatchInlineSnapshot(
      `""user" "dana" "run" "chain" "x" !2object !2object !2object !2object !2object !2object !2object !2object {"name":"x"} !1object 120 "`,
    );
  });

  it('tells apart absent, null, numbers, texts and the places where a path ends', () => {
    const values: unknown[] = [
      {},
      { a: null },
      { a: 1 },
      { a: '1' },
      { a: {} },
      { a: [] },
      { a: { b: null } },
      { a: { b: 0 } },
      { a: { b: -0 } },
      { a: { b: [] } },
      { a: { b: {} } },
      { a: { b: 'null' } },
      { a: { b: ['a,b'] } },
      { a: { b: ['a', 'b'] } },
      { a: { b: { c: 1 } } },
      { a: { b: { 'c:1': 1 } } },
      { a: { b: Number.POSITIVE_INFINITY } },
      { a: true },
      { a: false },
    ];
    const snapshot = reading('context.a.b', 'context.a');
    const keys = values.map((context) => keyOf(snapshot, asking(context)));
    expect(new Set(keys).size).toBe(values.length);
  });

  it('is different for questions that differ in what is read, and equal for those that do not', () => {
    const snapshot = reading('context.x', 'subject.properties.level');
    const value = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(value, value, value, (left, right, unread) => {
        const [a, b] = [left, right].map((x) => keyOf(snapshot, asking({ x, unread }, { level: 1 })));
        const same = keyOf(snapshot, asking({ x: left, unread: 'other' }, { level: 1 }));
        expect(same).toBe(a);
        expect(a === b).toBe(sameJson(left as JsonValue, right as JsonValue));
      }),
      { seed: 5, numRuns: 1_000 },
    );
  });

  it('holds what the engine always reads', () => {
    const variants = [
      asking({}),
      asking({ chain: { namespace: 'prod', name: 'x' } }),
      asking({ supported_obligations: ['redact'] }),
      asking({}, { org: 'acme' }),
      asking({}, { roles: ['admin'] }),
      asking({}, { groups: ['admin'] }),
      asking({}, { roles: ['a', 'b'] }),
      asking({}, { roles: ['a,b'] }),
    ];
    expect(new Set(variants.map((value) => keyOf(base, value))).size).toBe(variants.length);
  });

  it('is not made for what is no JSON or too deep', () => {
    let deep: unknown = 1;
    for (let at = 0; at < 10_000; at++) deep = [deep];
    const snapshot = reading('context.x');
    expect(keyOf(snapshot, asking({ x: deep }))).toBeUndefined();
    expect(keyOf(snapshot, asking({ x: new Date(0) }))).toBeUndefined();
    expect(keyOf(snapshot, asking({ x: [undefined] }))).toBeUndefined();
  });
});

/** Equality as a key must see it: key order and the sign of zero count, since telling more apart is never wrong. */
function sameJson(left: JsonValue, right: JsonValue): boolean {
  const text = (value: JsonValue): string =>
    JSON.stringify(value, (_, item) => (Object.is(item, -0) ? { zero: 'negative' } : item));
  return text(left) === text(right);
}
