import { readFileSync } from 'node:fs';
import type { PolicyFile } from '../model/source.ts';

const SCHEMA_LINE = '# yaml-language-server: $schema=./policy.schema.json\n';

const ROLES = `${SCHEMA_LINE}
kind: Role
name: viewer
description: Sees chains and their results.
permissions:
  - chain:view
---
kind: Role
name: operator
description: Runs chains as well.
inherits: [viewer]
permissions:
  - chain:run
---
kind: Role
name: builder
description: Creates and edits chains; sees the names of secrets, never a value.
inherits: [operator]
permissions:
  - chain:create
  - chain:edit
  - permission: secret:view
    obligations: [{ id: names-only, type: redact, properties: { fields: [value] } }]
---
kind: Role
name: admin
description: May do everything.
permissions:
  - "*"
---
kind: Role
name: triage
description: The tools of the triage agent.
permissions:
  - permission: tool:call
    resources: ["tool:search", "tool:refund"]
`;

const ACME = `${SCHEMA_LINE}
kind: Org
name: acme
namespaced: [tool] # tools live in a namespace, as chains do
bindings:
  - { role: viewer, subjects: ["*"] }
---
kind: Namespace
org: acme
name: support
bindings:
  - { role: triage, subjects: ["agent:triage-bot"] }
rules:
  - id: refund-cap
    effect: ask
    actions: ["tool:call"]
    resources: ["tool:refund"]
    when: context.args.amount > 100.0
    reason: refunds over 100 need an approval
    approvers: ["role:admin"]
---
kind: Namespace
org: acme
name: prod
recast: { builder: operator } # here a builder counts as an operator
rules:
  - id: freeze
    effect: deny
    actions: ["chain:run"]
    when: has(context.change_freeze) && context.change_freeze
    reason: prod is frozen
`;

const TESTS = `# What the policies beside this file must answer.
cases:
  - name: a small refund is the agent's own business
    ask:
      subject: { type: agent, id: triage-bot, properties: { org: acme } }
      action: { name: call }
      resource: { type: tool, id: refund, properties: { org: acme, namespace: support } }
      context: { args: { amount: 20 } }
    effect: allow
    rules: ["role:triage#tool:call"]
  - name: a large refund needs a person
    ask:
      subject: { type: agent, id: triage-bot, properties: { org: acme } }
      action: { name: call }
      resource: { type: tool, id: refund, properties: { org: acme, namespace: support } }
      context: { args: { amount: 500 } }
    effect: ask
    rules: ["acme/support#refund-cap"]
  - name: a builder does not edit in prod
    ask:
      subject: { type: user, id: dana, properties: { org: acme, roles: [builder] } }
      action: { name: edit }
      resource: { type: chain, id: billing, properties: { org: acme, namespace: prod } }
    effect: deny
    rules: ["!default"]
  - name: nobody runs a chain in a frozen prod
    ask:
      subject: { type: user, id: dana, properties: { org: acme, roles: [builder] } }
      action: { name: run }
      resource: { type: chain, id: billing, properties: { org: acme, namespace: prod } }
      context: { change_freeze: true }
    effect: deny
    reason: prod is frozen
`;

/** The files that `chaperone init` writes: policies, their tests, and the schema that editors check them by. */
export function starterFiles(): readonly PolicyFile[] {
  const schema = new URL('../../policies/policy.schema.json', import.meta.url);
  return [
    { path: 'roles.yaml', text: ROLES },
    { path: 'acme.yaml', text: ACME },
    { path: 'acme.test.yaml', text: TESTS },
    { path: 'policy.schema.json', text: readFileSync(schema, 'utf8') },
  ];
}
