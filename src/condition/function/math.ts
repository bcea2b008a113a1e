import { notTaken, OVERFLOW } from '../value/failures.ts';
import { Failure, isList, Uint } from '../value/kinds.ts';
import { isInt64 } from '../value/numbers.ts';
import { compareNumbers } from '../value/order.ts';
import { type Apply, type FunctionEntry, plain } from './entry.ts';

const UP_TO_SIX = [1, 2, 3, 4, 5, 6];

/** The functions of numbers, as cel-go has them. */
export const MATH: readonly FunctionEntry[] = [
  extreme('greatest', (order) => order > 0),
  extreme('least', (order) => order < 0),
  onDouble('ceil', Math.ceil),
  onDouble('floor', Math.floor),
  onDouble('trunc', Math.trunc),
  onDouble('round', (value) => Math.sign(value) * Math.round(Math.abs(value))),
  one('sqrt', (value) => (typeof value === 'number' ? Math.sqrt(value) : rootOf(value)), 'double'),
  one('abs', abs, 'dyn'),
  one('sign', sign, 'dyn'),
  one('isNaN', (value) => (typeof value === 'number' ? Number.isNaN(value) : undefined), 'bool'),
  one('isInf', (value) => (typeof value === 'number' ? Math.abs(value) === Infinity : undefined), 'bool'),
  one('isFinite', (value) => (typeof value === 'number' ? Number.isFinite(value) : undefined), 'bool'),
  bitwise('bitAnd', (left, right) => left & right),
  bitwise('bitOr', (left, right) => left | right),
  bitwise('bitXor', (left, right) => left ^ right),
  one('bitNot', (value) => (value instanceof Uint ? new Uint(BigInt.asUintN(64, ~value.value)) : notInt(value)), 'dyn'),
  shift('bitShiftLeft', (value, by) => value << by),
  shift('bitShiftRight', (value, by) => BigInt.asUintN(64, value) >> by),
];

function name(word: string): string {
  return `math.${word}`;
}

function signature(word: string, count: number, result: string): string {
  return `MathSpace.${word}(${Array(count).fill('dyn').join(', ')}): ${result}`;
}

/** A function of one value, which gives undefined for a value that it does not take. */
function one(word: string, of: (value: unknown) => unknown, result: string): FunctionEntry {
  const apply: Apply = (_, value) => of(value) ?? notTaken(name(word), value);
  return plain(name(word), [1], apply, signature(word, 1, result));
}

function onDouble(word: string, of: (value: number) => number): FunctionEntry {
  return one(word, (value) => (typeof value === 'number' ? of(value) : undefined), 'double');
}

/** The greatest or the least of numbers, or of the numbers in a list. */
function extreme(word: string, wins: (order: number) => boolean): FunctionEntry {
  const apply: Apply = (_, ...values) => {
    const [first] = values;
    const numbers = values.length === 1 && isList(first) ? first : values;
    let best: unknown;
    for (const value of numbers) {
      if (value instanceof Failure) return value;
      const order = compareNumbers(value, best ?? value);
      if (order === undefined) return notTaken(name(word), ...values);
      if (best === undefined || wins(order)) best = value;
    }
    return best ?? notTaken(name(word), ...values);
  };
  return plain(name(word), UP_TO_SIX, apply, ...UP_TO_SIX.map((count) => signature(word, count, 'dyn')));
}

function rootOf(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Math.sqrt(Number(value));
  return value instanceof Uint ? Math.sqrt(Number(value.value)) : undefined;
}

function abs(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'bigint') return value < 0n ? (isInt64(-value) ? -value : OVERFLOW) : value;
  return value instanceof Uint ? value : undefined;
}

function sign(value: unknown): unknown {
  if (typeof value === 'number') return Math.sign(value);
  if (typeof value === 'bigint') return value === 0n ? 0n : value < 0n ? -1n : 1n;
  return value instanceof Uint ? new Uint(value.value === 0n ? 0n : 1n) : undefined;
}

function notInt(value: unknown): bigint | undefined {
  return typeof value === 'bigint' ? ~value : undefined;
}

function bitwise(word: string, of: (left: bigint, right: bigint) => bigint): FunctionEntry {
  const apply: Apply = (_, left, right) => {
    if (typeof left === 'bigint' && typeof right === 'bigint') return of(left, right);
    if (left instanceof Uint && right instanceof Uint) return new Uint(of(left.value, right.value));
    return notTaken(name(word), left, right);
  };
  return plain(name(word), [2], apply, signature(word, 2, 'dyn'));
}

function shift(word: string, of: (value: bigint, by: bigint) => bigint): FunctionEntry {
  const apply: Apply = (_, value, by) => {
    if (typeof by !== 'bigint') return notTaken(name(word), value, by);
    if (by < 0n) return NEGATIVE;
    if (typeof value === 'bigint') return by > 63n ? 0n : BigInt.asIntN(64, of(value, by));
    if (!(value instanceof Uint)) return notTaken(name(word), value, by);
    return new Uint(by > 63n ? 0n : BigInt.asUintN(64, of(value.value, by)));
  };
  return plain(name(word), [2], apply, signature(word, 2, 'dyn'));
}

const NEGATIVE: Failure = new Failure('a shift by a negative number');
