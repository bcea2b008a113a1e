const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');
const MILLISECONDS_A_DAY = 86_400_000;

/**
 * Epoch milliseconds of an RFC 3339 timestamp, or undefined where the text is none: the zone is required, days exist,
 * hours end at 23, there is no leap second, and years run from 0001 to 9999. What is below a millisecond is cut off.
 */
export function readTimestamp(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day) return undefined;
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  return inRange(date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset);
}

/** Epoch milliseconds of a whole number of seconds since 1970, or undefined outside the years 0001 to 9999. */
export function readEpochSeconds(seconds: bigint): number | undefined {
  return inRange(Number(seconds) * 1000);
}

function inRange(milliseconds: number): number | undefined {
  return milliseconds >= FIRST_INSTANT && milliseconds <= LAST_INSTANT ? milliseconds : undefined;
}

/** The day of the year in UTC, from 0. */
export function dayOfYear(date: Date): number {
  const firstDay = new Date(date.getTime());
  firstDay.setUTCMonth(0, 1);
  return Math.round((date.getTime() - firstDay.getTime()) / MILLISECONDS_A_DAY);
}

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
/** The widest duration that CEL knows: about 10 000 years. */
const LONGEST = 315_576_000_000n * 1_000_000_000n;
/** Longer text is no duration that a person wrote; it bounds the arithmetic. */
const LONGEST_TEXT = 100;

/** Nanoseconds of a duration such as `90s`, `1h30m` or `-1.5h`, or undefined where the text is none. */
export function readDuration(text: string): bigint | undefined {
  if (text === '0') return 0n;
  if (text.length > LONGEST_TEXT || !DURATION.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(DURATION_PART)) {
    const nanoseconds = NANOSECONDS.get(unit) ?? 0n;
    const scale = 10n ** BigInt(fraction.length);
    total += BigInt(whole || '0') * nanoseconds + (BigInt(fraction || '0') * nanoseconds) / scale;
  }
  if (total > LONGEST) return undefined;
  return text.startsWith('-') ? -total : total;
}
