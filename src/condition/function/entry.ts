import type { CallNode, LiteralNode } from '../syntax.ts';
import type { Budget } from '../value/budget.ts';

/**
 * A function as it is applied. It takes errors as values and passes the first of them on; it never throws; it charges
 * the budget for work that grows with the data.
 */
export type Apply = (budget: Budget, ...values: readonly unknown[]) => unknown;

/** What a function makes of literal arguments at load: another function, or why they are wrong. */
export type Prepared =
  | { readonly apply: Apply }
  | { readonly message: string; readonly hint?: string; readonly at: LiteralNode };

/** A function of conditions: `name(x)`, or `receiver.name(x)` for a method, whose receiver is the first value. */
export interface FunctionEntry {
  readonly name: string;
  readonly method: boolean;
  /** How many arguments it takes, without the receiver. */
  readonly counts: readonly number[];
  readonly apply: Apply;
  /** What the checker has to be told, where the library doesn't know it: `string.trim(): string`. */
  readonly signatures: readonly string[];
  /** Nanoseconds of a call on short data. */
  readonly cost: number;
  readonly prepare?: (node: CallNode) => Prepared | undefined;
}

/** An entry for `name(x, …)`. */
export function plain(name: string, counts: readonly number[], apply: Apply, ...signatures: string[]): FunctionEntry {
  return { name, method: false, counts, apply, signatures, cost: 60 };
}

/** An entry for `receiver.name(x, …)`. */
export function method(name: string, counts: readonly number[], apply: Apply, ...signatures: string[]): FunctionEntry {
  return { name, method: true, counts, apply, signatures, cost: 60 };
}
