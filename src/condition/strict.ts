import { EvaluationError } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { dayOfYear, readDuration, readEpochSeconds, readTimestamp } from './time.ts';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const INT = /^[+-]?\d{1,20}$/;
const DOUBLE = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,5})?$/;
const BILLION = 1_000_000_000n;

/** True where the number is one that an int of CEL can hold. */
export function isInt64(value: bigint): boolean {
  return value >= MIN_INT && value <= MAX_INT;
}

/** A failure of a function of ours: `what` tells of kinds and never of values. */
export function failure(what: string): EvaluationError {
  return new EvaluationError({ code: FAILURE_CODE, message: what });
}

/** The code of failures whose text is ours, and so safe to show. */
export const FAILURE_CODE = 'chaperone';

/** `timestamp(x)`: of RFC 3339 text, of an int in seconds since 1970, or of a timestamp. */
export function toTimestamp(value: unknown): Date {
  if (value instanceof Date) return value;
  if (typeof value !== 'string' && typeof value !== 'bigint') throw failure('no timestamp can be made of this type');
  const milliseconds = typeof value === 'string' ? readTimestamp(value) : readEpochSeconds(value);
  if (milliseconds === undefined) throw failure('not an RFC 3339 timestamp');
  return new Date(milliseconds);
}

/** `duration(x)`: of text such as `1h30m`, or of a duration. */
export function toDuration(value: unknown): Duration {
  if (value instanceof Duration) return value;
  const nanoseconds = typeof value === 'string' ? readDuration(value) : undefined;
  if (nanoseconds === undefined) throw failure('not a duration');
  return new Duration(nanoseconds / BILLION, Number(nanoseconds % BILLION));
}

/** `int(x)`: a double loses its fraction, a timestamp gives its seconds since 1970. */
export function toInt(value: unknown): bigint {
  const int = intOf(value);
  if (int === undefined || !isInt64(int)) throw failure('not an int');
  return int;
}

function intOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  if (typeof value === 'string') return INT.test(value) ? BigInt(value.replace('+', '')) : undefined;
  return value instanceof Date ? BigInt(Math.floor(value.getTime() / 1000)) : undefined;
}

/** `double(x)`: text must be a finite decimal number. */
export function toDouble(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const double = typeof value === 'string' && DOUBLE.test(value) ? Number(value) : Number.NaN;
  if (!Number.isFinite(double)) throw failure('not a double');
  return double;
}

/** `string(x)`: of text, a number, a bool or a timestamp. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  throw failure('no string can be made of this type');
}

/** The day of the year in UTC, from 0. */
export function toDayOfYear(value: Date): bigint {
  return BigInt(dayOfYear(value));
}

/** Lower case for the letters A to Z alone, so that no other letter turns into one of them. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Upper case for the letters a to z alone. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** The parts between separators; an empty separator gives the characters. */
export function split(text: string, separator: string): string[] {
  return separator === '' ? [...text] : text.split(separator);
}

/** `has(base.field)`. A base that is no map is an error: `false` would let `!has(…)` pass for malformed input. */
export function hasMember(base: unknown, field: string): boolean {
  if (base instanceof Map) return base.get(field) !== undefined;
  const isRecord = typeof base === 'object' && base !== null && Object.getPrototypeOf(base) === Object.prototype;
  if (!isRecord) throw failure('`has` on something that is no map');
  return Object.hasOwn(base, field);
}
