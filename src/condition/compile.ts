import type { ParseResult } from '@marcbachmann/cel-js';
import { adapt } from './adapt.ts';
import type { Condition, ConditionError, ConditionFault } from './condition.ts';
import { costOf } from './cost.ts';
import { type Compilation, compileTree } from './emit/compile-tree.ts';
import { ACTIVATION_ROOTS } from './emit/roots.ts';
import { createCheckEnvironment } from './environment.ts';
import { findFaults } from './faults.ts';
import { parseFault, typeFault } from './library-faults.ts';
import { readsOf } from './reads.ts';
import type { Node } from './syntax.ts';
import { Failure } from './value/kinds.ts';

export type Compiled =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly faults: readonly ConditionFault[] };

/** The longest condition, in UTF-16 units. */
export const MAX_LENGTH = 16_384;

const environment = createCheckEnvironment();

/**
 * Compiles a condition: parses it, checks it, and makes it runnable. Every fault that can be seen in the text is found
 * here, in the order of the text. Never throws. `compilation` is for tests: both ways of compiling mean the same.
 */
export function compileCondition(text: string, compilation?: Compilation): Compiled {
  if (text.length > MAX_LENGTH)
    return refused(text, `a condition has at most ${MAX_LENGTH} characters`, 'split the rule');
  if (text.trim() === '') return refused(text, 'the condition is empty', 'leave `when` out where it is always true');
  const parsed = parse(text);
  if (typeof parsed !== 'function') return { ok: false, faults: [parsed] };
  const tree = adapt(parsed.ast);
  const faults = findFaults(tree);
  if (faults.length > 0) return { ok: false, faults };
  const checked = parsed.check();
  if (!checked.valid) return { ok: false, faults: [typeFault(text, checked.error)] };
  if (checked.type === 'bool' || checked.type === 'dyn') return runnable(text, tree, compilation);
  return refused(text, `a condition must be a bool, not \`${checked.type}\``, 'compare it with something');
}

function parse(text: string): ParseResult | ConditionFault {
  try {
    return environment.parse(text);
  } catch (error) {
    return parseFault(text, error);
  }
}

function runnable(text: string, tree: Node, compilation: Compilation | undefined): Compiled {
  const reads = readsOf(tree);
  const replaced = (run: Condition['run']) => {
    condition.run = run;
  };
  const run = compileTree(tree, ACTIVATION_ROOTS, { done: errorOf, compilation, replaced });
  const condition: { -readonly [K in keyof Condition]: Condition[K] } = {
    text,
    reads: reads.paths,
    readsNow: reads.now,
    cost: costOf(tree),
    run,
  };
  return { ok: true, condition };
}

function errorOf(result: unknown): ConditionError {
  return result instanceof Failure ? result : NOT_A_BOOL;
}

const NOT_A_BOOL: ConditionError = Object.freeze({ message: 'the result is no bool' });

function refused(text: string, message: string, hint: string): Compiled {
  return { ok: false, faults: [{ message, hint, start: 0, end: text.length }] };
}
