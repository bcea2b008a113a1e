import { describe, expect, test } from 'vitest';
import type { PolicyFile } from '../../src/model/source.ts';
import { createPolicyReader, readPolicies } from '../../src/policy/read.ts';

const ROLES: PolicyFile = { path: 'roles.yaml', text: 'kind: Role\nname: builder\npermissions: [chain:run]\n' };
const CHAINS: PolicyFile = {
  path: 'sub/chains.yaml',
  text: `# two chains
kind: Chain
name: triage
bindings:
  - { role: builder, subjects: ["user:dana"], from: 2026-01-01T00:00:00.5+01:00, when: context.ok }
---
kind: Chain
name: [a, b]
owner: user:lee
share: { run: [owner] }
rules:
  - id: cap
    effect: ask
    actions: ["chain:run"]
    approvers: ["role:builder"]
`,
};

describe('readPolicies', () => {
  test('gives what documents.ts states, with defaults filled in', () => {
    const { documents, diagnostics } = readPolicies([ROLES, CHAINS]);
    expect(diagnostics).toEqual([]);
    expect(documents).toEqual([
      {
        kind: 'Role',
        name: 'builder',
        inherits: [],
        permissions: [{ permission: ['chain:run'], obligations: [] }],
      },
      {
        kind: 'Chain',
        org: ['default'],
        namespace: ['default'],
        name: ['triage'],
        bindings: [
          { role: 'builder', subjects: ['user:dana'], from: Date.UTC(2025, 11, 31, 23, 0, 0, 500), when: 'context.ok' },
        ],
        rules: [],
        share: new Map(),
        only: new Map(),
      },
      {
        kind: 'Chain',
        org: ['default'],
        namespace: ['default'],
        name: ['a', 'b'],
        owner: 'user:lee',
        bindings: [],
        rules: [
          {
            id: 'cap',
            effect: 'ask',
            actions: ['chain:run'],
            except: [],
            approvers: ['role:builder'],
            obligations: [],
          },
        ],
        share: new Map([['run', ['owner']]]),
        only: new Map(),
      },
    ]);
  });

  test('does not depend on the order of files', () => {
    expect(readPolicies([CHAINS, ROLES])).toEqual(readPolicies([ROLES, CHAINS]));
  });

  test('gives plain data that crosses to another thread', () => {
    const set = readPolicies([ROLES, CHAINS, { path: 'z.yaml', text: 'kind: Rol\n' }]);
    expect(structuredClone(set)).toEqual(set);
  });

  test('reports all files at once, sorted by file, line and column', () => {
    const { diagnostics } = readPolicies([
      { path: 'b.yaml', text: 'kind: Role\nname: r\ninherits: [x]\nzz: 1\n' },
      { path: 'c.yaml', text: 'kind: Chain\nname: *x\n' },
      { path: 'a.yaml', text: 'kind: Role\nname: s\ninherits: [y, z]\n---\nkind: [\n' },
    ]);
    expect(diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)).toEqual([
      'a.yaml:3:12 unknown-role',
      'a.yaml:3:15 unknown-role',
      'a.yaml:6:1 yaml-syntax',
      'b.yaml:4:1 unknown-key',
      'c.yaml:2:7 alias',
    ]);
  });

  test('takes names from documents with errors, so that one error brings no others', () => {
    const broken = ['kind: Role\nname: builder\npermissions: 7\n', 'kind: Role\nname: builder\nwhat: [\n'];
    for (const text of broken) {
      const { diagnostics } = readPolicies([{ path: 'a.yaml', text }, CHAINS]);
      expect(new Set(diagnostics.map(({ file }) => file))).toEqual(new Set(['a.yaml']));
    }
  });

  test('gives the whole line, where the finding ends, and the excerpt', () => {
    const { diagnostics } = readPolicies([{ path: 'a.yaml', text: 'kind: Role\r\nname: "a b" # x\r\n' }]);
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        code: 'bad-value',
        message: '`a b` is no role name: it holds a blank or one of `/`, `:`, `#`, `*`',
        file: 'a.yaml',
        line: 2,
        column: 7,
        endLine: 2,
        endColumn: 12,
        source: 'name: "a b" # x',
      },
    ]);
  });
});

describe('the revision', () => {
  const revisionOf = (...files: readonly (readonly [string, string])[]): string =>
    readPolicies(files.map(([path, text]) => ({ path, text }))).revision;

  test('is a digest of paths and contents', () => {
    expect(revisionOf(['a.yaml', 'x'])).toMatch(/^[0-9a-f]{64}$/);
    expect(revisionOf(['a.yaml', 'x'])).not.toBe(revisionOf(['a.yaml', 'y']));
    expect(revisionOf(['a.yaml', 'x'])).not.toBe(revisionOf(['b.yaml', 'x']));
  });

  test('tells apart sets whose texts joined are the same', () => {
    expect(revisionOf(['a', 'b1:c1:d'])).not.toBe(revisionOf(['a', 'b'], ['c', 'd']));
    expect(revisionOf(['ab', 'c'])).not.toBe(revisionOf(['a', 'bc']));
  });
});

describe('a reader of one set after another', () => {
  test('finds what a change in one file does to the others', () => {
    const reader = createPolicyReader();
    expect(reader.read([ROLES, CHAINS]).diagnostics).toEqual([]);
    const renamed = { ...ROLES, text: ROLES.text.replace('builder', 'maker') };
    expect(reader.read([renamed, CHAINS])).toEqual(readPolicies([renamed, CHAINS]));
    expect(reader.read([renamed, CHAINS]).diagnostics.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'sub/chains.yaml:5',
      'sub/chains.yaml:15',
    ]);
    expect(reader.read([CHAINS])).toEqual(readPolicies([CHAINS]));
    expect(reader.read([ROLES, CHAINS])).toEqual(readPolicies([ROLES, CHAINS]));
  });
});
