import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/condition/compile.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { activation } from './ask.ts';

/** True, false, `error`, or `refused` for what is not loaded. */
type Wanted = boolean | 'error' | 'refused';

const R: JsonObject = {
  active: true,
  name: 'dana',
  nil: null,
  list: [1, 2],
  amount: 7,
  emoji: '😀a',
  half: 0.5,
  a26: `${'a'.repeat(26)}!`,
  own: JSON.parse('{"constructor": {"x": 1}, "__proto__": {"y": 2}, "toString": 3}') as JsonObject,
  keys: { '1': 'one' },
  when: '2026-03-08T02:30:00Z',
  local: '2026-03-08T02:30:00',
  february: '2024-02-31T00:00:00Z',
  midnight: '2026-01-01T24:00:00Z',
  blank: '2026-01-01 00:00:00Z',
  words: 'Sat, 31 Jan 2026 09:00:00 GMT',
  nanos: '2026-01-01T00:00:00.123456789Z',
  july: '2024-07-01T00:00:00Z',
};

/** Every row of the table of probes that other engines fail on, in its order. */
const PROBES: readonly (readonly [string, Wanted])[] = [
  ['context.gone || true', true],
  ['true || context.gone', true],
  ['!has(context.owner) || context.owner == subject.id', true],
  ['context.active && has(context.owner) && context.owner == subject.id', false],
  ['context.gone ? true : true', 'error'],
  ['context.gone != 1', 'error'],
  ['context.name ? true : false', 'error'],
  ['context.list.exists(x, context.name)', 'error'],
  ['!context.nil', 'error'],
  ['has(context.nil)', true],
  ['"nil" in context', true],
  ['has(context.gone.b)', 'error'],
  ['has(context.nil.y)', 'error'],
  ['has(context.name.y)', 'error'],
  ['has(context.list.y)', 'error'],
  ['5 / 2 == 2', true],
  ['9007199254740993 - 9007199254740992 == 1', true],
  ['9223372036854775807 + 1 > 0', 'error'],
  ['context.amount == 9223372036854775808', 'refused'],
  ['context.amount == -9223372036854775808', false],
  ['-(-9223372036854775807 - 1) > 0', 'error'],
  ['context.amount <= 7 && context.amount == 7 && context.amount in [7]', true],
  ['context.amount + 1 == 8', 'error'],
  ['"a\\"b" == "a" + "\\"" + "b"', true],
  ['size("😀") == 1 && size(context.emoji) == 2', true],
  ['"\\uffee" < "😀" && context.emoji > "\\uffee"', true],
  ['"😀a".indexOf("a") == 1 && context.emoji.substring(0, 1) == "😀"', true],
  ['context.constructor == 1', 'error'],
  ['has(context.toString) || has(context.__proto__)', false],
  ['context.own.constructor.x == 1 && context.own["__proto__"].y == 2 && "constructor" in context.own', true],
  ['context.own.toString == 3 && has(context.own.constructor) && !has(context.own.valueOf)', true],
  ['context.keys[1] == "one"', 'error'],
  ['{"a": 1, "a": 2}.a == 1', 'refused'],
  ['{null: 1} == {}', 'refused'],
  ['{1.0: 1} == {}', 'refused'],
  ['{1: 1, 1u: 2} == {}', 'refused'],
  ['{context.amount: 1} == {}', 'error'],
  ['context.a26.matches("^(a+)+$")', false],
  ['context.a26.matches("(a)\\\\1")', 'refused'],
  ['context.name.matches("(?i)^DANA$")', true],
  ['timestamp(context.when).getHours("Europe/Berlin") == 3', true],
  ['timestamp("2026-03-08T01:30:00Z").getHours("Europe/Berlin") == 2', true],
  ['timestamp(context.july).getDayOfYear() == 182', true],
  ['timestamp(context.local) < now', 'error'],
  ['timestamp(context.february) < now', 'error'],
  ['timestamp(context.midnight) < now', 'error'],
  ['timestamp(context.blank) < now', 'error'],
  ['timestamp(context.words) < now', 'error'],
  ['timestamp(context.nanos) > timestamp("2026-01-01T00:00:00.123456788Z")', true],
  ['context.amount == 7;', 'refused'],
  ['context.amount == 7 @ ~', 'refused'],
  ['context.nullable == 1 || context.trueish == 1 || true', true],
  ['1 / 0 == 1 ? true : false', 'error'],
];

function run(text: string, compilation: 'source' | 'closures'): Wanted {
  const compiled = compileCondition(text, compilation);
  if (!compiled.ok) return 'refused';
  const result = compiled.condition.run(activation(R));
  return typeof result === 'boolean' ? result : 'error';
}

describe.each(['source', 'closures'] as const)('compiled to %s', (compilation) => {
  test.each(PROBES)('%s is %s', (text, wanted) => {
    const before = JSON.stringify(R);
    expect(run(text, compilation)).toBe(wanted);
    expect(JSON.stringify(R)).toBe(before);
  });
});

test('a null prototype and a polluted one change nothing', () => {
  const bare = Object.assign(Object.create(null) as JsonObject, { amount: 7 });
  for (const compilation of ['source', 'closures'] as const) {
    const compiled = compileCondition('context.o.amount == 7', compilation);
    expect(compiled.ok && compiled.condition.run(activation({ o: bare }))).toBe(true);
    const planted = compileCondition('context.o.planted == 1 || has(context.o.planted)', compilation);
    Object.defineProperty(Object.prototype, 'planted', { value: 1, configurable: true });
    try {
      expect(planted.ok && planted.condition.run(activation({ o: {} }))).toMatchObject({ message: expect.any(String) });
    } finally {
      Reflect.deleteProperty(Object.prototype, 'planted');
    }
  }
});

test('one condition may run within another run of it', () => {
  for (const compilation of ['source', 'closures'] as const) {
    const compiled = compileCondition('context.l.map(x, context.l.filter(y, y == x).size()) == [1, 1, 1]', compilation);
    if (!compiled.ok) throw new Error('refused');
    const inner: unknown[] = [];
    const l = [1, 2, 3];
    const outer = {
      get l() {
        if (inner.length < 3) inner.push(compiled.condition.run(activation({ l })));
        return l;
      },
    };
    expect(compiled.condition.run(activation(outer))).toBe(true);
    expect(inner).toEqual([true, true, true]);
  }
});

test('a process that may not make code evaluates all the same', () => {
  const built = new URL('../../dist/condition/compile.js', import.meta.url);
  const script = `
    import { compileCondition } from ${JSON.stringify(built.href)};
    let made = true;
    try { new Function('return 1'); } catch { made = false; }
    const { condition } = compileCondition('context.l.exists(x, x > 1) && !has(context.y)');
    const results = new Set();
    for (let run = 0; run < 100; run++) results.add(condition.run({ context: { l: [1, 2] }, now: 0 }));
    console.log(JSON.stringify({ made, results: [...results] }));`;
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script];
  const said = execFileSync(process.execPath, flags, { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({ made: false, results: [true] });
});
