import { TIME_OVERFLOW } from './failures.ts';
import { Duration, type Failure, Timestamp } from './kinds.ts';

const BILLION = 1_000_000_000;
/** The years 0001 to 9999. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;
/** The longest duration, either way: that of 64 bits of nanoseconds, about 292 years. */
const LONGEST = 2n ** 63n;

/** The instant, or an error outside the years 0001 to 9999. `nanos` may be any whole number. */
export function timestampOf(seconds: number, nanos: number): Timestamp | Failure {
  const carry = Math.floor(nanos / BILLION);
  const whole = seconds + carry;
  if (!(whole >= FIRST_SECOND && whole <= LAST_SECOND)) return TIME_OVERFLOW;
  return new Timestamp(whole, nanos - carry * BILLION);
}

/** The span, or an error beyond 64 bits of nanoseconds. `nanos` may be any whole number. */
function durationOf(seconds: number, nanos: number): Duration | Failure {
  const carry = Math.floor(nanos / BILLION);
  const whole = seconds + carry;
  const rest = nanos - carry * BILLION;
  // Far inside of the bounds the exact sum need not be made.
  if (Math.abs(whole) < 9_000_000_000) return new Duration(whole, rest);
  return Number.isFinite(whole) ? durationOfNanos(BigInt(whole) * 1_000_000_000n + BigInt(rest)) : TIME_OVERFLOW;
}

/** The span of so many nanoseconds, or an error beyond 64 bits of them. */
export function durationOfNanos(nanos: bigint): Duration | Failure {
  if (nanos >= LONGEST || nanos < -LONGEST) return TIME_OVERFLOW;
  const seconds = nanos / 1_000_000_000n;
  const rest = Number(nanos - seconds * 1_000_000_000n);
  return rest < 0 ? new Duration(Number(seconds) - 1, rest + BILLION) : new Duration(Number(seconds), rest);
}

/** `-duration`. */
export function negateDuration(span: Duration): Duration | Failure {
  return durationOf(-span.seconds, -span.nanos);
}

/** A sum of times, or undefined where the two are no times that can be added. */
export function addTimes(left: unknown, right: unknown): Timestamp | Duration | Failure | undefined {
  if (left instanceof Duration && right instanceof Duration) {
    return durationOf(left.seconds + right.seconds, left.nanos + right.nanos);
  }
  if (left instanceof Timestamp && right instanceof Duration) return shift(left, right, 1);
  if (left instanceof Duration && right instanceof Timestamp) return shift(right, left, 1);
  return undefined;
}

/** A difference of times, or undefined where the two are no times that can be taken apart. */
export function subtractTimes(left: unknown, right: unknown): Timestamp | Duration | Failure | undefined {
  if (right instanceof Duration) {
    if (left instanceof Timestamp) return shift(left, right, -1);
    if (!(left instanceof Duration)) return undefined;
  } else if (!(left instanceof Timestamp && right instanceof Timestamp)) return undefined;
  return durationOf(left.seconds - right.seconds, left.nanos - right.nanos);
}

function shift(instant: Timestamp, span: Duration, sign: number): Timestamp | Failure {
  return timestampOf(instant.seconds + sign * span.seconds, instant.nanos + sign * span.nanos);
}

/** Below, at or above zero, as the left is before, at or after the right. */
export function compareTimes(left: Timestamp | Duration, right: Timestamp | Duration): number {
  return left.seconds - right.seconds || left.nanos - right.nanos;
}

/** The whole units in a span, toward zero; `unit` in nanoseconds, a divisor or a multiple of a second. */
export function wholeUnits(span: Duration, unit: bigint): bigint {
  return (BigInt(span.seconds) * 1_000_000_000n + BigInt(span.nanos)) / unit;
}
