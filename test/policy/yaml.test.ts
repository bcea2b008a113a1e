import { expect, test } from 'vitest';
import { type Case, CHAIN, found } from './found.ts';

const yaml: readonly Case[] = [
  [
    'alias',
    'kind: Role\nname: *x\n',
    "2:7 `*x` is an alias, and policies have none | `*` begins an alias in YAML: quote the text, as in `'*'` or `'*:read'`",
  ],
  [
    'star as an alias',
    'kind: Role\nname: r\npermissions:\n  - *\n  - chain:run\n',
    "4:5 alias cannot be an empty string | `*` begins an alias in YAML: quote the text, as in `'*'` or `'*:read'`",
  ],
  [
    'star in an alias',
    'kind: Role\nname: r\npermissions: [*:read, "x:y"]\n',
    "3:15 `*:read` is an alias, and policies have none | `*` begins an alias in YAML: quote the text, as in `'*'` or `'*:read'`",
  ],
  [
    'anchor',
    'kind: Role\nname: &a r\n',
    '2:7 `&a` is an anchor, and policies have none | `&` begins an anchor in YAML: quote the text or the condition',
  ],
  [
    'tag',
    'kind: Role\nname: !!str r\n',
    '2:7 `!!str` is a tag, and policies have none | `!` begins a tag in YAML: quote the text or the condition',
  ],
  [
    'condition read as a tag',
    'kind: Chain\nname: c\nbindings:\n  - { role: r, subjects: ["*"], when: !has(context.x) }\n',
    '4:39 `!has(context.x)` is a tag, and policies have none | `!` begins a tag in YAML: quote the text or the condition',
  ],
  [
    'condition with a colon',
    `${CHAIN}owner: user:dana\nrules:\n  - id: a\n    when: context.x == "a": b\n`,
    '6:11 nested mappings are not allowed in compact mappings | quote the text, for YAML reads `: `, ` #` and a leading `"`, `!`, `&`, `[`, `{`, `@` or `%` as signs of its own',
  ],
  [
    'condition that begins quoted',
    `${CHAIN}rules:\n  - id: a\n    when: "a" == context.x\n`,
    '5:15 unexpected scalar at node end | quote the text, for YAML reads `: `, ` #` and a leading `"`, `!`, `&`, `[`, `{`, `@` or `%` as signs of its own',
  ],
  ['duplicate key', 'kind: Role\nname: r\nname: s\n', '3:1 `name` stands here twice | keep one of the two'],
  ['blank value', 'kind: Role\nname:\n', '2:6 `name` is blank | write a value, or leave it out'],
  ['null', 'kind: Role\nname: r\ninherits: null\n', '3:11 `inherits` is null | write a value, or leave it out'],
  [
    'null in a list',
    'kind: Role\nname: r\npermissions:\n  -\n  - ~\n',
    '4:4 an entry of `permissions` is blank | write a value, or leave it out',
    '5:5 an entry of `permissions` is null | write a value, or leave it out',
  ],
  [
    'no document',
    '# nothing\n',
    '1:1 file holds no document | write a document that names its `kind`, or remove the file',
  ],
  [
    'blank document',
    'kind: Role\nname: r\n---\n---\nkind: Role\nname: s\n',
    '3:4 document is blank | remove one of the `---` lines around it',
  ],
  ['no map', '- a\n', '1:1 a document must be a map that names its `kind`'],
  ['tab', 'kind: Role\n\tname: r\n', '2:1 tabs are not allowed as indentation | indent with spaces'],
  ['version', '%YAML 1.1\n---\nkind: Role\nname: r\n', '1:1 policies are YAML 1.2 | remove the `%YAML` line'],
  ['directive', '%FOO\n---\nkind: Role\nname: r\n', '1:1 unknown directive %FOO'],
  ['key that is no text', 'kind: Role\nname: r\n? [a]\n: b\n', '3:3 a key must be text'],
  [
    'merge key',
    'kind: Role\nname: r\n<<: { inherits: [] }\n',
    '3:1 `<<` is no key here | the keys here are `apiVersion`, `description`, `kind`, `name`, `inherits`, `permissions`',
  ],
  [
    'number that loses digits',
    'kind: Directory\nsubjects:\n  user:a: { properties: { n: 12345678901234567890, m: .inf } }\n',
    '3:30 `12345678901234567890` is no number that can be kept exactly | quote it, to keep it as text',
    '3:55 `.inf` is no number that can be kept exactly | quote it, to keep it as text',
  ],
  [
    'windows lines',
    'kind: Role\r\nnamex: r\r\n',
    '1:1 `name` is missing',
    '2:1 `namex` is no key here | did you mean `name`?',
  ],
  [
    'byte order mark',
    '\ufeffkind: Role\nnamex: r\n',
    '1:1 `name` is missing',
    '2:1 `namex` is no key here | did you mean `name`?',
  ],
];

test.each(yaml)('%s', (_name, text, ...expected) => {
  expect(found(text)).toEqual(expected);
});
