import type { Activation, Condition, ConditionError } from '../condition/condition.ts';
import type { ConditionFailure } from '../model/verdict.ts';
import { activationOf, type Completed } from './completed.ts';

/** One condition's evaluation, as `explain` shows it. */
export interface Evaluation {
  readonly rule: string;
  readonly condition: Condition;
  readonly outcome: boolean | ConditionError;
}

/** What one decision keeps while it is made: the instant, what conditions read, and how long the verdict holds. */
export interface Run {
  readonly now: number;
  readonly completed: Completed;
  activation: Activation | undefined;
  readonly failures: ConditionFailure[];
  /** What in the question is not as declared, where it is decided all the same. */
  warning: string | undefined;
  /** What was evaluated, for `explain`; undefined where nobody looks. */
  readonly evaluations: Evaluation[] | undefined;
  /** Epoch milliseconds up to which the clock changes nothing. */
  until: number;
}

export function createRun(completed: Completed, now: number, evaluations?: Evaluation[]): Run {
  const until = Number.POSITIVE_INFINITY;
  return { now, completed, activation: undefined, failures: [], warning: undefined, evaluations, until };
}

/** What conditions read, built once. */
export function activationIn(run: Run): Activation {
  run.activation ??= activationOf(run.completed, run.now);
  return run.activation;
}

/**
 * Evaluates a condition of the rule named. An error is noted; a verdict that a condition on `now` or a failed condition
 * had a part in holds for this instant only.
 */
export function evaluate(run: Run, condition: Condition, rule: () => string): boolean | ConditionError {
  const outcome = condition.run(activationIn(run));
  if (condition.readsNow) run.until = 0;
  if (typeof outcome !== 'boolean') {
    run.failures.push({ rule: rule(), message: outcome.message });
    run.until = 0;
  }
  run.evaluations?.push({ rule: rule(), condition, outcome });
  return outcome;
}

/** The failed conditions, sorted, each once. */
export function failuresOf(runs: readonly ConditionFailure[]): readonly ConditionFailure[] {
  if (runs.length === 0) return runs;
  const byText = new Map(runs.map((failure) => [JSON.stringify([failure.rule, failure.message]), failure]));
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, failure]) => failure);
}
