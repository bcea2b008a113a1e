import type { Compilation } from '../../../src/condition/emit/compile-tree.ts';
import { compileExpression } from '../../../src/condition/expression.ts';
import { Failure } from '../../../src/condition/value/kinds.ts';
import type { Case, DataTest } from './cases.ts';
import { fromData, isSame } from './values.ts';

/**
 * `right`: the value that the data wants, or an error where it wants one. `strict`: refused by the type checker, and
 * right where it is not asked. `refused`: no expression of ours at all. `error`: an error instead of a value. `wrong`:
 * another value, or a value instead of an error.
 */
export type Outcome = 'right' | 'strict' | 'refused' | 'error' | 'wrong';

/** True where the data wants an error. */
export function wantsError(test: DataTest): boolean {
  return test.evalError !== undefined;
}

export function outcomeOf({ test }: Case, compilation: Compilation): Outcome {
  const checked = run(test, compilation, test.disableCheck !== true);
  if (checked !== 'refused') return checked;
  // What is refused at load never gives a value: that is an error.
  if (wantsError(test)) return 'right';
  const unchecked = run(test, compilation, false);
  return unchecked === 'right' ? 'strict' : unchecked;
}

function run(test: DataTest, compilation: Compilation, check: boolean): Outcome {
  const declared = (test.typeEnv ?? []).filter(({ ident }) => ident !== undefined).map(({ name }) => name);
  // A variable's name is one word here: a qualified one, or one that a container completes, can't be declared.
  if (declared.some((name) => name.includes('.'))) return 'refused';
  const bound = Object.entries(test.bindings ?? {});
  const names = new Set([...declared, ...bound.map(([name]) => name)]);
  const variables = new Map([...names].map((name) => [name, 'dyn']));
  const compiled = compileExpression(test.expr, { variables, check, compilation });
  if (!compiled.ok) return 'refused';
  const bindings = new Map(
    bound.flatMap(([name, { value }]) => (value === undefined ? [] : [[name, fromData(value)]])),
  );
  const result = compiled.run(bindings);
  if (wantsError(test)) return result instanceof Failure ? 'right' : 'wrong';
  if (result instanceof Failure) return 'error';
  // A test that names no result wants `true`.
  const wanted = test.value ?? test.typedResult?.result ?? { boolValue: true };
  return isSame(result, fromData(wanted)) ? 'right' : 'wrong';
}
