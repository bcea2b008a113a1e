import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMatrix, type Matrix, type MatrixCell } from '../../src/authoring/matrix.ts';
import type { Place } from '../../src/model/verdict.ts';
import { readPolicies } from '../../src/policy/read.ts';

const NOW = Date.parse('2026-06-15T12:00:00Z');

function matrixOf(text: string, place?: Place): Matrix | undefined {
  const { documents, diagnostics } = readPolicies([{ path: 'set.yaml', text }]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return createMatrix({ documents, ...(place === undefined ? {} : { place }), now: NOW });
}

function cellText({ effect, obligations }: MatrixCell): string {
  return [effect, ...obligations].join(' ');
}

/** `{ permission: { column: cell } }` */
function cells(matrix: Matrix | undefined): Record<string, Record<string, string>> {
  const rows = (matrix?.rows ?? []).map(({ permission, cells: row }) => [
    permission,
    Object.fromEntries(row.map((cell, index) => [matrix?.columns[index]?.name, cellText(cell)])),
  ]);
  return Object.fromEntries(rows);
}

describe('the default policies', () => {
  const text = readFileSync(new URL('../../policies/default/roles.yaml', import.meta.url), 'utf8');
  const A = { admin: 'allow', builder: 'deny', operator: 'deny', viewer: 'deny' };
  const AB = { ...A, builder: 'allow' };
  const ABO = { ...AB, operator: 'allow' };
  const ABOV = { ...ABO, viewer: 'allow' };

  it('give exactly the published matrix', () => {
    expect(cells(matrixOf(text))).toEqual({
      'chain:create': AB,
      'chain:edit': AB,
      'chain:delete': A,
      'chain:run': ABO,
      'chain:view': ABOV,
      'decision:approve': ABO,
      'secret:view': { ...A, builder: 'allow names-only' },
      'secret:manage': A,
      'audit-log:view': ABOV,
      'user:manage': A,
      'org:manage': A,
      'schedule:configure': AB,
      'data:export': ABO,
    });
  });

  it('have the widest role first', () => {
    expect(matrixOf(text)?.columns.map(({ name }) => name)).toEqual(['admin', 'builder', 'operator', 'viewer']);
  });

  it('say the same of the place that needs no document', () => {
    expect(cells(matrixOf(text, { org: 'default' }))).toEqual(cells(matrixOf(text)));
  });
});

const ACME = `
kind: Role
name: builder
inherits: [operator]
permissions: [chain:edit, secret:reference, "tool:call:search"]
---
kind: Role
name: operator
permissions:
  - chain:run
  - { permission: data:export, when: context.small == true }
  - { permission: report:read, resources: ["report:public/*"] }
  - { permission: page:read, resources: ["page:*"] }
---
kind: Role
name: auditor
permissions: [audit:read]
---
kind: Org
name: acme
namespaced: [tool]
bindings:
  - { role: auditor, subjects: ["*"] }
  - { role: builder, subjects: ["user:dana", "group:staff"] }
---
kind: Namespace
org: acme
name: prod
recast: { builder: operator, auditor: [] }
rules:
  - { id: freeze, effect: deny, actions: ["chain:run"], except: ["role:builder"], when: context.freeze }
  - { id: four-eyes, effect: ask, actions: ["chain:delete"] }
  - { id: seen, effect: allow, actions: ["chain:view"], subjects: ["role:operator"] }
  - { id: staff, effect: allow, actions: ["chain:archive"], subjects: ["group:staff"] }
---
kind: Chain
org: acme
namespace: prod
name: billing
only: { edit: ["user:lee", "role:auditor"], run: [] }
share: { list: ["*"] }
---
kind: Namespace
org: acme
name: dev
---
kind: Chain
org: acme
namespace: dev
name: notes
only: { edit: ["user:lee", "role:auditor"] }
---
kind: Secret
org: acme
namespace: dev
name: KEY
reference: ["role:builder"]
`;

describe('what roles give by themselves', () => {
  const rows = cells(matrixOf(ACME));

  it('is conditional where a condition, an id or a resource decides', () => {
    expect(rows['data:export']).toEqual({ builder: 'conditional', operator: 'conditional', auditor: 'deny' });
    expect(rows['report:read']?.['operator']).toBe('conditional');
    expect(rows['tool:call']).toEqual({ builder: 'conditional', operator: 'deny', auditor: 'deny' });
  });

  it('is allowed where the resources are a whole type', () => {
    expect(rows['page:read']?.['operator']).toBe('allow');
  });

  it('is conditional for what the walls of a secret decide', () => {
    expect(rows['secret:reference']).toEqual({ builder: 'conditional', operator: 'deny', auditor: 'deny' });
  });

  it('knows no scope', () => {
    expect(rows['chain:view']).toEqual({ builder: 'deny', operator: 'deny', auditor: 'deny' });
    expect(rows['audit:read']).toEqual({ builder: 'deny', operator: 'deny', auditor: 'allow' });
  });
});

describe('a place', () => {
  it('recasts roles and says so', () => {
    const matrix = matrixOf(ACME, { org: 'acme', namespace: 'prod' });
    const counted = Object.fromEntries((matrix?.columns ?? []).map(({ name, countsAs }) => [name, countsAs]));
    expect(counted).toEqual({ builder: ['operator'], operator: undefined, auditor: [] });
    expect(cells(matrix)['chain:edit']).toEqual({ builder: 'deny', operator: 'deny', auditor: 'deny' });
    expect(cells(matrix)['audit:read']?.['auditor']).toBe('deny');
  });

  it('counts its guards and its rules for roles, and leaves out what single people get', () => {
    const rows = cells(matrixOf(ACME, { org: 'acme', namespace: 'prod' }));
    expect(rows['chain:run']).toEqual({ builder: 'conditional', operator: 'conditional', auditor: 'deny' });
    expect(rows['chain:view']).toEqual({ builder: 'allow', operator: 'allow', auditor: 'deny' });
    expect(rows['chain:archive']).toEqual({ builder: 'deny', operator: 'deny', auditor: 'deny' });
  });

  it('gives everyone what a binding gives everyone of the org', () => {
    expect(cells(matrixOf(ACME, { org: 'acme', namespace: 'dev' }))['audit:read']).toEqual({
      builder: 'allow',
      operator: 'allow',
      auditor: 'allow',
    });
  });

  it('says what everyone holds there, and does not say it of each role', () => {
    const matrix = matrixOf(ACME, { org: 'acme', namespace: 'dev' });
    expect(matrix?.everyone).toEqual(['auditor']);
    expect(matrix?.columns.map(({ countsAs }) => countsAs)).toEqual([undefined, undefined, undefined]);
    expect(matrixOf(ACME)?.everyone).toEqual([]);
  });

  it('is an org: namespaced types are asked in a namespace that no document names', () => {
    const rows = cells(matrixOf(ACME, { org: 'acme' }));
    expect(rows['chain:edit']).toEqual({ builder: 'allow', operator: 'deny', auditor: 'deny' });
    expect(rows['tool:call']?.['builder']).toBe('conditional');
  });

  it('is a chain with its share and only', () => {
    const prod = cells(matrixOf(ACME, { org: 'acme', namespace: 'prod', chain: 'billing' }));
    expect(prod['chain:run']).toEqual({ builder: 'deny', operator: 'deny', auditor: 'deny' });
    expect(prod['chain:list']).toEqual({ builder: 'allow', operator: 'allow', auditor: 'allow' });
    const dev = cells(matrixOf(ACME, { org: 'acme', namespace: 'dev', chain: 'notes' }));
    expect(dev['chain:edit']?.['builder']).toBe('allow');
    expect(dev['chain:run']?.['builder']).toBe('allow');
  });

  it('is conditional where a guard spares single people', () => {
    const text = ACME.replace('- { role: auditor, subjects: ["*"] }', '- { role: auditor, subjects: ["group:audit"] }');
    const rows = cells(matrixOf(text, { org: 'acme', namespace: 'dev', chain: 'notes' }));
    expect(rows['chain:edit']?.['builder']).toBe('conditional');
  });

  it('leaves out a guard on the people of another org', () => {
    const guard = '- { id: out, effect: deny, actions: ["chain:*"], subjects: ["globex/*"] }\n  - { id: four-eyes';
    const text = ACME.replace('- { id: four-eyes', guard);
    const place = { org: 'acme', namespace: 'prod' };
    expect(cells(matrixOf(text, place))).toEqual(cells(matrixOf(ACME, place)));
  });

  it('that no document describes has no matrix', () => {
    expect(matrixOf(ACME, { org: 'acme', namespace: 'qa' })).toBeUndefined();
    expect(matrixOf(ACME, { org: 'globex' })).toBeUndefined();
  });
});

describe('other sets', () => {
  it('with a lone star list the thirteen of a platform', () => {
    const matrix = matrixOf('kind: Role\nname: admin\npermissions: ["*"]\n');
    expect(matrix?.rows).toHaveLength(13);
    expect(matrix?.rows.every(({ cells: [cell] }) => cell?.effect === 'allow')).toBe(true);
  });

  it('with an unconditional ask say ask', () => {
    const text = `
kind: Role
name: admin
permissions: ["*"]
---
kind: Org
name: "*"
rules: [{ id: eyes, effect: ask, actions: ["chain:delete"], approvers: ["role:admin"] }]
`;
    expect(cells(matrixOf(text, { org: 'default' }))).toEqual({ 'chain:delete': { admin: 'ask' } });
  });

  it('with a RoleMapping have a column for each name that questions bring', () => {
    const text = 'kind: RoleMapping\nmapping: { boss: ["*"], member: ["agents:read", "tools:read:x"], _default: [] }\n';
    const matrix = matrixOf(text);
    expect(matrix?.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['boss', 'claimed'],
      ['member', 'claimed'],
    ]);
    expect(cells(matrix)).toEqual({
      'agents:read': { boss: 'allow', member: 'allow' },
      'tools:read': { boss: 'allow', member: 'conditional' },
    });
  });

  it('may name anything after objects', () => {
    const text = 'kind: Role\nname: constructor\npermissions: ["__proto__:toString"]\n';
    expect(matrixOf(text)?.rows).toEqual([
      { permission: '__proto__:toString', cells: [{ effect: 'allow', obligations: [] }] },
    ]);
  });
});
