import { expect, test } from 'vitest';
import { type Case, CHAIN, found, ROLE } from './found.ts';

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

test.each(set)('%s', (_name, text, ...expected) => {
  expect(found(text)).toEqual(expected);
});
