import { describe, expect, it } from 'vitest';
import { runCases } from '../../src/authoring/cases.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { oracle } from '../oracle.ts';
import { runCondition } from '../support/condition-runner.ts';
import { NOW, shippedSets } from './sets.ts';

const SETS = shippedSets();
const EXAMPLES = [
  'break-glass',
  'builder-by-environment',
  'coding-agent',
  'four-eyes',
  'mastra-roles',
  'mcp-tools',
  'owned-chain',
  'production-secret',
  'support-team',
  'tour',
  'two-orgs',
];

it('every worked example is there, with cases that allow and cases that do not', () => {
  expect(SETS.map((set) => set.name)).toEqual(['default', ...EXAMPLES.map((name) => `examples/${name}`)]);
  for (const set of SETS) {
    const effects = new Set(set.cases.map((each) => each.effect));
    expect(effects, set.name).toContain('allow');
    expect(effects, set.name).toContain('deny');
    expect(new Set(set.cases.map((each) => each.name)).size, set.name).toBe(set.cases.length);
  }
});

describe.each(SETS)('policies/$name', ({ files, tests, cases }) => {
  const { documents, diagnostics, revision } = readPolicies(files);
  const snapshot = compileSnapshot(documents, revision);

  it('reads without an error or a warning', () => {
    expect(diagnostics).toEqual([]);
  });

  it('names the schema, so that an editor completes and checks', () => {
    for (const file of files)
      expect(file.text).toMatch(/^# yaml-language-server: \$schema=(\.\.\/)+policy\.schema\.json\n/);
  });

  it('has case files without a fault, and the engine answers as each case says', () => {
    const run = runCases(snapshot, tests, NOW);
    expect(run.diagnostics).toEqual([]);
    expect(run.results).toHaveLength(cases.length);
    expect(run.results.filter((result) => result.differences.length > 0)).toEqual([]);
  });

  it.each(cases)('the oracle too: $name', ({ ask, now = NOW, effect, rules, obligations }) => {
    const verdict = oracle(documents, ask, now, runCondition);
    expect(verdict.effect).toBe(effect);
    if (rules !== undefined) expect(verdict.rules).toEqual(rules.toSorted());
    if (obligations !== undefined) expect(JSON.stringify(verdict.obligations)).toBe(JSON.stringify(obligations));
  });
});
