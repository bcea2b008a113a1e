import { describe, expect, test } from 'vitest';
import { readPolicies } from '../../src/policy/read.ts';

/** What is found in one file: `line:column message | hint`, errors and warnings alike. */
function found(text: string): readonly string[] {
  return readPolicies([{ path: 'a.yaml', text }]).diagnostics.map(
    ({ line, column, message, hint }) => `${line}:${column} ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  );
}

/** A name of a case, its text, and what must be found in it: nothing more, nothing less. */
type Case = readonly [name: string, text: string, ...expected: string[]];

const ROLE = 'kind: Role\nname: r\npermissions: [chain:run]\n---\n';
const CHAIN = 'kind: Chain\nname: c\n';

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

const shape: readonly Case[] = [
  [
    'no kind',
    'name: r\n',
    '1:1 `kind` is missing | write one of `Role`, `RoleMapping`, `Directory`, `Org`, `Namespace`, `Chain`, `Secret`',
  ],
  ['unknown kind', 'kind: Rol\n', '1:7 `Rol` is no kind | did you mean `Role`?'],
  [
    'kind of a wrong type',
    'kind: [Role]\n',
    '1:7 `kind` must be text | the kinds are `Role`, `RoleMapping`, `Directory`, `Org`, `Namespace`, `Chain`, `Secret`',
  ],
  ['apiVersion', 'apiVersion: v2\nkind: Role\nname: r\n', '1:13 `apiVersion` must be `chaperone/v1`'],
  [
    'unknown keys, all of them',
    'kind: Role\nname: r\npermission: []\nzzzzz: 1\n',
    '3:1 `permission` is no key here | did you mean `permissions`?',
    '4:1 `zzzzz` is no key here | the keys here are `apiVersion`, `description`, `kind`, `name`, `inherits`, `permissions`',
  ],
  [
    'hostile keys',
    'kind: Role\nname: r\n__proto__: {}\nconstructor: 1\ntoString: 2\n',
    '3:1 `__proto__` is no key here | the keys here are `apiVersion`, `description`, `kind`, `name`, `inherits`, `permissions`',
    '4:1 `constructor` is no key here | the keys here are `apiVersion`, `description`, `kind`, `name`, `inherits`, `permissions`',
    '5:1 `toString` is no key here | the keys here are `apiVersion`, `description`, `kind`, `name`, `inherits`, `permissions`',
  ],
  ['missing key', 'kind: Role\n', '1:1 `name` is missing'],
  ['number for text', 'kind: Role\nname: 7\n', '2:7 `name` must be text | quote it: `"7"`'],
  [
    'boolean for a condition',
    `${ROLE}${CHAIN}bindings:\n  - { role: r, subjects: ["*"], when: true }\n`,
    '8:39 `when` must be text | quote it: `"true"`',
  ],
  ['text for a list', 'kind: Role\nname: r\ninherits: s\n', '3:11 `inherits` must be a list'],
  ['list for a map', 'kind: RoleMapping\nmapping: []\n', '2:10 `mapping` must be a map'],
  ['map for a list', `${CHAIN}bindings: {}\n`, '3:11 `bindings` must be a list'],
  [
    'permission of a wrong type',
    'kind: Role\nname: r\npermissions: [7, [a], {}]\n',
    '3:15 an entry of `permissions` must be text or a map | quote it: `"7"`',
    '3:18 an entry of `permissions` must be a map',
    '3:23 `permission` is missing',
  ],
  [
    'effect',
    `${CHAIN}rules:\n  - { id: a, effect: alow, actions: ["*"] }\n`,
    '4:22 `effect` must be one of `allow`, `deny`, `ask`',
  ],
  [
    'empty lists',
    `${ROLE}${CHAIN}bindings: [{ role: r, subjects: [] }]\nrules: [{ id: a, effect: deny, actions: [], resources: [], subjects: [], except: [] }]\n`,
    '7:33 `subjects` is empty | name at least one, or leave it out where it may be absent',
    '8:41 `actions` is empty | name at least one, or leave it out where it may be absent',
    '8:56 `resources` is empty | name at least one, or leave it out where it may be absent',
    '8:70 `subjects` is empty | name at least one, or leave it out where it may be absent',
    '8:82 `except` is empty | name at least one, or leave it out where it may be absent',
  ],
  [
    'empty name',
    'kind: Org\nname: []\n',
    '2:7 `name` is empty | name at least one, or leave it out where it may be absent',
  ],
  [
    'blank names',
    'kind: Org\nname: ["", "a b", "a/b", "a:b", "a#b"]\n',
    '2:8 the name is empty',
    '2:12 `a b` is no name: it holds a blank or one of `/`, `:`, `#`',
    '2:19 `a/b` is no name: it holds a blank or one of `/`, `:`, `#`',
    '2:26 `a:b` is no name: it holds a blank or one of `/`, `:`, `#`',
    '2:33 `a#b` is no name: it holds a blank or one of `/`, `:`, `#`',
  ],
  ['role names', 'kind: Role\nname: "a*"\n', '2:7 `a*` is no role name: it holds a blank or one of `/`, `:`, `#`, `*`'],
  ['org of a Directory', 'kind: Directory\norg: ["a"]\n', '2:6 `org` must be text'],
  ['org pattern of a Directory', 'kind: Directory\norg: "a*"\n', '2:6 `a*` is a pattern, and one name is due here'],
  [
    'permissions',
    'kind: Role\nname: r\npermissions: [chain, "chain:run:*", ":run", "chain:", "chain:run:", "ch*:run", "chain:r*", ""]\n',
    '3:15 `chain` is no permission: write `*` or `type:action`',
    '3:22 `*` as an id matches no resource: leave it out, `chain:run`',
    '3:37 `:run` can never match: a part of it is empty',
    '3:45 `chain:` can never match: a part of it is empty',
    '3:55 `chain:run:` can never match: a part of it is empty',
    '3:69 `ch*:run` can never match: a star stands for a whole type or a whole action',
    '3:80 `chain:r*` can never match: a star stands for a whole type or a whole action',
    '3:92 `` is no permission: write `*` or `type:action`',
  ],
  [
    'resources',
    'kind: Role\nname: r\npermissions: [{ permission: "tool:call", resources: ["*", ":x", "tool:", "tool"] }]\n',
    '3:54 `*` is no resource: write `type:id` | leave `resources` out, for every resource',
    '3:59 `:x` can never match: the type or the id is empty',
    '3:65 `tool:` can never match: the type or the id is empty',
    '3:74 `tool` is no resource: write `type:id`',
  ],
  [
    'references',
    `${ROLE}${CHAIN}bindings: [{ role: r, subjects: [dana, "user:*", "/user:x", "*/user:x", "acme/role:r", "user:", "gro*", ""] }]\n`,
    '7:34 `dana` is no subject: write `type:id`, `group:NAME`, `role:NAME`, `owner` or `*`',
    '7:40 `user:*` is no subject: a star stands for everyone only by itself, as `*` or `ORG/*`',
    '7:50 `/user:x` is no subject: the org before `/` is empty',
    '7:61 `*/user:x` is no subject: the org before `/` must be one word',
    '7:73 `acme/role:r` is no subject: a role is held at a place and has no org',
    '7:88 `user:` is no subject: the type or the id is empty',
    '7:97 `gro*` is no subject: write `type:id`, `group:NAME`, `role:NAME`, `owner` or `*`',
    '7:105 `` is no subject: write `type:id`, `group:NAME`, `role:NAME`, `owner` or `*`',
  ],
  [
    'times',
    `${ROLE}${CHAIN}bindings:\n  - { role: r, subjects: ["*"], from: 2026-02-30T00:00:00Z, until: 2026-01-01 }\n  - { role: r, subjects: ["*"], from: "2026-01-01T24:00:00Z", until: "2026-01-01 00:00:00Z" }\n`,
    '8:39 `2026-02-30T00:00:00Z` is no timestamp | write it in full with its zone, as in `2026-01-31T08:00:00Z`',
    '8:68 `2026-01-01` is no timestamp | write it in full with its zone, as in `2026-01-31T08:00:00Z`',
    '9:39 `2026-01-01T24:00:00Z` is no timestamp | write it in full with its zone, as in `2026-01-31T08:00:00Z`',
    '9:70 `2026-01-01 00:00:00Z` is no timestamp | write it in full with its zone, as in `2026-01-31T08:00:00Z`',
  ],
  ['owner', `${CHAIN}owner: group:support\n`, '3:8 `group:support` is no owner: write one subject, `type:id`'],
  [
    'rule ids',
    `${CHAIN}rules:\n  - { id: "a b", effect: deny, actions: ["*"] }\n  - { id: "share.run", effect: deny, actions: ["*"] }\n`,
    '4:11 `a b` is no rule id: it holds a blank or `#`',
    '5:11 `share.run` is no rule id: answers name `share`, `only` and bindings so',
  ],
  [
    'keys of share and only',
    `${CHAIN}share: { "r*": [], "tool:call": [], "": [] }\nonly: { "a:b*": [] }\n`,
    '3:10 `chain:r*` can never match: a star stands for a whole type or a whole action',
    '3:37 the action is empty',
    '4:9 `a:b*` can never match: a star stands for a whole type or a whole action',
  ],
  [
    'Directory entries',
    'kind: Directory\nsubjects: { dana: {}, "group:x": {}, "role:x": {}, "user:*": {}, "acme/user:x": {} }\nresources: { "tool:*": {}, x: {} }\n',
    '2:13 `dana` is no entry: write `type:id`',
    '2:23 `group:x` can never match: a subject has no type `group`',
    '2:38 `role:x` can never match: a subject has no type `role`',
    '2:52 `user:*` can never match: an entry is one `type:id`, and a star stands for nothing in it',
    '2:66 `acme/user:x` can never match: the org stands in `org`, not in an entry',
    '3:14 `tool:*` can never match: an entry is one `type:id`, and a star stands for nothing in it',
    '3:28 `x` is no entry: write `type:id`',
  ],
  [
    'obligations',
    'kind: Role\nname: r\npermissions: [{ permission: "*", obligations: [{ id: "", typ: x }] }]\n',
    '3:48 `type` is missing',
    '3:54 the text is empty',
    '3:58 `typ` is no key here | did you mean `type`?',
  ],
  ['properties', 'kind: Directory\nsubjects: { user:a: { properties: [] } }\n', '2:35 `properties` must be a map'],
  [
    'namespaced',
    'kind: Org\nname: a\nnamespaced: ["", "a:b", "a*"]\n',
    '3:14 the type is empty',
    '3:18 `a:b` is no type: it holds `:` or `*`',
    '3:25 `a*` is no type: it holds `:` or `*`',
  ],
  ['description', 'kind: Role\nname: r\ndescription: [a]\n', '3:14 `description` must be text'],
];

