import { test } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { oracle } from '../oracle.ts';
import { runCondition } from '../support/condition-runner.ts';
const sets: [string, string, unknown[]][] = [
  ['mixed names', `
kind: Role
name: r
permissions: ["*"]
---
kind: Org
name: ["*", acme]
rules: [{id: a, effect: deny, actions: ["doc:read"]}]
bindings: [{role: r, subjects: ["*"]}]
---
kind: Namespace
org: acme
name: ["*", dev]
recast: {r: []}
rules: [{id: b, effect: deny, actions: ["doc:read"]}]
bindings: [{role: r, subjects: ["*"]}]
---
kind: Chain
org: acme
namespace: dev
name: ["*", c]
rules: [{id: c, effect: deny, actions: ["chain:run"]}]
`, [
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'read' }, resource: { type: 'doc', id: 'd', properties: { org: 'acme', namespace: 'dev' } } },
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'run' }, resource: { type: 'chain', id: 'c', properties: { org: 'acme', namespace: 'dev' } } },
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'go' }, resource: { type: 'chain', id: 'c', properties: { org: 'acme', namespace: 'dev' } } },
]],
  ['glob across colon', `
kind: Org
name: default
rules:
  - {id: a, effect: allow, actions: ["*"], subjects: ["*"]}
  - {id: g, effect: deny, actions: ["*"], resources: ["t*l:a"]}
`, [
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 't', id: 'l:a' } },
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 'tool', id: 'a' } },
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 't', id: 'xl:a' } },
]],
  ['double star names', `
kind: Org
name: "**"
rules:
  - {id: a, effect: allow, actions: ["*"], subjects: ["*"]}
`, [
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 't', id: 'l:a' } },
  { subject: { type: 'u', id: 'u', properties: { org: 'o' } }, action: { name: 'x' }, resource: { type: 't', id: 'l:a', properties: { org: 'o' } } },
]],
  ['directory of a chain resource', `
kind: Org
name: acme
rules:
  - {id: a, effect: allow, actions: ["*"], subjects: ["*"]}
---
kind: Namespace
org: acme
name: [dev, prod]
rules: [{id: n, effect: deny, actions: ["*:x"]}]
---
kind: Directory
org: acme
resources:
  chain:c: { namespace: dev }
  secret:s: { namespace: dev, chain: c }
`, [
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'x' }, resource: { type: 'chain', id: 'c', properties: { org: 'acme' } } },
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'x' }, resource: { type: 'chain', id: 'c', properties: { org: 'acme', namespace: 'prod' } } },
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'x' }, resource: { type: 'secret', id: 's', properties: { org: 'acme', chain: 'other' } } },
  { subject: { type: 'u', id: 'u', properties: { org: 'acme' } }, action: { name: 'y' }, resource: { type: 'chain', id: 'c', properties: { org: 'acme', chain: 'other' } } },
]],
  ['patterns that match default', `
kind: Org
name: "def*"
rules: [{id: a, effect: allow, actions: ["*"], subjects: ["*"]}]
`, [
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 't', id: 'a' } },
  { subject: { type: 'u', id: 'u', properties: { org: 'default' } }, action: { name: 'x' }, resource: { type: 't', id: 'a', properties: { org: 'default' } } },
]],
  ['share star', `
kind: Chain
name: c
share: { "*": ["*"] }
only: { "tool:*": [owner] }
`, [
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 'chain', id: 'c' } },
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 'tool', id: 'c', properties: { chain: 'c' } } },
  { subject: { type: 'u', id: 'u' }, action: { name: 'x' }, resource: { type: 'doc', id: 'c', properties: { chain: 'c' } } },
]],
];
for (const [name, text, asks] of sets) test(name, () => {
  const { documents, diagnostics } = readPolicies([{ path: 'a.yaml', text }]);
  for (const d of diagnostics) console.log(name, d.severity, d.line, d.message);
  const s = compileSnapshot(documents, 'x');
  asks.forEach((ask, i) => {
    const e = decide(s, ask, 0); const o = oracle(documents, ask, 0, runCondition);
    const f = (v: any) => JSON.stringify([v.effect, v.rules, v.roles]);
    console.log(name, i, f(e) === f(o) ? 'same' : 'DIFFER', f(e), f(o));
  });
});
