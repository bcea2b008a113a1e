import { describe, expect, it } from 'vitest';
import { type CasesRun, runCases } from '../../src/authoring/cases.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';

const POLICIES = `
kind: Role
name: viewer
permissions: [chain:view]
---
kind: Role
name: builder
permissions:
  - permission: secret:view
    obligations: [{ id: names-only, type: redact, properties: { fields: [value], deep: true } }]
---
kind: Org
name: "*"
bindings:
  - { role: viewer, subjects: ["user:eve"], until: 2026-01-01T00:00:00Z }
rules:
  - { id: b, effect: deny, actions: ["chain:run"], reason: not today }
  - { id: a, effect: deny, actions: ["chain:run"], reason: nor tomorrow }
`;
const LATE = Date.parse('2026-06-15T12:00:00Z');
const VIEW = '{ subject: { type: user, id: eve }, action: { name: view }, resource: { type: chain, id: x } }';
const RUN = VIEW.replace('view', 'run');

function run(text: string, path = 'set.test.yaml'): CasesRun {
  const { documents, revision } = readPolicies([{ path: 'set.yaml', text: POLICIES }]);
  return runCases(compileSnapshot(documents, revision), [{ path, text }], LATE);
}

function found(text: string): readonly string[] {
  return run(text).diagnostics.map(({ line, column, message, hint }) => [line, column, message, hint].join('|'));
}

describe('a case', () => {
  it('holds where every member that it states is so', () => {
    const { results, diagnostics } = run(`cases:
  - { name: one, ask: ${RUN}, effect: deny, rules: ["*#b", "*#a"], reason: nor tomorrow; not today, obligations: [] }
`);
    expect(diagnostics).toEqual([]);
    expect(results).toMatchObject([{ file: 'set.test.yaml', line: 2, name: 'one', differences: [] }]);
  });

  it('names every member that is otherwise', () => {
    const { results } = run(`cases:
  - { name: one, ask: ${RUN}, effect: ask, rules: ["*#b"], reason: not today, obligations: [{ id: x, type: y }] }
`);
    expect(results[0]?.differences).toEqual([
      { member: 'effect', expected: 'ask', actual: 'deny' },
      { member: 'rules', expected: ['*#b'], actual: ['*#a', '*#b'] },
      { member: 'reason', expected: 'not today', actual: 'nor tomorrow; not today' },
      { member: 'obligations', expected: [{ id: 'x', type: 'y' }], actual: [] },
    ]);
  });

  it('is asked at its own instant, else at the one given', () => {
    const { results } = run(`cases:
  - { name: late, ask: ${VIEW}, effect: deny }
  - { name: early, ask: ${VIEW}, now: 2025-12-31T23:59:59Z, effect: allow }
`);
    expect(results.map(({ differences }) => differences)).toEqual([[], []]);
  });

  it('compares obligations whatever the order of their keys', () => {
    const ask = `{ subject: { type: user, id: bob, properties: { roles: [builder] } }, action: { name: view },
      resource: { type: secret, id: K }, context: { supported_obligations: [redact] } }`;
    const { results } = run(`cases:
  - name: one
    ask: ${ask}
    effect: allow
    obligations: [{ type: redact, properties: { deep: true, fields: [value] }, id: names-only }]
  - name: two
    ask: ${ask}
    effect: allow
    obligations: [{ type: redact, properties: { deep: true, fields: [values] }, id: names-only }]
`);
    expect(results.map(({ differences }) => differences.map(({ member }) => member))).toEqual([[], ['obligations']]);
  });
});

describe('a file of cases with a fault', () => {
  it('has each fault placed, and none of its cases is run', () => {
    const text = `cases:
  - name: one
    ask: ${VIEW}
    efect: deny
  - name: two
    ask: ${VIEW}
    effect: maybe
`;
    expect(found(text)).toEqual([
      '2|5|`effect` is missing|',
      '4|5|`efect` is no key here|did you mean `effect`?',
      '7|13|`effect` must be one of `allow`, `deny`, `ask`|',
    ]);
    expect(run(text).results).toEqual([]);
  });

  it.each([
    ['what is no question', `cases:\n  - { name: one, ask: { subject: {} }, effect: deny }\n`, 'is no question'],
    ['one name twice', `cases:\n${`  - { name: one, ask: ${VIEW}, effect: deny }\n`.repeat(2)}`, 'another case'],
    ['no cases', 'cases: []\n', '`cases` is empty'],
    [
      'a time without its zone',
      `cases:\n  - { name: a, ask: ${VIEW}, now: 2026-01-01, effect: deny }\n`,
      'no timestamp',
    ],
    ['an alias', `cases:\n  - { name: a, ask: ${VIEW}, effect: *x }\n`, 'alias'],
  ])('says so of %s', (_, text, message) => {
    expect(found(text).join('\n')).toContain(message);
  });

  it('leaves the cases of other files alone', () => {
    const { documents, revision } = readPolicies([{ path: 'set.yaml', text: POLICIES }]);
    const good = { path: 'good.test.yaml', text: `cases:\n  - { name: a, ask: ${VIEW}, effect: deny }\n` };
    const bad = { path: 'bad.test.yaml', text: 'cases: 1\n' };
    const { results, diagnostics } = runCases(compileSnapshot(documents, revision), [bad, good], LATE);
    expect(results.map(({ file }) => file)).toEqual(['good.test.yaml']);
    expect(diagnostics.map(({ file }) => file)).toEqual(['bad.test.yaml']);
  });

  it('takes keys like `__proto__` in a question as data', () => {
    const ask = VIEW.replace('id: eve', 'id: eve, properties: { __proto__: { roles: [viewer] }, constructor: 1 }');
    expect(run(`cases:\n  - { name: a, ask: ${ask}, effect: deny }\n`).results[0]?.differences).toEqual([]);
  });
});
