import { expect, test } from 'vitest';
import { activation, compiled, outcome } from './ask.ts';

const HOSTILE = [
  '"); process.exit(1); ("',
  '\\"); throw 1; //',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text that would run, were it pasted into a template
  '`${process.exit(1)}`',
  "'+process.exit(1)+'",
  '\u2028\u2029\n\r\0',
  '*/ throw 1; /*',
  'a.b',
  'A',
  'k0',
  'b',
  'var',
];

test.each(HOSTILE)('%j is text and a key, and no code', (text) => {
  const literal = JSON.stringify(text).replaceAll('`', '\\u0060');
  expect(outcome(`context.v == ${literal} && context.v in [${literal}]`, { v: text })).toBe(true);
  expect(outcome(`context[${literal}] == 1 && ${literal} in context`, { [text]: 1 })).toBe(true);
  expect(
    outcome(`context.m[${literal}].x == 1 && {${literal}: 2}[context.v] == 2`, { v: text, m: { [text]: { x: 1 } } }),
  ).toBe(true);
  expect(
    outcome(`context.v.startsWith(${literal}) && context.l.exists(x, x == ${literal})`, { v: text, l: [text] }),
  ).toBe(true);
  expect(outcome(`context[${literal}] == 1`, {})).toContain('no such key');
});

test.each([
  ['context.n > 1 && context.s.startsWith("a") || context.gone', true],
  ['context.l.exists(x, x.p == 2) && !has(context.gone)', true],
  ['context.gone == 1', 'no such key: `context.gone`'],
  ['context.l.all(x, x.p == 1)', false],
] as const)('%s says the same however often it runs', (text, wanted) => {
  const condition = compiled(text);
  const first = condition.run;
  const question = activation({ n: 2, s: 'abc', l: [{ p: 1 }, { p: 2 }] });
  for (let run = 0; run < 50; run++) {
    for (const result of [condition.run(question), first(question)]) {
      expect(typeof result === 'boolean' ? result : result.message).toBe(wanted);
    }
  }
  expect(condition.run).not.toBe(first);
});

test.each<[string, boolean | string]>([
  ['timestamp(0) - timestamp(1) == duration("-1s") && timestamp(-1) + duration("-0.5s") < timestamp(-1)', true],
  ['timestamp(1772000000) == timestamp("2026-02-25T06:13:20Z")', true],
  ['double(context.empty) == 0.0', 'not a double'],
  ['int(context.empty) == 0', 'not an int'],
  ['duration(context.empty) == duration("0")', 'not a duration'],
  ['timestamp(9223372036854775807 - 1) > now', 'not an RFC 3339 timestamp'],
  ['string(context.yes) == "true" && string(duration("-0.5s")) == "-0.5s"', true],
  ['timestamp("2026-03-01T00:30:00Z").getDayOfMonth("Europe/Berlin") == 0', true],
  ['--context.empty == 1', '`-` does not go before string'],
  ['!!context.empty', '`!` does not go before string'],
  ['dyn([1]) in {"a": 1}', false],
  ['context.nil in context.list && null in [null]', true],
  ['timestamp("9999-12-31T23:59:59Z") + duration("1s") > now', 'a time out of range'],
])('where another implementation is wrong: %s', (text, wanted) => {
  expect(outcome(text, { empty: '', yes: true, nil: null, list: [null] })).toBe(wanted);
});
