import type { Budget } from './budget.ts';
import { notBetween, TOO_DEEP, TOO_LONG } from './failures.ts';
import { Duration, Failure, isList, Optional, Special, Timestamp, TypeValue, Uint } from './kinds.ts';
import { CelMap, isMap, isObject, keysOf, lookup, type OpenObject, sizeOf } from './maps.ts';

/** Lists up to this length are looked through for nothing: looking at the budget would cost as much. */
const SHORT = 64;

/** How deep data may nest that is compared. */
const MAX_NESTING = 500;

/** `left == right`: kinds that differ are unequal, numbers are equal across kinds, lists and maps go deep. */
export function equal(left: unknown, right: unknown, budget: Budget): boolean | Failure {
  if (left instanceof Failure) return left;
  if (right instanceof Failure) return right;
  return same(left, right, budget, 0);
}

/** `left != right`. */
export function unequal(left: unknown, right: unknown, budget: Budget): boolean | Failure {
  const result = equal(left, right, budget);
  return typeof result === 'boolean' ? !result : result;
}

function same(left: unknown, right: unknown, budget: Budget, depth: number): boolean | Failure {
  switch (typeof left) {
    case 'string':
    case 'boolean':
      return left === right;
    case 'number':
    case 'bigint':
      return sameNumber(left, right);
    case 'object':
      return left === null ? right === null : sameObject(left, right, budget, depth);
    default:
      return false;
  }
}

/** Equality is exact, also between an int and a double, where order rounds. */
function sameNumber(left: number | bigint, right: unknown): boolean {
  const other = right instanceof Uint ? right.value : right;
  if (typeof left === typeof other) return left === other;
  if (typeof left === 'number') return typeof other === 'bigint' && Number.isInteger(left) && BigInt(left) === other;
  return typeof other === 'number' && Number.isInteger(other) && BigInt(other) === left;
}

function sameObject(left: object, right: unknown, budget: Budget, depth: number): boolean | Failure {
  if (depth > MAX_NESTING) return TOO_DEEP;
  if (isList(left)) return isList(right) && sameLists(left, right, budget, depth);
  if (left instanceof Special && !(left instanceof CelMap)) return sameSpecial(left, right, budget, depth);
  if (left instanceof Uint8Array) return right instanceof Uint8Array && sameBytes(left, right, budget);
  return isMap(left) && isMap(right) && sameMaps(left, right, budget, depth);
}

function sameSpecial(left: Special, right: unknown, budget: Budget, depth: number): boolean | Failure {
  if (left instanceof Uint) return sameNumber(left.value, right);
  if (left instanceof Timestamp || left instanceof Duration) return sameTime(left, right);
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  if (!(left instanceof Optional))
    return right instanceof Special && left.kind === right.kind && left.toString() === right.toString();
  if (!(right instanceof Optional)) return false;
  if (left.value === undefined || right.value === undefined) return left.value === right.value;
  return same(left.value, right.value, budget, depth + 1);
}

function sameTime(left: Timestamp | Duration, right: unknown): boolean {
  if (left instanceof Timestamp !== right instanceof Timestamp) return false;
  const other = right instanceof Timestamp || right instanceof Duration ? right : undefined;
  return left.seconds === other?.seconds && left.nanos === other.nanos;
}

function sameBytes(left: Uint8Array, right: Uint8Array, budget: Budget): boolean | Failure {
  if (left.length !== right.length) return false;
  if (!budget.read(left.length)) return TOO_LONG;
  return left.every((byte, at) => byte === right[at]);
}

function sameLists(
  left: readonly unknown[],
  right: readonly unknown[],
  budget: Budget,
  depth: number,
): boolean | Failure {
  if (left.length !== right.length) return false;
  if (!budget.scan(left.length)) return TOO_LONG;
  for (let at = 0; at < left.length; at++) {
    const result = same(left[at], right[at], budget, depth + 1);
    if (result !== true) return result;
  }
  return true;
}

function sameMaps(
  left: OpenObject | CelMap,
  right: OpenObject | CelMap,
  budget: Budget,
  depth: number,
): boolean | Failure {
  const keys = keysOf(left);
  if (!budget.scan(keys.length + 1)) return TOO_LONG;
  if (keys.length !== sizeOf(right)) return false;
  for (const key of keys) {
    const other = lookup(right, key);
    if (other === undefined) return false;
    const result = same(lookup(left, key), other, budget, depth + 1);
    if (result !== true) return result;
  }
  return true;
}

/** `value in within`: an element of a list, or a key of a map. */
export function isIn(value: unknown, within: unknown, budget: Budget): boolean | Failure {
  if (value instanceof Failure) return value;
  if (isList(within)) return isElement(value, within, budget);
  if (within instanceof CelMap) return within.get(value) !== undefined;
  if (isObject(within)) return lookup(within, value) !== undefined;
  return notBetween('in', value, within);
}

function isElement(value: unknown, list: readonly unknown[], budget: Budget): boolean | Failure {
  if (list.length > SHORT && !budget.scan(list.length)) return TOO_LONG;
  if (typeof value === 'string' || typeof value === 'boolean') return list.includes(value);
  let failure: Failure | undefined;
  for (const item of list) {
    const result = same(item, value, budget, 0);
    if (result === true) return true;
    if (result !== false) failure ??= result;
  }
  return failure ?? false;
}
