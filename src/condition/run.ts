import { bindingsOf } from './bindings.ts';
import { createBudget } from './budget.ts';
import { createCharged } from './charged.ts';
import type { Activation, ConditionError } from './condition.ts';
import { createRunEnvironment } from './environment.ts';
import { describeError } from './run-error.ts';

const budget = createBudget();
const environment = createRunEnvironment(createCharged(budget));

/**
 * Makes a rewritten condition runnable. What it returns never throws and gives the two booleans or an error.
 * Throws where the text does not parse or check, which the checks of the original text should have found.
 */
export function createRun(rewritten: string): (activation: Activation) => boolean | ConditionError {
  const evaluate = environment.parse(rewritten);
  const checked = evaluate.check();
  if (!checked.valid) throw checked.error;
  return (activation) => {
    // The library makes an Error with a stack for each absent member: without the stack that costs a quarter.
    const stackTraceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    budget.begin();
    try {
      const result: unknown = evaluate(bindingsOf(activation));
      if (budget.exhausted()) return TOO_LONG;
      return typeof result === 'boolean' ? result : NOT_A_BOOL;
    } catch (error) {
      return budget.exhausted() ? TOO_LONG : describeError(error);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

const TOO_LONG: ConditionError = Object.freeze({ message: 'too much to visit' });
const NOT_A_BOOL: ConditionError = Object.freeze({ message: 'the result is no bool' });
