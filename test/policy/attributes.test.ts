import { describe, expect, test } from 'vitest';
import { found } from './found.ts';

const TOOL = `kind: Attributes
resource:
  tool:
    properties: { risk: { enum: [low, high] }, size: { type: integer } }
context:
  "tool:call":
    required: [args]
    additionalProperties: false
    properties:
      network: { type: string }
      urgent: { type: boolean }
      tags: { type: array, items: { type: string } }
      sizes: { type: array, items: { type: number } }
      maybe: { type: [string, "null"] }
      args:
        type: object
        additionalProperties: false
        properties: { amount: { type: number }, count: { type: integer } }
---
kind: Role
name: r
permissions: ["tool:call"]
---
`;

/** What is found of a guard with the condition, by its column in the condition. */
function foundIn(condition: string, more = 'actions: ["tool:call"]'): readonly string[] {
  const head = `${TOOL}kind: Org\nname: acme\nrules:\n  - id: g\n    effect: deny\n    ${more}\n    when: '`;
  const line = head.split('\n').length;
  return found(`${head}${condition.replaceAll("'", "''")}'\n`).map((text) => {
    const [, at = '', column = '', rest = ''] = /^(\d+):(\d+) (.*)$/.exec(text) ?? [];
    return Number(at) === line ? `${Number(column) - "    when: '".length} ${rest}` : text;
  });
}

describe('a condition on declared attributes', () => {
  test.each([
    'context.args.amount > 100',
    'context.args.amount == 100 || context.args.amount in [1, 2]',
    '(has(context.args.amount) ? context.args.amount : 0) > 5',
    'context.args.amount - context.args.count == 0',
    'context.args.count + 1.0 > 2',
    'int(context.args.count) + 1 > 2',
    'math.greatest(context.args.amount, 1) > 1',
    'context.sizes == [1] || context.sizes.exists(s, s == 1) || context.sizes[0] in [1]',
    'context.tags.exists(t, t.startsWith("a")) && "b" in context.tags',
    '!has(context.network) || context.network == "corp"',
    'context.?network.orValue("corp") == "corp"',
    'context.maybe == null || context.maybe == "a"',
    'context.urgent',
    'context.chain.name == "c" && has(context.supported_obligations) && has(context.approval)',
    'resource.properties.risk == "high" && resource.properties.other == 1',
    'subject.properties.level > "a"',
    '"amount" in context.args && context.args["amount"] > 1',
    'context.args.all(k, k == "amount")',
  ])('%s is right', (condition) => {
    expect(foundIn(condition)).toEqual([]);
  });

  test.each([
    ['context.amout > 1', '9 `context.amout` is not declared for `tool:call`'],
    ['context.args.amout > 1', '14 `context.args.amout` is not declared for `tool:call` | did you mean `amount`?'],
    ['has(context.args.amout)', '18 `context.args.amout` is not declared for `tool:call` | did you mean `amount`?'],
    ['context.args["amout"].x == 1', '1 `context.args.amout` is not declared for `tool:call` | did you mean `amount`?'],
    [
      'context.?netwrok.orValue("a") == "b"',
      '10 `context.netwrok` is not declared for `tool:call` | did you mean `network`?',
    ],
    [
      'context.network.name == "a"',
      '17 `context.network.name` is not declared for `tool:call` | what it is a member of is no map',
    ],
    ['context.network < 1', '1 `<` does not go between string and int'],
    ['true && context.args.amount > "a"', '9 `>` does not go between double and string'],
    [
      'context.args.count - context.args.amount == 1 && context.args.amount == "a"',
      '50 `==` does not go between double and string',
    ],
    ['context.network', '1 a condition must be a bool, and this is declared `string` | compare it with something'],
    ['context.tags.exists(t, t > 1)', '24 `>` does not go between string and int'],
    ['context.urgent == "yes"', '1 `==` does not go between bool and string'],
    ['context.args > 1', '1 `>` does not go between map<dyn, dyn> and int'],
    ['resource.properties.risk > 2', '1 `>` does not go between string and int'],
    ['resource.properties.size.startsWith("a")', '1 `double.startsWith(string)` is no function'],
  ])('%s is refused', (condition, expected) => {
    expect(foundIn(condition).map((text) => text.replace(/ \| (write numbers|this is).*/, ''))).toEqual([expected]);
  });

  test('an integer is a double in arithmetic, and the finding says so', () => {
    expect(foundIn('context.args.count + 1 > 2')).toEqual([
      expect.stringMatching(/does not go between double and int .* a declared `integer` too/),
      expect.stringContaining('fails for each question'),
    ]);
  });

  test.each([
    ['where other actions are meant too', 'actions: ["tool:call", "tool:list"]'],
    ['where any action is meant', 'actions: ["tool:*"]'],
    ['where any type is meant', 'actions: ["*:call"]'],
  ])('is not refused %s', (_, more) => {
    const told = foundIn('context.amuont == 1 && context.network < 1', more);
    expect(told.filter((text) => !text.includes('by name'))).toEqual([]);
  });

  test('is refused where the resources leave one type', () => {
    expect(foundIn('context.netwrok == "a"', 'actions: ["*:call"]\n    resources: ["tool:x"]')).toEqual([
      '9 `context.netwrok` is not declared for `*:call` | did you mean `network`?',
    ]);
  });

  test('is found in folded text at its own line', () => {
    const text = `${TOOL}kind: Org\nname: acme\nrules:\n  - id: g\n    effect: deny\n    actions: ["tool:call"]\n    when: >\n      context.urgent &&\n      context.netwrok == "a"\n`;
    const line = text.split('\n').length - 1;
    expect(found(text)).toEqual([
      `${line}:15 \`context.netwrok\` is not declared for \`tool:call\` | did you mean \`network\`?`,
    ]);
  });
});

