import { describe, test } from 'vitest';
import { oracle } from '../oracle.ts';
import { decisionCases, expectDecision } from '../support/cases.ts';
import { runCondition } from '../support/condition-runner.ts';
import { documentsOf } from '../support/policy-text.ts';

describe('the oracle on the cases', () => {
  for (const each of decisionCases()) {
    test(each.title, () => {
      const documents = documentsOf(each.policies);
      expectDecision(oracle(documents, each.ask, each.now, runCondition), each);
    });
  }
});
