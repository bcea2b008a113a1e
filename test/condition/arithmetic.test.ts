import { expect, test } from 'vitest';
import { arithmeticOnAttributes } from '../../src/condition/arithmetic.ts';

test.each<[string, string[]]>([
  ['context.args.amount + 1 > 2', ['context.args.amount + 1']],
  ['100 * subject.properties.level == 1.0', ['100 * subject.properties.level']],
  ['context["n"] - -1 > 2', ['context["n"] - -1']],
  ['-context.n / 2 > 2', ['-context.n / 2']],
  ['context.n % 2 == 0', ['context.n % 2']],
  ['context.n * 2.0 + 1 > 2', ['context.n * 2.0 + 1']],
  ['context.l.exists(x, x + 1 > 2 || x.y - 1 > 2)', ['x + 1', 'x.y - 1']],
  ['context.l[0] + 1 == 2', ['context.l[0] + 1']],
  ['context.n + 1.0 > 2 && context.n > 1', []],
  ['int(context.n) + 1 > 2 && size(context.l) - 1 == 0', []],
  ['context.a + context.b == 1.0', []],
  ['1 + 2 == 3 && now.getHours() + 1 > 3', []],
  ['context.n +', []],
])('%s', (text, expected) => {
  expect(arithmeticOnAttributes(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});
