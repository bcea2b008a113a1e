import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activation, compiled } from './ask.ts';

const CONTEXT = {
  n: 2,
  zero: 0,
  s: 'Ab,c',
  yes: true,
  list: ['Ab', 'c'],
  nums: [0, 1, 2],
  items: [{ n: 1 }, { n: 2, s: 'c' }, { s: 'c' }],
  m: { n: 2, list: ['c'] },
};

/** The library as it comes, which is right about everything that the expressions below do. */
const library = new Environment({ unlistedVariablesAreDyn: true, limits: { maxDepth: 1000 } });

function plain(text: string): boolean | 'error' {
  try {
    const result: unknown = library.evaluate(text, { context: CONTEXT });
    return typeof result === 'boolean' ? result : 'error';
  } catch {
    return 'error';
  }
}

const gap = fc.constantFrom('', '', ' ', '\n', ' // a ) comment\n');
const path = fc.constantFrom(
  'context.n',
  'context.zero',
  'context.s',
  'context.list',
  'context.m.list',
  'context.gone',
  'x',
);
const leaf = fc.oneof(path, fc.constantFrom('1.0', '"c"', 'true', '["c"]', 'context.nums', 'context["m"]', 'x.n'));
const binary = fc.constantFrom('==', '!=', '<', '&&', '||', 'in', '+');

const { expression } = fc.letrec<{ expression: string; call: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('expression'), gap, binary, gap, tie('expression')).map((parts) => parts.join(' ')),
    fc.tuple(tie('expression'), gap).map(([inner, blank]) => `(${blank}${inner}${blank})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tie('call'),
  ),
  call: fc.oneof(
    tie('expression').map((inner) => `size(${inner})`),
    tie('expression').map((inner) => `(${inner}).size()`),
    fc.tuple(tie('expression'), gap).map(([inner, blank]) => `(${inner})${blank}.${blank}lowerAscii${blank}()`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}).contains(${b})`),
    tie('expression').map((inner) => `((${inner}).split(","))`),
    tie('expression').map((inner) => `string(${inner})`),
    fc.constantFrom('has(context.m.n)', 'has(context.m.gone)', 'has( (context) . m . n )'),
    fc
      .tuple(tie('expression'), gap, fc.constantFrom('all', 'exists', 'exists_one', 'filter', 'map'), tie('expression'))
      .map(([list, blank, macro, body]) => `(${list})${blank}.${macro}(x, ${body})`),
  ),
}));

test('what is run means what was written', () => {
  let compared = 0;
  let bools = 0;
  fc.assert(
    fc.property(expression, (inner) => {
      // The outermost `x` has something to stand for, and the whole is a bool.
      const text = `context.items.exists(x, (${inner}) == context.n || ${inner} == true)`;
      let condition: ReturnType<typeof compiled>;
      try {
        condition = compiled(text);
      } catch (error) {
        expect(String(error)).not.toContain('cannot be run');
        return;
      }
      const expected = plain(text);
      const result = condition.run(activation(CONTEXT));
      compared++;
      if (typeof result === 'boolean') bools++;
      expect(typeof result === 'boolean' ? result : 'error').toBe(expected);
    }),
    { numRuns: 2000 },
  );
  expect(compared).toBeGreaterThan(200);
  expect(bools).toBeGreaterThan(50);
});
