import { notBetween } from './failures.ts';
import { Duration, type Failure, Timestamp, Uint } from './kinds.ts';
import { compareTimes } from './spans.ts';

/**
 * Below, at or above zero, as the left comes before, with or after the right; NaN where a number is none, and
 * undefined where the two have no order.
 */
function order(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'string') return typeof right === 'string' ? compareText(left, right) : undefined;
  if (typeof left === 'boolean') return typeof right === 'boolean' ? Number(left) - Number(right) : undefined;
  if (left instanceof Timestamp) return right instanceof Timestamp ? compareTimes(left, right) : undefined;
  if (left instanceof Duration) return right instanceof Duration ? compareTimes(left, right) : undefined;
  if (left instanceof Uint8Array) return right instanceof Uint8Array ? compareBytes(left, right) : undefined;
  return compareNumbers(left, right);
}

/** The order of numbers, also of two kinds; undefined where one of the two is none. */
export function compareNumbers(left: unknown, right: unknown): number | undefined {
  const one = left instanceof Uint ? left.value : left;
  const other = right instanceof Uint ? right.value : right;
  if (typeof one === 'bigint' && typeof other === 'bigint') return one < other ? -1 : one > other ? 1 : 0;
  if (typeof one === 'number') {
    if (typeof other === 'number') return compareDoubles(one, other);
    // An int is rounded to a double, as the specification's own tests have it.
    return typeof other === 'bigint' ? compareDoubles(one, Number(other)) : undefined;
  }
  return typeof one === 'bigint' && typeof other === 'number' ? compareDoubles(Number(one), other) : undefined;
}

function compareDoubles(left: number, right: number): number {
  if (left === right) return 0;
  return left < right ? -1 : left > right ? 1 : Number.NaN;
}

/**
 * The order of two texts by code points. UTF-16 order differs only where a surrogate meets a unit from U+E000 on:
 * there the surrogate, being half of a character beyond U+FFFF, comes after.
 */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** `left < right`. */
export function less(left: unknown, right: unknown): boolean | Failure {
  const found = order(left, right);
  return found === undefined ? notBetween('<', left, right) : found < 0;
}

/** `left <= right`. */
export function atMost(left: unknown, right: unknown): boolean | Failure {
  const found = order(left, right);
  return found === undefined ? notBetween('<=', left, right) : found <= 0;
}

/** `left > right`. */
export function greater(left: unknown, right: unknown): boolean | Failure {
  const found = order(left, right);
  return found === undefined ? notBetween('>', left, right) : found > 0;
}

/** `left >= right`. */
export function atLeast(left: unknown, right: unknown): boolean | Failure {
  const found = order(left, right);
  return found === undefined ? notBetween('>=', left, right) : found >= 0;
}
