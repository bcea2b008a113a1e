import type { BinaryOperator } from '../syntax.ts';
import type { Budget } from '../value/budget.ts';
import { equal, isIn, unequal } from '../value/equality.ts';
import { divide, modulo, multiply } from '../value/numbers.ts';
import { atLeast, atMost, greater, less } from '../value/order.ts';
import { add, subtract } from '../value/sums.ts';

/** An operator between two values; `&&` and `||` are none of these, since they don't always look at both. */
export type Operator = (left: unknown, right: unknown, budget: Budget) => unknown;

export type StrictOperator = Exclude<BinaryOperator, '&&' | '||'>;

export const OPERATORS: Readonly<Record<StrictOperator, Operator>> = {
  '==': equal,
  '!=': unequal,
  '<': less,
  '<=': atMost,
  '>': greater,
  '>=': atLeast,
  in: isIn,
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
};
