import { type Compiled, compileCondition } from '../../src/condition/compile.ts';
import type { ConditionRunner } from '../oracle/conditions.ts';

const compiled = new Map<string, Compiled>();

/** Runs conditions with the project's own evaluator. A text that does not compile is an error wherever it stands. */
export const runCondition: ConditionRunner = (text, activation) => {
  const known = compiled.get(text) ?? compileCondition(text);
  compiled.set(text, known);
  return known.ok ? known.condition.run(activation) : { message: known.faults[0]?.message ?? 'does not compile' };
};
