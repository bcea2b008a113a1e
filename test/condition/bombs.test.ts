import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/condition/compile.ts';
import { MAX_VISITS } from '../../src/condition/value/budget.ts';
import { activation } from './ask.ts';

const l = Array.from({ length: 1000 }, (_, index) => index);
const zones = l.map((index) => `Nowhere/${index}`);
const text = 'ab'.repeat(50_000);

/** Conditions that would cost without bounds, and what comes out of them. */
const BOMBS: readonly (readonly [string, boolean | 'refused' | string])[] = [
  [`context.a == "${'x'.repeat(100_000)}"`, 'refused'],
  [`${'('.repeat(1000)}true${')'.repeat(1000)}`, 'refused'],
  [`${'!'.repeat(5000)}true`, 'refused'],
  [`${'['.repeat(1000)}${']'.repeat(1000)} == []`, 'refused'],
  [`context${'.a'.repeat(1000)} == 1`, 'refused'],
  ['context.text.matches("^(a?){500}a{500}$")', 'refused'],
  ['context.text.matches("((a{100}){100}){100}")', 'refused'],
  ['context.text.matches("^(ab|a|b)+c$")', false],
  ['context.l.all(a, !context.text.matches("^(ab|a|b)+c$"))', 'too much to visit'],
  ['context.l.all(a, context.l.all(b, context.l.all(c, a + b + c >= 0.0)))', 'too much to visit'],
  ['context.l.all(a, context.l.all(b, true)) || true', 'too much to visit'],
  ['context.l.map(a, context.l).map(b, b + b).size() > 0', 'too much to visit'],
  ['context.l.all(a, context.l == context.same)', 'too much to visit'],
  ['context.l.all(a, context.text.contains("c") == context.text.contains("d"))', 'too much to visit'],
  ['context.l.all(a, context.text.split("a").size() > 1)', 'too much to visit'],
  ['context.l.all(a, (context.text + context.text).size() > 1)', 'too much to visit'],
  ['context.l.all(a, context.l.all(b, now.getHours("+01:00") >= 0 || true))', 'too much to visit'],
  ['context.zones.exists(z, now.getHours(z) == 99)', 'too much to visit'],
  ['context.l.all(a, context.l.all(b, !isURL("http:")))', 'too much to visit'],
  ['lists.range(9223372036854775807).size() > 0', 'too much to visit'],
  ['context.l.sort().size() == 1000 && context.l.distinct().size() == 1000', true],
  ['context.constructor == 1 || context.l.exists(x, x == 999)', true],
  [
    `${Array.from({ length: 12 }, (_, n) => `cel.bind(v${n}, ${n ? `v${n - 1} + v${n - 1}` : 'context.text'}, `).join('')}v11 == ""${')'.repeat(12)}`,
    'too much to visit',
  ],
  ['dyn(9007199254740993) == 9007199254740992.0', false],
  ['context.big == 9007199254740993', false],
  ['context.big == 9007199254740992', true],
  ['int(context.big * 1e10) > 0', 'not an int'],
];

describe.each(['source', 'closures'] as const)('compiled to %s', (compilation) => {
  test.each(BOMBS.map(([condition, wanted]) => ({ name: condition.slice(0, 60), condition, wanted })))(
    '$name',
    (bomb) => {
      const compiled = compileCondition(bomb.condition, compilation);
      if (!compiled.ok) {
        expect(bomb.wanted).toBe('refused');
        return;
      }
      const result = compiled.condition.run(activation({ l, zones, same: [...l], text, big: 2 ** 53 }));
      expect(typeof result === 'boolean' ? result : result.message).toBe(bomb.wanted);
    },
  );
});

test('a caller who leaves out every attribute gets errors, each told by its name', () => {
  for (const [condition, message] of [
    ['context.args.amount > 100', 'no such key: `context.args`'],
    [
      'subject.properties.level > 1 && resource.properties.owner == subject.id',
      'no such key: `subject.properties.level`',
    ],
    ['context.l.exists(x, x == 1)', 'no such key: `context.l`'],
  ] as const) {
    const compiled = compileCondition(condition);
    const bare = {
      subject: { type: 'user', id: 'x', properties: {} },
      resource: { type: 't', id: 'r', properties: {} },
    };
    expect(compiled.ok && compiled.condition.run(activation({}, bare))).toEqual({ message });
  }
});

test('a run has its whole budget, whatever ran before it', () => {
  const compiled = compileCondition('context.l.all(x, x >= 0)');
  const many = Array<number>(MAX_VISITS).fill(1);
  for (let run = 0; run < 3; run++) {
    expect(compiled.ok && compiled.condition.run(activation({ l: many }))).toBe(true);
  }
});