const set: readonly Case[] = [
  [
    'unknown role in inherits',
    'kind: Role\nname: operator\ninherits: [viewer]\n---\nkind: Role\nname: viewr\n',
    '3:12 no document defines the role `viewer` | did you mean `viewr`?',
  ],
  [
    'unknown roles everywhere',
    `kind: Org\nname: "*"\nrecast: { x1: [x2] }\nbindings: [{ role: x3, subjects: ["*"] }]\nrules: [{ id: a, effect: ask, actions: ["*"], except: ["role:x4"], approvers: ["role:x5"] }]\n---\nkind: RoleMapping\nmapping: { a: [x6, "x:y"] }\n---\nkind: Directory\nsubjects: { "user:a": { roles: [x7] } }\n---\n${CHAIN}share: { run: ["role:x8"] }\nonly: { run: ["role:x9"] }\n---\nkind: Secret\nname: s\nreference: ["role:x0"]\n`,
    '3:11 no document defines the role `x1`',
    '3:16 no document defines the role `x2`',
    '4:20 no document defines the role `x3`',
    '5:56 no document defines the role `x4`',
    '5:80 no document defines the role `x5`',
    '8:16 no document defines the role `x6`',
    '11:33 no document defines the role `x7`',
    '15:16 no document defines the role `x8`',
    '16:15 no document defines the role `x9`',
    '20:13 no document defines the role `x0`',
  ],
  [
    'duplicate role',
    `${ROLE}kind: Role\nname: r\n`,
    '6:7 the role `r` is defined at `a.yaml:1` already | a role is one document: join the two, or rename one',
  ],
  [
    'circle',
    'kind: Role\nname: a\ninherits: [b]\n---\nkind: Role\nname: b\ninherits: [c]\n---\nkind: Role\nname: c\ninherits: [a]\n',
    '11:12 the role `c` inherits itself: `a` → `b` → `c` → `a` | take one of these out of its `inherits`',
  ],
  [
    'circle of one',
    'kind: Role\nname: a\ninherits: [a]\n',
    '3:12 the role `a` inherits itself: `a` → `a` | take one of these out of its `inherits`',
  ],
  [
    'two mappings',
    'kind: RoleMapping\nmapping: {}\n---\nkind: RoleMapping\nmapping: {}\n',
    '4:1 a set has one RoleMapping, and it stands at `a.yaml:1` | join the two',
  ],
  [
    'recast',
    'kind: Role\nname: a\n---\nkind: Role\nname: b\ninherits: [a]\n---\nkind: Org\nname: "*"\nrecast: { b: [a, b], a: b }\n',
    '10:25 `a` does not inherit `b`, and a recast only narrows | let `a` inherit `b`, or bind `b` here',
  ],
  [
    'recast of everything',
    'kind: Role\nname: a\npermissions: ["*"]\n---\nkind: Role\nname: b\n---\nkind: Org\nname: "*"\nrecast: { a: b }\n',
    '3:15 `*` grants `secret:view` too, the values of secrets included | name the permissions that are meant, or say in a `description` or a `reason` that this is',
  ],
  [
    'Directory twice',
    'kind: Directory\nsubjects: { "user:a": {} }\n---\nkind: Directory\nsubjects: { "user:a": {} }\n',
    '5:13 `user:a` has an entry at `a.yaml:1` already | join the two entries',
  ],
  [
    'reserved words',
    'kind: Directory\nsubjects: { "user:a": { properties: { roles: [], org: x }, defaults: { act: 1 } } }\nresources: { "tool:a": { properties: { chain: c, owner: 7 }, defaults: { namespace: n } } }\n',
    '2:39 `roles` is a reserved word and no free property | write `roles` beside `properties`, as a list',
    '2:50 `org` is a reserved word and no free property | the org stands once, in `org` of the Directory',
    '2:72 `act` is a reserved word and no free property',
    '3:40 `chain` is a reserved word and no free property | write `chain` beside `properties`',
    '3:57 `owner` must be text, `type:id`',
    '3:74 `namespace` is a reserved word and no free property | write `namespace` beside `properties`',
  ],
  [
    'undescribed org',
    'kind: Org\nname: acme\n---\nkind: Chain\norg: acne\nname: c\n',
    '5:6 no document describes the org `acne` | did you mean `acme`?',
  ],
  [
    'default org beside named ones',
    `kind: Org\nname: acme\n---\n${CHAIN}`,
    '4:1 no document describes the org `default` | this set names orgs: say in `org` which one is meant',
  ],
  [
    'undescribed namespace',
    'kind: Namespace\nname: prod\n---\nkind: Chain\nnamespace: prd\nname: c\n---\nkind: Secret\nname: s\n',
    '5:12 no document describes the namespace `prd` in the org `default` | did you mean `prod`?',
    '8:1 no document describes the namespace `default` in the org `default` | this org names its namespaces: say in `namespace` which one is meant',
  ],
  [
    'undescribed namespace of a resource',
    'kind: Namespace\nname: prod\n---\nkind: Directory\nresources: { "tool:a": { namespace: prd } }\n',
    '5:37 no document describes the namespace `prd` in the org `default` | did you mean `prod`?',
  ],
  [
    'too many places',
    `kind: Chain\norg: [${'"*",'.repeat(11)}]\nnamespace: [${'"*",'.repeat(100)}]\nname: [${'"*",'.repeat(10)}]\n`,
    '4:7 the document stands for 11000 places, and 10000 is the most | write patterns, or several documents',
  ],
  [
    'allow without subjects',
    `${CHAIN}rules: [{ id: a, effect: allow, actions: ["chain:run"] }]\n`,
    "3:9 `subjects` is missing: the allow rule `a` must say whom it allows | write `subjects: ['*']` for everyone of the org",
  ],
  [
    'members of another effect',
    `${CHAIN}rules:\n  - { id: a, effect: allow, actions: ["chain:run"], subjects: ["*"], except: ["user:a"], approvers: ["user:a"] }\n  - { id: b, effect: deny, actions: ["chain:run"], obligations: [{ id: a, type: b }] }\n`,
    '4:70 `except` stands only in a `deny` or an `ask` rule',
    '4:90 `approvers` stands only in an `ask` rule',
    '5:52 `obligations` stands only in an `allow` rule',
  ],
  [
    'role in a guard and in a binding',
    `${ROLE}${CHAIN}bindings: [{ role: r, subjects: ["role:r"] }]\nrules: [{ id: a, effect: deny, actions: ["chain:run"], subjects: ["role:r"] }]\n`,
    "7:34 `role:r` can't stand in a binding: a binding gives a role to subjects and groups | let one role inherit the other",
    "8:67 `role:r` can't stand in a guard's `subjects`: a role never takes anything away | name subjects or groups, or except roles in `except`",
  ],
  [
    'two rules of one id',
    `${CHAIN}rules: [{ id: a, effect: deny, actions: ["chain:run"] }, { id: a, effect: deny, actions: ["chain:run"] }]\n`,
    '3:64 `a` is the id of a rule above | give each rule an id of its own',
  ],
  [
    'until before from',
    `${ROLE}${CHAIN}bindings: [{ role: r, subjects: ["*"], from: 2026-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z }]\n`,
    '7:75 the binding can never hold: `until` is not after `from`',
  ],
  [
    'resources of another type',
    'kind: Role\nname: r\npermissions: [{ permission: "tool:call", resources: ["chain:x"] }, { permission: "*:view", resources: ["secret:x"] }]\n',
    '3:53 this can never match: `permission` is about no resource of `resources`',
    '3:103 this can never match: `permission` is about no resource of `resources` | a grant of `*:action` leaves out `secret`',
  ],
  [
    'owners that differ',
    'kind: Chain\nname: [a, b]\nowner: user:x\n---\nkind: Chain\nname: "b*"\nowner: user:y\n',
    "7:8 the chain's `owner` stands at `a.yaml:1` too and says something else, and both can hold at one place | a chain has one owner",
  ],
  [
    'rules that differ',
    `kind: Namespace\nname: [prod, "*-prod"]\nrules: [{ id: a, effect: deny, actions: ["*"] }]\n---\nkind: Namespace\nname: ["eu-*"]\nrules: [{ id: a, effect: ask, actions: ["*"] }]\n`,
    '7:15 the rule `a` stands at `a.yaml:1` too and says something else, and both can hold at one place | give one of the two another id, or let both say the same',
  ],
  [
    'rules that are the same',
    `kind: Namespace\nname: [prod, "*-prod"]\nrules: [{ id: a, effect: deny, actions: ["a:b", "c:d"] }]\n---\nkind: Namespace\nname: ["eu-*"]\nrules: [{ id: a, effect: deny, actions: ["c:d", "a:b"] }]\n`,
    '3:42 nothing grants `a:b` by name | a misspelt guard guards nothing: see that this is the name meant',
    '3:49 nothing grants `c:d` by name | a misspelt guard guards nothing: see that this is the name meant',
    '7:42 nothing grants `c:d` by name | a misspelt guard guards nothing: see that this is the name meant',
    '7:49 nothing grants `a:b` by name | a misspelt guard guards nothing: see that this is the name meant',
  ],
  [
    'levels that differ',
    'kind: Org\nname: "*"\nrules: [{ id: a, effect: deny, actions: ["chain:run"] }]\n---\nkind: Org\nname: "d*"\nrules: [{ id: a, effect: ask, actions: ["chain:run"] }]\n',
    '3:42 nothing grants `chain:run` by name | a misspelt guard guards nothing: see that this is the name meant',
    '7:9 `a` can never ask: nothing grants what it is about, so that all of it is denied | let a role or an `allow` rule grant it, or make the rule a `deny`',
  ],
  [
    'share and only that differ',
    'kind: Chain\nname: "*"\nnamespace: default\nshare: { run: ["user:a"] }\nonly: { edit: ["user:a"] }\n---\nkind: Chain\nname: a\nshare: { run: ["user:b"] }\nonly: { edit: [] }\n',
    '9:10 the key `run` of `share` stands at `a.yaml:1` too and says something else, and both can hold at one place | let both say the same, or say it in one of the two',
    '10:9 the key `edit` of `only` stands at `a.yaml:1` too and says something else, and both can hold at one place | let both say the same, or say it in one of the two',
  ],
];

