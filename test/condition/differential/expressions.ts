import fc from 'fast-check';
import type { JsonObject } from '../../../src/model/json.ts';

/** Expressions of every type, now and then of the wrong one. `x` and `y` stand for elements where a macro is around. */
type Kinds = {
  readonly bool: string;
  readonly int: string;
  readonly double: string;
  readonly text: string;
  readonly list: string;
  readonly map: string;
  readonly time: string;
  readonly span: string;
  readonly bytes: string;
  readonly any: string;
};

type Grammar = { readonly [K in keyof Kinds]: fc.Arbitrary<string> };

function constant(...words: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...words);
}

/** Templates: each `$` is filled by the arbitrary beside it, in order. */
function fill(template: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const pieces = template.split('$');
  return fc.tuple(...parts).map((filled) => pieces.map((piece, at) => piece + (filled[at] ?? '')).join(''));
}

const COMPARISONS = constant('==', '!=', '<', '<=', '>', '>=');
const PARTS = constant('"a"', '"/"', '""', '"é"', '"B"', '"src"');
const SMALL = constant('-1', '0', '1', '2', '3', '7');
const ZONES = constant('"UTC"', '"Europe/Berlin"', '"America/New_York"', '"+02:30"', '"-00:45"', '"Asia/Kathmandu"');
const FIELDS = constant(
  'FullYear',
  'Month',
  'Date',
  'DayOfMonth',
  'DayOfWeek',
  'DayOfYear',
  'Hours',
  'Minutes',
  'Seconds',
);
const LISTS = constant('[]', 'c.nums', 'c.words', 'c.items', 'c.empty', '["a", "src/main"]', '[1, 2, 3]');
const MAPS = constant('{}', 'c.m', 'c.items[0]', '{"n": 2.0, "s": "a"}', 'c');
/** What is converted is written out: of text that is no number, and of other types, the oracle makes something. */
const NUMERALS = constant('"12"', '"-7"', '"0.5"', '"1e3"', '"9223372036854775807"');
const CONVERTED = constant('c.nums[0]', '2.9', '-2.9', '1e19', '1u', '-7', '9007199254740993', 'c.m', '[1]', 'c.gone');
const TIMES = constant(
  'timestamp("2026-03-08T06:59:59.5Z")',
  'timestamp("2024-02-29T23:30:00+02:00")',
  'timestamp(0)',
  'timestamp(c.when)',
  'timestamp("1969-12-31T23:59:59Z")',
);
const PATTERNS = constant(
  '"^a"',
  '"b$"',
  '"a.*c"',
  '"[a-c]+/"',
  '"(?i)SRC"',
  '"^(a|b)+$"',
  '"é"',
  '"^src/main$"',
  '"\\\\d+"',
);

