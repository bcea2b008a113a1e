import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { explain } from '../../src/engine/explain.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { oracle } from '../oracle.ts';
import { values } from '../support/arbitrary-question.ts';
import { policySets } from '../support/arbitrary-set.ts';
import { runCondition } from '../support/condition-runner.ts';
import { check, instants, worlds } from '../support/property.ts';
import { NOON } from '../support/words.ts';
import { yamlText } from '../support/yaml-text.ts';

describe('the engine for every policy set and question', () => {
  test('says what the oracle says', () => {
    const seen = new Set<string>();
    check(
      fc.property(worlds(values), instants(), ({ set, asked }, now) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        for (const value of asked) {
          const { reason, errors: _, ...expected } = oracle(set.documents, value, now, runCondition);
          const verdict = decide(snapshot, value, now);
          expect(verdict).toMatchObject(expected);
          seen.add(expected.effect).add(expected.rules[0] ?? '');
          if (!expected.rules.some((rule) => rule.startsWith('!'))) expect(verdict.reason).toBe(reason);
        }
      }),
    );
    // What is generated reaches every outcome: else the property says little.
    const causes = ['!default', '!isolation', '!place', '!secret', '!malformed', '!delegation'];
    expect([...seen]).toEqual(expect.arrayContaining(['allow', 'deny', 'ask', ...causes]));
  });

  test('reads back the documents that were written', () => {
    check(
      fc.property(policySets(), ({ documents }) => {
        const { documents: read, diagnostics } = readPolicies([{ path: 'set.yaml', text: yamlText(documents) }]);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(read).toEqual(documents);
      }),
      40,
    );
  });

  test('explains as it decides', () => {
    check(
      fc.property(worlds(values), instants(), ({ set, asked }, now) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        for (const value of asked) expect(explain(snapshot, value, now).verdict).toEqual(decide(snapshot, value, now));
      }),
    );
  });

  test('answers every JSON value and more, without a fault', () => {
    const anything = () => fc.oneof(fc.jsonValue(), fc.anything());
    check(
      fc.property(worlds(anything), ({ set, asked }) => {
        const snapshot = compileSnapshot(set.documents, 'random');
        for (const value of asked) {
          const verdict = decide(snapshot, value, NOON);
          expect(verdict).toMatchObject({ effect: 'deny', rules: ['!malformed'] });
        }
      }),
    );
  });
});