const warnings: readonly Case[] = [
  [
    'guard that nothing grants',
    `kind: Role\nname: r\npermissions: ["tool:call", "*:read"]\n---\n${CHAIN}rules: [{ id: a, effect: deny, actions: ["tool:cal", "x:read", "secret:inject", "*"] }]\n`,
    '7:42 nothing grants `tool:cal` by name | did you mean `tool:call`?',
  ],
  [
    'guard that only everything grants',
    `kind: Role\nname: r\ndescription: all\npermissions: ["*"]\n---\n${CHAIN}rules: [{ id: a, effect: ask, actions: ["tool:call"] }]\n`,
    '8:41 nothing grants `tool:call` by name | a misspelt guard guards nothing: see that this is the name meant',
  ],
  [
    'guard that share grants',
    `${CHAIN}share: { run: ["*"] }\nrules: [{ id: a, effect: deny, actions: ["chain:run"] }]\n`,
  ],
  [
    'guard that a mapping grants',
    `kind: RoleMapping\nmapping: { a: ["stored:read"] }\n---\n${CHAIN}rules: [{ id: a, effect: deny, actions: ["stored-agents:read"] }]\n`,
  ],
  [
    'ask that no grant meets',
    `${ROLE}${CHAIN}rules: [{ id: a, effect: ask, actions: ["tool:call"] }]\n`,
    '7:9 `a` can never ask: nothing grants what it is about, so that all of it is denied | let a role or an `allow` rule grant it, or make the rule a `deny`',
  ],
  [
    'wide grants',
    `kind: Role\nname: r\npermissions: ["*", "secret:*", "*:view", { permission: "*", resources: ["tool:*"] }, { permission: "*", obligations: [{ id: a, type: b }] }]\n---\nkind: RoleMapping\nmapping: { a: ["*"] }\n---\n${CHAIN}rules:\n  - { id: a, effect: allow, actions: ["*"], subjects: ["*"] }\n  - { id: b, effect: allow, actions: ["*"], subjects: ["*"], reason: meant }\n`,
    '3:15 `*` grants `secret:view` too, the values of secrets included | name the permissions that are meant, or say in a `description` or a `reason` that this is',
    '3:20 `secret:*` grants `secret:view` too, the values of secrets included | name the permissions that are meant, or say in a `description` or a `reason` that this is',
    '6:16 `*` grants `secret:view` too, the values of secrets included | name the permissions that are meant, or say in a `description` or a `reason` that this is',
    '11:39 `*` grants `secret:view` too, the values of secrets included | name the permissions that are meant, or say in a `description` or a `reason` that this is',
  ],
  [
    'wide grants that are meant',
    'kind: Role\nname: r\ndescription: all\npermissions: ["*"]\n---\nkind: RoleMapping\ndescription: all\nmapping: { a: ["*"] }\n',
  ],
  [
    'arithmetic',
    `kind: Role\nname: r\npermissions: [{ permission: "chain:run", when: "context.args.amount * 2 > 5.0" }]\n`,
    '3:49 `context.args.amount * 2` fails for each question: a number of a question is a double, and this literal is an int | write the literal with a point, as in `1.0`',
  ],
  [
    'resources of which some match',
    'kind: Role\nname: r\npermissions: [{ permission: ["tool:call", "chain:run"], resources: ["tool:x", "agent:y"] }]\n',
    '3:43 `chain:run` can never match: permissions and resources beside it are about other things',
    '3:79 `agent:y` can never match: permissions and resources beside it are about other things',
  ],
  [
    'no warnings beside errors',
    `kind: Role\nname: r\npermissions: ["*"]\ninherits: [s]\n`,
    '4:12 no document defines the role `s`',
  ],
];

