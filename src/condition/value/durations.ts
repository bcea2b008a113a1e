import { type Duration, Failure } from './kinds.ts';
import { durationOfNanos } from './spans.ts';

const NANOSECONDS: ReadonlyMap<string, bigint> = new Map([
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1000n],
  ['µs', 1000n],
  ['ns', 1n],
]);
const DURATION = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;
const DURATION_PART = /(\d*)\.?(\d*)(ns|us|µs|ms|s|m|h)/g;
/** Longer text is no duration that a person wrote; it bounds the arithmetic. */
const LONGEST_TEXT = 100;

/** The span of text such as `90s`, `1h30m` or `-1.5h`, or undefined where the text is none or too long a span. */
export function readDuration(text: string): Duration | undefined {
  const nanos = text === '0' ? 0n : readNanos(text);
  if (nanos === undefined) return undefined;
  const span = durationOfNanos(nanos);
  return span instanceof Failure ? undefined : span;
}

function readNanos(text: string): bigint | undefined {
  if (text.length > LONGEST_TEXT || !DURATION.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(DURATION_PART)) {
    const nanoseconds = NANOSECONDS.get(unit) ?? 0n;
    const scale = 10n ** BigInt(fraction.length);
    total += BigInt(whole || '0') * nanoseconds + (BigInt(fraction || '0') * nanoseconds) / scale;
  }
  return text.startsWith('-') ? -total : total;
}

/** The span in seconds, as `string(d)` gives it: `5400s`, `-0.5s`. */
export function durationText({ seconds, nanos }: Duration): string {
  const isNegative = seconds < 0;
  const whole = isNegative && nanos > 0 ? seconds + 1 : seconds;
  const rest = isNegative && nanos > 0 ? 1_000_000_000 - nanos : nanos;
  const digits = rest === 0 ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  return `${isNegative ? '-' : ''}${Math.abs(whole)}${digits}s`;
}
