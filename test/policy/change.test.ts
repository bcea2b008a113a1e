import { describe, expect, it } from 'vitest';
import { changesBetween, type Facts, summarize } from '../../src/model/change.ts';
import { factsOf } from '../../src/policy/facts.ts';
import { readPolicies } from '../../src/policy/read.ts';

function factsIn(...texts: string[]): Facts {
  const files = texts.map((text, at) => ({ path: `${at}.yaml`, text }));
  const { documents, diagnostics } = readPolicies(files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const steps = factsOf(documents);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const ROLES = `
kind: Role
name: viewer
permissions: ["chain:view"]
---
kind: Role
name: builder
inherits: [viewer]
permissions: ["chain:edit", { permission: "secret:view", obligations: [{ id: a, type: redact }] }]
---
kind: Role
name: guest
inherits: [viewer]
`;
const SCOPES = `
kind: Org
name: acme
namespaced: [tool]
bindings: [{ role: viewer, subjects: ["group:staff", "user:lee"] }]
---
kind: Namespace
org: acme
name: [dev, prod]
recast: { builder: viewer }
rules: [{ id: freeze, effect: deny, actions: ["chain:run"], when: context.freeze }]
---
kind: Chain
org: acme
namespace: prod
name: x
owner: user:dana
share: { run: ["group:ops"] }
only: { edit: [owner] }
---
kind: Secret
org: acme
namespace: prod
name: KEY
reference: ["role:builder"]
inject: ["x"]
---
kind: Directory
org: acme
subjects: { user:dana: { roles: [builder] } }
resources: { tool:refund: { namespace: prod } }
---
kind: RoleMapping
mapping: { boss: [builder], _default: [] }
`;

/** The set with one text in place of another, and what then differs. */
const EDITS: readonly (readonly [string, string, readonly string[]])[] = [
  ['permissions: ["chain:view"]', 'permissions: ["chain:view", "chain:run"]', ['+role viewer: permission chain:run']],
  ['type: redact', 'type: mask', ['~role builder: permission secret:view']],
  ['guest\ninherits: [viewer]', 'guest', ['-role guest: inherits viewer']],
  ['"group:staff", "user:lee"', '"group:staff"', ['-org acme: binding of viewer to user:lee']],
  ['namespaced: [tool]', 'namespaced: []', ['-org acme: namespaced tool']],
  ['builder: viewer', 'builder: []', ['~namespace acme/dev: recast builder', '~namespace acme/prod: recast builder']],
  ['context.freeze', 'context.frozen', ['~namespace acme/dev: rule freeze', '~namespace acme/prod: rule freeze']],
  ['owner: user:dana', 'owner: user:lee', ['~chain acme/prod/x: owner']],
  ['group:ops', 'group:dev', ['~chain acme/prod/x: share run']],
  ['edit: [owner]', 'edit: [owner, "user:lee"]', ['~chain acme/prod/x: only edit']],
  ['inject: ["x"]', 'inject: ["y"]', ['-secret acme/prod/KEY: inject x', '+secret acme/prod/KEY: inject y']],
  ['roles: [builder]', 'roles: [viewer]', ['~directory acme: subject user:dana']],
  ['tool:refund: { namespace: prod }', 'tool:refund: { namespace: dev }', ['~directory acme: resource tool:refund']],
  ['boss: [builder]', 'boss: [viewer]', ['~role mapping: boss']],
];

const SIGN = { added: '+', removed: '-', changed: '~' } as const;

describe('what changed between two sets', () => {
  it.each(EDITS)('%s made %s', (from, to, expected) => {
    const text = `${ROLES}---${SCOPES}`;
    expect(text).toContain(from);
    const changes = changesBetween(factsIn(text), factsIn(text.replace(from, to)));
    expect(changes.map(({ kind, what }) => SIGN[kind] + what)).toEqual(expected);
  });

  it('is nothing where documents only move, or say something twice or in other words', () => {
    const before = factsIn(ROLES, SCOPES);
    expect(changesBetween(before, factsIn(SCOPES, ROLES))).toEqual([]);
    expect(
      changesBetween(before, factsIn(ROLES.replace('name: viewer', 'name: viewer\ndescription: Looks'), SCOPES)),
    ).toEqual([]);
    expect(changesBetween(before, factsIn(ROLES, `${SCOPES}---\nkind: Namespace\norg: acme\nname: dev\n`))).toEqual([]);
  });

  it('is told in one line, the first ten by name', () => {
    expect(summarize([])).toBe('nothing changed by meaning');
    const many = Array.from({ length: 12 }, (_, at) => ({ kind: 'added' as const, what: `role r${at}` }));
    expect(summarize([...many, { kind: 'removed', what: 'role x' }])).toBe(
      '12 added, 1 removed: +role r0; +role r1; +role r2; +role r3; +role r4; +role r5; +role r6; +role r7; +role r8; +role r9; 3 more',
    );
  });
});