describe('what is declared for several', () => {
  const set = (when: string, subjects = '') => `kind: Attributes
subject:
  "*": { properties: { level: { type: number } }, additionalProperties: false }
  agent: { properties: { model: { type: string } } }
---
kind: Role
name: r
permissions: ["a:b"]
---
kind: Org
name: acme
rules: [{ id: g, effect: deny, actions: ["a:b"], ${subjects} when: '${when}' }]
`;
  const messages = (text: string) => found(text).map((one) => one.replace(/^\S+ /, ''));

  test('names of any of them may stand', () => {
    expect(messages(set('subject.properties.model == "x" && subject.properties.level > 1'))).toEqual([]);
    expect(messages(set('subject.properties.model > 1', 'subjects: ["agent:x"],'))).toEqual([
      '`>` does not go between string and int',
    ]);
  });

  test('a name that none of them has is refused', () => {
    expect(messages(set('subject.properties.modle == "x"'))).toEqual([
      '`subject.properties.modle` is not declared for a subject | did you mean `model`?',
    ]);
    expect(messages(set('subject.properties.model == "x"', 'subjects: ["user:x"],'))).toEqual([
      '`subject.properties.model` is not declared for a subject of type `user`',
    ]);
    expect(messages(set('subject.properties.groups == [] && subject.properties.org == "acme"'))).toEqual([]);
  });
});

