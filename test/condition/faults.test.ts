import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/condition/compile.ts';

/** The condition, what is underlined, the message, and words of the hint. */
type Case = readonly [text: string, underlined: string, message: string, hint?: string];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'names that are not there': [
    ['usr.id == "a"', 'usr', '`usr` is no variable', 'the variables are'],
    ['contxt.amount > 1', 'contxt', '`contxt` is no variable', 'did you mean `context`?'],
    ['subject.name == "a"', 'name', '`subject` has no member `name`', 'write `subject.properties.name`'],
    [
      'resource.property.x == 1',
      'property',
      '`resource` has no member `property`',
      'did you mean `resource.properties`?',
    ],
    ['has(resource.propertis.x)', 'propertis', '`resource` has no member `propertis`', 'did you mean'],
    ['action.nam == "x"', 'nam', '`action` has no member `nam`', 'did you mean `action.name`?'],
    ['action.id == "x"', 'id', '`action` has no member `id`', 'write `action.properties.id`'],
    ['subject["nam"] == "x"', '"nam"', '`subject` has no member `nam`'],
    ['now.hour == 1', 'now.hour', '`now` is a timestamp and has no members', 'getHours'],
    ['context.l.exists(x, y == 1)', 'y', '`y` is no variable'],
    ['context.l.exists(x, x == 1) && x == 1', 'x', '`x` is no variable'],
    ['context.l.exists(subject, subject == 1)', 'subject', "`subject` can't be the variable of `exists`", 'choose'],
    ['google.protobuf.Timestamp == type(now)', 'google', '`google` is no variable'],
  ],
  'functions that are not supported': [
    ['context.a.matches(context.b)', 'context.b', 'a regular expression must be written out', 'could be anything'],
    ['matches(context.a, context.b)', 'context.b', 'a regular expression must be written out'],
    ['context.a.matches("(a")', '"(a"', 'this is no regular expression of RE2', 're2'],
    ['context.a.matches("(a)\\\\1")', '"(a)\\\\1"', 'this is no regular expression of RE2'],
    ['context.a.matches("(?=a)")', '"(?=a)"', 'this is no regular expression of RE2'],
    ['context.a.matches("(a{1000}){1000}")', '"(a{1000}){1000}"', 'this is no regular expression of RE2'],
    ['context.a.matches("(a{300}){2}")', '"(a{300}){2}"', 'this regular expression is too large'],
    ['context.a.matches()', 'context.a.matches()', '`matches` takes 1 argument'],
    ['now.getHours("Europe/Berln") > 3', '"Europe/Berln"', '`Europe/Berln` is no time zone', 'Europe/Berlin'],
    ['now.getHours("+25:00") > 3', '"+25:00"', '`+25:00` is no time zone'],
    ['now.getHours("a", "b") > 3', 'now.getHours("a", "b")', '`getHours` takes no or 1 arguments'],
    ['context.a.json() == "b"', 'context.a.json()', '`json` is not supported', 'send'],
    [
      'context.a.starsWith("b")',
      'context.a.starsWith("b")',
      '`starsWith` is no function',
      'did you mean `startsWith`?',
    ],
    [
      'startsWith(context.a, "b")',
      'startsWith(context.a, "b")',
      '`startsWith` is called wrongly',
      'write `x.startsWith(y)`',
    ],
    ['context.a.int() == 1', 'context.a.int()', '`int` is called wrongly', 'write `int(x)`'],
    ['size() == 1', 'size()', '`size` takes 1 argument', 'write `size(x)`'],
    ['context.a.exists(true)', 'context.a.exists(true)', '`exists` is called wrongly', 'exists(x'],
    ['chaperoneCharge(context.a)', 'chaperoneCharge(context.a)', '`chaperoneCharge` is no function'],
    ['context.a.chaperoneLower() == ""', 'context.a.chaperoneLower()', '`chaperoneLower` is no function'],
    [
      'has(context["a"].b)',
      'has(context["a"].b)',
      '`has` takes a chain of members, such as `has(context.args.amount)`',
      '"key" in m',
    ],
    ['has(context)', 'has(context)', '`has` takes a chain of members, such as `has(context.args.amount)`'],
    [
      'has(size(context.a).b)',
      'has(size(context.a).b)',
      '`has` takes a chain of members, such as `has(context.args.amount)`',
    ],
    ['[].all(e, e > 0)', '[].all(e, e > 0)', 'an empty list has no elements to visit'],
  ],
  'literals that are none': [
    ['context.a == 9223372036854775808', '9223372036854775808', 'an int lies between -2^63 and 2^63 - 1'],
    ['context.a == -9223372036854775809', '9223372036854775809', 'an int lies between -2^63 and 2^63 - 1'],
    ['{"a": 1, "a": 2} == context.a', '"a"', 'the key `a` stands twice'],
    ['{null: 1} == context.a', 'null', "a map's key is a string, an int or a bool"],
    ['{1.5: 1} == context.a', '1.5', "a map's key is a string, an int or a bool"],
    ['{1: 1, 1: 2} == context.a', '1', 'the key `1` stands twice'],
    [
      'now < timestamp("2026-02-30T00:00:00Z")',
      '"2026-02-30T00:00:00Z"',
      '`2026-02-30T00:00:00Z` is no timestamp of RFC 3339',
      'zone',
    ],
    [
      'now < timestamp("2026-02-03T00:00:00")',
      '"2026-02-03T00:00:00"',
      '`2026-02-03T00:00:00` is no timestamp of RFC 3339',
    ],
    ['now < timestamp(253402300800)', '253402300800', 'a timestamp lies in the years 0001 to 9999'],
    ['now - now < duration("1 h")', '"1 h"', '`1 h` is no duration', '36h'],
    ['now - now < duration("")', '""', '`` is no duration'],
  ],
  'types that do not fit': [
    ['size(context.a)', 'size(context.a)', 'a condition must be a bool, not `int`', 'compare'],
    ['subject.id', 'subject.id', 'a condition must be a bool, not `string`'],
    ['subject.id == 1', 'subject.id == 1', '`==` does not go between string and int'],
    ['subject.id == null', 'subject.id == null', '`==` does not go between string and null', 'never null'],
    ['double(context.a) == 1', 'double(context.a) == 1', '`==` does not go between double and int', '1.0'],
    ['context.a % 2.0 == 0.0', 'context.a % 2.0', '`%` does not go between dyn and double'],
    ['now > 5', 'now > 5', '`>` does not go between timestamp and int'],
    ['"k" in subject', '"k" in subject', '`in` does not go between string and subject'],
    ['context.a in [1, "a"]', '"a"', 'list elements must have the same type, expected type `int` but found `string`'],
    ['subject.id && true', 'subject.id && true', 'logical operator requires bool operands, got `string`'],
  ],
  'text that is no condition': [
    ['', '', 'the condition is empty'],
    [' \n ', ' \n ', 'the condition is empty'],
    ['context.a = 1', '=', 'unexpected `=`', 'write `==`'],
    ['context.a and context.b', 'and', 'unexpected `and`', 'write `&&`'],
    ['context.a | context.b', '|', 'unexpected `|`', 'write `||`'],
    ['not context.a', 'context', 'unexpected `context`', 'write `!`'],
    ['(context.a', '', '`)` is due before the end of the condition'],
    ['context.a ==', '', 'the condition ends too early'],
    ['context.a == 1;', ';', 'unexpected `;`'],
    ['context.in == 1', 'in', 'a name is due before `in`', 'write `x["in"]`'],
    ['context.?a == 1', 'context.?a == 1', '`==` does not go between optional<dyn> and int'],
    ['if == 1', 'if', '`if` is a reserved word'],
    ['context.a.all(1, true)', '1', "a macro's first argument is a name of your own, not `1`"],
  ],
};

