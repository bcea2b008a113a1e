import { expect, test } from 'vitest';
import { compileCondition, MAX_LENGTH } from '../../src/condition/compile.ts';
import { MAX_DEPTH, MAX_NODES } from '../../src/condition/environment.ts';
import { MAX_MACRO_DEPTH } from '../../src/condition/faults.ts';
import { MAX_VISITS } from '../../src/condition/value/budget.ts';
import type { JsonValue } from '../../src/model/json.ts';
import { activation, compiled, outcome } from './ask.ts';

function faultOf(text: string): string {
  const result = compileCondition(text);
  return result.ok ? 'none' : (result.faults[0]?.message ?? '');
}

test('the length of a condition is bounded', () => {
  const comment = (length: number) => `context.a //${'x'.repeat(length - 12)}`;
  expect(comment(MAX_LENGTH)).toHaveLength(MAX_LENGTH);
  expect(faultOf(comment(MAX_LENGTH))).toBe('none');
  expect(faultOf(comment(MAX_LENGTH + 1))).toBe('a condition has at most 16384 characters');
});

test('the parts of a condition are bounded, and the largest one runs', () => {
  // `true || … || true` has two parts for each `||`, and one more.
  const chain = (parts: number) =>
    `${'!'.repeat(parts % 2 === 0 ? 1 : 0)}${Array(Math.ceil(parts / 2))
      .fill('false')
      .join('||')}`;
  expect(faultOf(chain(MAX_NODES))).toBe('none');
  expect(outcome(chain(MAX_NODES), {})).toBe(true);
  expect(faultOf(chain(MAX_NODES + 1))).toBe(`a condition has at most ${MAX_NODES} parts`);
  expect(outcome(`${'!'.repeat(MAX_NODES - 2)}context.a`, { a: true })).toBe(true);
  expect(faultOf(`${'!'.repeat(MAX_NODES - 1)}context.a`)).toBe(`a condition has at most ${MAX_NODES} parts`);
});

test('the nesting of brackets is bounded', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}context.a${')'.repeat(depth)}`;
  expect(outcome(nested(MAX_DEPTH - 2), { a: true })).toBe(true);
  expect(faultOf(nested(MAX_DEPTH - 1))).toBe(`brackets and members nest at most ${MAX_DEPTH} deep`);
});

test('the nesting of members is bounded', () => {
  const members = (depth: number) => `context${'.a'.repeat(depth)}`;
  expect(faultOf(members(MAX_DEPTH - 1))).toBe('none');
  expect(faultOf(members(MAX_DEPTH))).toBe(`brackets and members nest at most ${MAX_DEPTH} deep`);
});

test('the nesting of macros is bounded', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'true' : `context.l.exists(x${depth}, ${nested(depth - 1)})`;
  expect(faultOf(nested(MAX_MACRO_DEPTH))).toBe('none');
  expect(faultOf(nested(MAX_MACRO_DEPTH + 1))).toBe('macros stand at most 4 deep in one another');
  expect(faultOf(`context.l.filter(x, x).filter(x, x).exists(x, x)`)).toBe('none');
});

test('the elements that a run visits are bounded', () => {
  const list = (length: number): JsonValue => Array(length).fill(0);
  const visits = 'context.l.all(x, x == 0)';
  expect(outcome(visits, { l: list(MAX_VISITS) })).toBe(true);
  expect(outcome(visits, { l: list(MAX_VISITS + 1) })).toBe('too much to visit');
  expect(outcome(`${visits} && ${visits}`, { l: list(MAX_VISITS / 2) })).toBe(true);
  expect(outcome(`${visits} && ${visits}`, { l: list(MAX_VISITS / 2 + 1) })).toBe('too much to visit');
  const keys = Object.fromEntries(Array.from({ length: MAX_VISITS + 1 }, (_, index) => [`k${index}`, 0]));
  expect(outcome('context.all(k, k != "")', keys)).toBe('too much to visit');
});

test('no operator absorbs an exhausted run, and the next run begins anew', () => {
  const condition = compiled('context.l.exists(x, context.l.exists(y, y == 1)) || true');
  const l = Array(1000).fill(0);
  expect(condition.run(activation({ l }))).toEqual({ message: 'too much to visit' });
  expect(condition.run(activation({ l: [0] }))).toBe(true);
});

test('membership tests inside a macro are charged', () => {
  const l = Array.from({ length: 2000 }, (_, index) => index);
  expect(outcome('context.l.all(x, x in context.l)', { l })).toBe('too much to visit');
  expect(outcome('context.l.all(x, x in (true ? context.l : []))', { l })).toBe('too much to visit');
  expect(outcome('context.l.all(x, x in context.l + context.l)', { l })).toBe('too much to visit');
  expect(outcome('1999 in context.l', { l })).toBe(true);
});

test('text that is read inside a macro is charged', () => {
  const context = { l: Array(2000).fill('a'), text: 'a'.repeat(100_000) };
  for (const part of ['size(context.text) > 0', 'context.text.size() > 0', 'context.text.contains("a")']) {
    expect(outcome(part, context)).toBe(true);
    expect(outcome(`context.l.all(x, ${part})`, context)).toBe('too much to visit');
  }
  for (const part of ['context.text.split(",")', 'context.text.lowerAscii()', 'context.text.upperAscii()']) {
    expect(outcome(`${part} != context.l`, context)).toBe(true);
    expect(outcome(`context.l.all(x, ${part} != context.l)`, context)).toBe('too much to visit');
  }
  expect(outcome('context.l.all(x, size(x) == 1 && x.contains("a"))', context)).toBe(true);
});

test('comparisons and sums inside a macro are charged', () => {
  const big = Array(500).fill([0, { a: [1, 2, 3] }]);
  const context = {
    l: Array(2000).fill('a'),
    big,
    same: structuredClone(big),
    m: { big },
    n: { big: structuredClone(big) },
  };
  expect(outcome('context.big == context.same', context)).toBe(true);
  for (const part of ['context.big == context.same', 'context.m == context.n', 'size(context.big + context.big) > 0']) {
    expect(outcome(`context.l.all(x, ${part})`, context)).toBe('too much to visit');
  }
  expect(outcome('context.l.all(x, (true ? context.big : []) == context.same)', context)).toBe('too much to visit');
  expect(outcome('context.l.all(x, x == "a" && x + x == "aa" && context.l[0] == x)', context)).toBe(true);
});
