import { DIVISION_BY_ZERO, MODULO_BY_ZERO, notBefore, notBetween, OVERFLOW } from './failures.ts';
import { Duration, type Failure, Uint } from './kinds.ts';
import { negateDuration } from './spans.ts';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

/** True where the number is one that an int of CEL can hold. */
export function isInt64(value: bigint): boolean {
  return value >= MIN_INT && value <= MAX_INT;
}

/** True where the number is one that an unsigned int of CEL can hold. */
export function isUint64(value: bigint): boolean {
  return value >= 0n && value <= MAX_UINT;
}

/** The number as an int, or the error that it is too large or too small for one. */
function intOf(value: bigint): bigint | Failure {
  return isInt64(value) ? value : OVERFLOW;
}

/** The number as an unsigned int, or the error that it is too large or too small for one. */
function uintOf(value: bigint): Uint | Failure {
  return isUint64(value) ? new Uint(value) : OVERFLOW;
}

/**
 * `*`, and `+` and `-` of numbers: both of one kind, ints checked for overflow. Undefined where the two are no numbers
 * of one kind.
 */
export function calculate(operator: '+' | '-' | '*', left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return onDoubles(operator, left, right);
  if (typeof left === 'bigint' && typeof right === 'bigint') return intOf(onInts(operator, left, right));
  if (left instanceof Uint && right instanceof Uint) return uintOf(onInts(operator, left.value, right.value));
  return undefined;
}

function onDoubles(operator: '+' | '-' | '*', left: number, right: number): number {
  if (operator === '+') return left + right;
  return operator === '-' ? left - right : left * right;
}

function onInts(operator: '+' | '-' | '*', left: bigint, right: bigint): bigint {
  if (operator === '+') return left + right;
  return operator === '-' ? left - right : left * right;
}

/** `left * right`. */
export function multiply(left: unknown, right: unknown): unknown {
  return calculate('*', left, right) ?? notBetween('*', left, right);
}

/** `left / right`: ints divide to ints, toward zero. */
export function divide(left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left / right;
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return right === 0n ? DIVISION_BY_ZERO : intOf(left / right);
  }
  if (left instanceof Uint && right instanceof Uint) {
    return right.value === 0n ? DIVISION_BY_ZERO : new Uint(left.value / right.value);
  }
  return notBetween('/', left, right);
}

/** `left % right`, of ints alone: the sign is that of the left. */
export function modulo(left: unknown, right: unknown): unknown {
  if (typeof left === 'bigint' && typeof right === 'bigint') return right === 0n ? MODULO_BY_ZERO : left % right;
  if (left instanceof Uint && right instanceof Uint) {
    return right.value === 0n ? MODULO_BY_ZERO : new Uint(left.value % right.value);
  }
  return notBetween('%', left, right);
}

/** `-value`. */
export function negate(value: unknown): unknown {
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint') return intOf(-value);
  return value instanceof Duration ? negateDuration(value) : notBefore('-', value);
}