const conditions: readonly Case[] = [
  [
    'plain',
    `${CHAIN}rules:\n  - { id: a, effect: deny, actions: ["*"], when: 1 + }\n`,
    '4:53 unexpected the end of the condition',
  ],
  [
    'member',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: context.x && subject.nam == "a"\n`,
    '7:32 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'single quotes',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: 'context.x == ''it'' && subject.nam == "a"'\n`,
    '7:43 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'double quotes',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: "context.x == \\"\\u0041\\" && subject.nam"\n`,
    '7:47 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'literal block',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: |-\n      context.x\n        && subject.nam == "a"\n`,
    '9:20 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'folded block',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: >\n      context.x\n\n      && context.y\n      && subject.nam == "a"\n`,
    '11:18 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'plain of two lines',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: context.x\n      && subject.nam == "a"\n`,
    '8:18 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  [
    'comment',
    `${CHAIN}rules:\n  - id: a\n    effect: deny\n    actions: ["*"]\n    when: context.x == "a #b"\n`,
    '7:24 unterminated string | YAML reads what follows ` #` as a comment: quote the condition',
  ],
  [
    'beside an error of shape',
    `${CHAIN}rules:\n  - id: a\n    efect: deny\n    actions: ["*"]\n    when: subject.nam == "a"\n`,
    '4:5 `effect` is missing',
    '5:5 `efect` is no key here | did you mean `effect`?',
    '7:19 `subject` has no member `nam` | write `subject.properties.nam`',
  ],
  ['blank', `${CHAIN}rules:\n  - { id: a, effect: deny, actions: ["*"], when: "" }\n`, '4:50 the text is empty'],
];

describe.each([
  ['yaml', yaml],
  ['shape', shape],
  ['set', set],
  ['warnings', warnings],
  ['conditions', conditions],
])('%s', (_room, cases) => {
  test.each(cases)('%s', (_, text, ...expected) => {
    expect(found(text)).toEqual(expected);
  });
});
