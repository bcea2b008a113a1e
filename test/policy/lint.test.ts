import { expect, test } from 'vitest';
import { type Case, CHAIN, found, ROLE } from './found.ts';

const warnings: readonly Case[] = [
  [
    'guard on what a run injects',
    'kind: Namespace\nname: a\nrules: [{ id: a, effect: deny, actions: ["secret:inject"] }]\n',
  ],
  [
    'secrets in a chain',
    `kind: Role\nname: r\npermissions: ["secret:view", "chain:edit"]\n---\n${CHAIN}only: { "secret:view": [owner], edit: [owner], eddit: [owner] }\n`,
    '7:9 `secret:view` can never match here: a secret lies in its namespace and in no chain | say it in the Namespace',
    '7:48 nothing grants `chain:eddit` by name | did you mean `chain:edit`?',
  ],
  [
    'guard that nothing grants',
    `kind: Role\nname: r\npermissions: ["tool:call", "*:read"]\n---\n${CHAIN}rules: [{ id: a, effect: deny, actions: ["tool:cal", "x:read", "*"] }]\n`,
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

test.each(warnings)('%s', (_name, text, ...expected) => {
  expect(found(text)).toEqual(expected);
});
