import type { Budget } from './budget.ts';
import { notBetween, TOO_LONG } from './failures.ts';
import { isList } from './kinds.ts';
import { calculate } from './numbers.ts';
import { addTimes, subtractTimes } from './spans.ts';

/** `left + right`: of numbers of one kind, texts, bytes, lists, and times. */
export function add(left: unknown, right: unknown, budget: Budget): unknown {
  if (typeof left === 'string' && typeof right === 'string') {
    return budget.build(left.length + right.length) ? left + right : TOO_LONG;
  }
  const sum = calculate('+', left, right) ?? addTimes(left, right);
  if (sum !== undefined) return sum;
  if (isList(left) && isList(right)) {
    if (!budget.build(8 * (left.length + right.length))) return TOO_LONG;
    return [...left, ...right];
  }
  if (!(left instanceof Uint8Array && right instanceof Uint8Array)) return notBetween('+', left, right);
  return budget.build(left.length + right.length) ? Uint8Array.of(...left, ...right) : TOO_LONG;
}

/** `left - right`: of numbers of one kind, and of times. */
export function subtract(left: unknown, right: unknown): unknown {
  return calculate('-', left, right) ?? subtractTimes(left, right) ?? notBetween('-', left, right);
}
