import type { Activation } from '../../src/condition/condition.ts';
import type { ConditionFailure } from '../../src/model/verdict.ts';
import type { Document } from '../../src/policy/documents.ts';
import type { Completed } from './complete.ts';

/** Runs a condition: one of the two booleans, or an error for everything else. */
export type ConditionRunner = (text: string, activation: Activation) => boolean | { readonly message: string };

/** What every step after completion works on. */
export interface Setting {
  readonly documents: readonly Document[];
  readonly asked: Completed;
  readonly now: number;
  readonly run: ConditionRunner;
  /** Grows as conditions fail. */
  readonly errors: ConditionFailure[];
}

/** In a grant or a binding a condition holds only when it is exactly true. */
export function holdsExactly(setting: Setting, rule: string, when: string | undefined): boolean {
  return run(setting, rule, when) === true;
}

/** In a guard a condition is set aside only when it is exactly false. */
export function isNotFalse(setting: Setting, rule: string, when: string | undefined): boolean {
  return run(setting, rule, when) !== false;
}

function run(setting: Setting, rule: string, when: string | undefined): unknown {
  if (when === undefined) return true;
  const result = setting.run(when, { ...setting.asked.question, now: setting.now });
  if (typeof result !== 'boolean') setting.errors.push({ rule, message: result.message });
  return result;
}