describe('declared attributes', () => {
  const one = (schema: string) =>
    found(`kind: Attributes\nresource: { tool: ${schema} }\n`).map((text) => text.replace(/^\S+ /, ''));

  test.each([
    ['{ properties: { a: { typ: string } } }', '`typ` is no word of a schema here | did you mean `type`?'],
    [
      '{ patternProperties: {} }',
      '`patternProperties` is no word of a schema here | did you mean `additionalProperties`?',
    ],
    ['{ type: string }', 'properties and contexts are objects: `type` must be `object` here'],
    ['5', 'a schema must be a map'],
    [
      '{ properties: { a: { type: text } } }',
      '`type` must be `string`, `number`, `integer`, `boolean`, `object`, `array`, `null`, or one of them with `"null"`',
    ],
    [
      '{ properties: { a: { type: [string, number] } } }',
      '`type` must be `string`, `number`, `integer`, `boolean`, `object`, `array`, `null`, or one of them with `"null"`',
    ],
    ['{ properties: { a: { minimum: 1 } } }', '`minimum` says nothing without `type: number` beside it'],
    ['{ properties: { a: { type: string, minimum: 1 } } }', '`minimum` says nothing without `type: number` beside it'],
    [
      '{ properties: { a: { type: string, minLength: 3, maxLength: 2 } } }',
      'nothing can be so: `maxLength` is below `minLength`',
    ],
    ['{ properties: { a: { type: string, maxLength: -1 } } }', '`maxLength` must be a whole number from 0 on'],
    ['{ properties: { a: { enum: [] } } }', '`enum` must be a list of plain values, one at least'],
    ['{ properties: { a: { type: string, enum: [1] } } }', '`1` is not of the `type` beside it'],
    [
      '{ properties: { ab: {} }, required: [abc], additionalProperties: false }',
      '`abc` is required and none of `properties` | did you mean `ab`?',
    ],
    ['{ additionalProperties: {} }', '`additionalProperties` must be `true` or `false`'],
  ])('%s is refused', (schema, ...expected) => {
    const told = one(schema);
    expect(
      told.map((text) => (expected.some((start) => start === text) ? text : text.split(' | the words')[0])),
    ).toEqual(expected.map((text) => (told.includes(text) ? text : text.split(' | ')[0])));
  });

  test('a schema is bounded in depth and in parts', () => {
    const deep = (levels: number) =>
      '{ properties: { a: '.repeat(levels).replaceAll('{ properties', '{ type: object, properties') +
      '{}' +
      ' } }'.repeat(levels);
    expect(one(deep(12))).toEqual([]);
    expect(one(deep(13))).toEqual(['a schema has at most 1000 parts and nests at most 12 deep']);
    const wide = (parts: number) =>
      `{ properties: { ${Array.from({ length: parts }, (_, at) => `p${at}: {}`).join(', ')} } }`;
    expect(one(wide(999))).toEqual([]);
    expect(one(wide(1000))).toEqual(['a schema has at most 1000 parts and nests at most 12 deep']);
  });

  test('keys are types, or permissions without an id', () => {
    const text =
      'kind: Attributes\nsubject: { "user:dana": {} }\ncontext: { tool: {}, "tool:call:x": {}, "to*:x": {}, "*:call": {} }\n';
    expect(found(text)).toEqual([
      '2:12 `user:dana` must be a type, or `*` for all',
      '3:12 `tool` must be a permission without an id, such as `tool:call`, or `*` for all',
      '3:22 `tool:call:x` must be a permission without an id, such as `tool:call`, or `*` for all',
      '3:41 `to*:x` must be a permission without an id, such as `tool:call`, or `*` for all',
    ]);
  });

  test('one key stands once in a set', () => {
    expect(found('kind: Attributes\ncontext: { "*": {} }\n---\nkind: Attributes\ncontext: { "*:*": {} }\n')).toEqual([
      '5:12 `*:*` is declared at `a.yaml:1` already | join the two',
    ]);
  });

  test('what a Directory states must be as declared', () => {
    const text = `kind: Attributes
subject: { user: { properties: { level: { type: number } }, additionalProperties: false } }
---
kind: Directory
subjects:
  user:dana: { properties: { level: three, levle: 3 } }
  agent:x: { properties: { level: three } }
`;
    expect(found(text)).toEqual([
      '6:37 `level` must be a number',
      '6:44 `levle` is not declared for `user:dana` | did you mean `level`?',
    ]);
  });

  test('keys of prototypes are names like any other', () => {
    const text =
      'kind: Attributes\nsubject: { constructor: { properties: { __proto__: { type: string, constructor: 1 } } } }\n';
    expect(found(text).map((one) => one.split(' | ')[0])).toEqual(['2:68 `constructor` is no word of a schema here']);
  });
});
