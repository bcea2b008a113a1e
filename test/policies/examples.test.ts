import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../src/condition/compile.ts';
import type { Activation } from '../../src/condition/condition.ts';
import { decide } from '../../src/engine/decide.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { type OracleVerdict, oracle } from '../oracle.ts';
import { type PolicyCase, shippedSets } from './sets.ts';

const SETS = shippedSets();
const NOW = Date.parse('2026-06-15T12:00:00Z');
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

describe.each(SETS)('policies/$name', ({ files, cases }) => {
  const { documents, diagnostics, revision } = readPolicies(files);
  const snapshot = compileSnapshot(documents, revision);

  it('reads without an error or a warning', () => {
    expect(diagnostics).toEqual([]);
  });

  it('names the schema, so that an editor completes and checks', () => {
    for (const file of files)
      expect(file.text).toMatch(/^# yaml-language-server: \$schema=(\.\.\/)+policy\.schema\.json\n/);
  });

  it.each(cases)('$name', (each) => {
    const now = each.now === undefined ? NOW : Date.parse(each.now);
    const expected = expectation(each);
    expect(outcome(each, decide(snapshot, each.ask, now))).toEqual(expected);
    expect(outcome(each, oracle(documents, each.ask, now, runCondition))).toEqual(expected);
  });
});

function expectation({ effect, rules, obligations }: PolicyCase): object {
  return { effect, ...(rules ? { rules } : {}), ...(obligations ? { obligations } : {}) };
}

/** What of a verdict the case speaks of; the reason is the engine's own wording where no rule has one. */
function outcome(each: PolicyCase, verdict: Verdict | OracleVerdict): object {
  const { effect, rules, obligations, reason } = verdict;
  if (each.reason !== undefined) expect(reason).toBe(each.reason);
  const told = structuredClone({ rules, obligations });
  return {
    effect,
    ...(each.rules ? { rules: told.rules } : {}),
    ...(each.obligations ? { obligations: told.obligations } : {}),
  };
}

function runCondition(text: string, activation: Activation): boolean | { readonly message: string } {
  const compiled = compileCondition(text);
  return compiled.ok ? compiled.condition.run(activation) : { message: 'no condition' };
}
