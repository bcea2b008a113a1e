import { describe, expect, test } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { explain } from '../../src/engine/explain.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { decisionCases, expectDecision } from '../support/cases.ts';
import { documentsOf } from '../support/policy-text.ts';

describe('the engine on the cases', () => {
  for (const each of decisionCases()) {
    test(each.title, () => {
      const snapshot = compileSnapshot(documentsOf(each.policies), 'cases');
      const verdict = decide(snapshot, each.ask, each.now);
      expectDecision(verdict, each);
      expect(explain(snapshot, each.ask, each.now).verdict).toEqual(verdict);
    });
  }
});