/** What each kind may be, with `tie` for what lies inside. */
function grammar(tie: (kind: keyof Kinds) => fc.Arbitrary<string>): Grammar {
  const { bool, int, double, text, list, map, time, span, bytes, any } = {
    bool: tie('bool'),
    int: tie('int'),
    double: tie('double'),
    text: tie('text'),
    list: tie('list'),
    map: tie('map'),
    time: tie('time'),
    span: tie('span'),
    bytes: tie('bytes'),
    any: tie('any'),
  };
  const number = fc.oneof(int, double);
  const limits = { maxDepth: 4, withCrossShrink: true, depthSize: 'small' } as const;
  /** One in a dozen is of any kind. */
  const mostly = (...choices: readonly fc.Arbitrary<string>[]) => {
    const weighted = choices.map((arbitrary) => ({ arbitrary, weight: 3 }));
    return fc.oneof(limits, ...weighted, { arbitrary: any, weight: 1 });
  };
  const common = (kind: fc.Arbitrary<string>) => fill('($ ? $ : $)', bool, kind, kind);
  return {
    any: fc.oneof(
      limits,
      constant('null', 'x', 'c.gone', 'c.m.gone.x', 'y.n', 'x.t', 'c["m"]', 'type(c.n)'),
      bool,
      number,
      text,
      list,
      map,
      time,
      span,
      bytes,
    ),
    bool: mostly(
      constant('true', 'false', 'c.yes', 'c.no', 'has(c.m.n)', 'has(c.m.gone)', 'has(c.gone.x)', 'has(c.n)'),
      fill('($ && $)', bool, bool),
      fill('($ || $)', bool, bool),
      fill(
        '!$',
        bool.filter((operand) => !operand.startsWith('!')),
      ),
      fill('($ $ $)', number, COMPARISONS, number),
      fill('($ $ $)', text, COMPARISONS, text),
      fill('($ $ $)', time, COMPARISONS, time),
      fill('($ $ $)', span, COMPARISONS, span),
      fill('($ $ $)', any, constant('==', '!='), any),
      fill('($ == $)', list, list),
      fill('($ == $)', map, map),
      fill('($ in $)', any, LISTS),
      fill('($ in [$, $])', any, any, any),
      fill('($ in $)', fc.oneof(PARTS, SMALL, constant('"n"', '"x"', 'c.s', 'true')), MAPS),
      fill('$.startsWith($)', text, fc.oneof(PARTS, text)),
      fill('$.endsWith($)', text, fc.oneof(PARTS, text)),
      fill('$.contains($)', text, fc.oneof(PARTS, text)),
      fill('$.matches($)', text, PATTERNS),
      fill('$.all(x, $)', list, bool),
      fill('$.exists(x, $)', list, bool),
      fill('$.exists(y, $)', map, bool),
      fill('$.exists_one(x, $)', list, bool),
      fill('bool($)', fc.oneof(bool, text)),
      common(bool),
    ),
    int: mostly(
      constant('0', '1', '-7', '42', '9223372036854775807', '-9223372036854775808', '9007199254740993'),
      fill('($ + $)', int, int),
      fill('($ - $)', int, int),
      fill('($ * $)', int, int),
      fill('($ / $)', int, int),
      fill('($ % $)', int, int),
      constant('-size(c.s)', '-int(c.n)', '-(1 + 2)'),
      fill('int($)', fc.oneof(NUMERALS, TIMES, CONVERTED)),
      fill('uint($)', CONVERTED),
      fill('size($)', fc.oneof(text, list, map, bytes)),
      fill('$.size()', fc.oneof(text, list, map)),
      fill('$.get$()', time, FIELDS),
      fill(
        '$.get$($)',
        time,
        FIELDS.filter((field) => field !== 'DayOfMonth' && field !== 'DayOfYear'),
        ZONES,
      ),
      fill('$.get$()', span, constant('Hours', 'Minutes', 'Seconds')),
      common(int),
    ),
    double: mostly(
      constant('0.5', '-2.0', '1e20', 'c.n', 'c.zero', 'c.half', 'c.m.n', 'c.nums[0]', '1.0/0.0'),
      fill('($ + $)', double, double),
      fill('($ * $)', double, double),
      fill('($ / $)', double, double),
      constant('-c.n', '-c.half', '-(c.n + 1.0)'),
      fill('double($)', fc.oneof(NUMERALS, CONVERTED)),
      fill('c.nums[$]', SMALL),
    ),
    text: mostly(
      constant('""', '"a"', '"src/main"', '"é"', 'c.s', 'c.m.s', 'c["s"]', 'c.words[1]', '"12"', '"1h30m"'),
      fill('($ + $)', text, text),
      fill('string($)', fc.oneof(NUMERALS, CONVERTED, constant('b"a"', 'b"\\xff"', 'c.s'))),
      fill('c.words[$]', SMALL),
      common(text),
    ),
    list: mostly(
      LISTS,
      fill('[$, $]', any, any),
      fill('($ + $)', list, list),
      fill('$.filter(x, $)', list, bool),
      fill('$.map(x, $)', list, any),
      fill('$.map(x, $, $)', list, bool, any),
    ),
    map: mostly(MAPS, fill('{"a": $, "b": $}', any, any), fill('{1: $, true: $}', any, any)),
    time: mostly(
      TIMES,
      fill('($ + $)', time, span),
      fill('($ - $)', time, span),
      fill('timestamp($)', fc.oneof(constant('c.s', '"2026-01-01"', '[]'), TIMES)),
    ),
    span: mostly(
      constant('duration("90s")', 'duration("-1h0.5s")', 'duration("0")', 'duration(c.span)', 'duration("1ms2us3ns")'),
      fill('($ + $)', span, span),
      fill('duration($)', constant('"1h"', '"-2.5m"', '"x"', 'c.n', 'duration("1s")')),
    ),
    bytes: mostly(constant('b"a"', 'b"\\xff"', 'b""'), fill('($ + $)', bytes, bytes), fill('bytes($)', text)),
  };
}

export const EXPRESSIONS: fc.Arbitrary<string> = fc
  .letrec<Kinds>((tie) => grammar(tie))
  .bool.map((expression) => `[{"n": 1.0, "t": "a"}].map(x, [{"n": 2.0}].map(y, ${expression}))[0][0]`);

/** Data for the variable `c`, as a question could bring it. No null lies in a map, for the oracle has none there. */
export const DATA: readonly JsonObject[] = [
  {
    n: 2,
    zero: 0,
    half: 0.5,
    s: 'src/main',
    yes: true,
    no: false,
    nums: [0, 1, 2.5, 42],
    words: ['a', 'src/main', 'é'],
    items: [{ n: 1 }, { n: 2, t: 'a' }, { t: 'src/main' }],
    empty: [],
    m: { n: 2, s: 'a' },
    when: '2026-03-08T06:59:59Z',
    span: '1h30m',
  },
  {
    n: -1e300,
    zero: -0,
    half: 9_007_199_254_740_992,
    s: '',
    yes: false,
    no: true,
    nums: [3],
    words: ['B', 'abc', '12'],
    items: [],
    empty: [null],
    m: {},
    when: '2026-11-01T05:30:00-05:00',
    span: '-0.5s',
  },
  {
    n: 'text',
    zero: true,
    half: [0.5],
    s: 12,
    yes: 'true',
    nums: 'none',
    words: 'a',
    items: [[1], 'a', null, { n: { x: 1 } }],
    m: { n: [1, 'a'], s: { t: 1 } },
    when: 'yesterday',
    span: 5,
  },
  {},
];