for (const [title, cases] of Object.entries(CASES)) {
  describe(title, () => {
    for (const [text, underlined, message, hint = ''] of cases) {
      test(JSON.stringify(text), () => {
        const result = compileCondition(text);
        if (result.ok) throw new Error('compiled');
        const [fault] = result.faults;
        expect(fault?.message).toBe(message);
        expect(text.slice(fault?.start, fault?.end)).toBe(underlined);
        expect(fault?.hint ?? '').toContain(hint);
      });
    }
  });
}

test('all faults of a condition come at once, in the order of the text', () => {
  const result = compileCondition('subjet.id == 1 && context.a.matches("(b") && now < timestamp("soon")');
  expect(result.ok ? [] : result.faults.map((fault) => fault.message)).toEqual([
    '`subjet` is no variable',
    'this is no regular expression of RE2',
    '`soon` is no timestamp of RFC 3339',
  ]);
});

test('messages and hints are one line, begin in lower case and end without a period', () => {
  const texts: string[] = [
    ...Object.values(CASES).flatMap((cases) => cases.map(([text]) => text)),
    'now < timestamp("a\\n\nb")',
    '"a\nb',
  ];
  for (const text of texts) {
    const result = compileCondition(text);
    for (const { message, hint = '' } of result.ok ? [] : result.faults) {
      expect(message).toMatch(/^(?![A-Z])[^\n]+[^.\n]$/);
      expect(hint).not.toMatch(/^[A-Z]|\n|\.$/);
    }
  }
});
