import { Failure, type Timestamp } from './kinds.ts';
import { timestampOf } from './spans.ts';

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * The instant of an RFC 3339 timestamp, or undefined where the text is none: the zone is required, days exist, hours
 * end at 23, there is no leap second, years run from 0001 to 9999, and a fraction has at most nine digits.
 */
export function readTimestamp(text: string): Timestamp | undefined {
  const match = text.length <= 35 ? RFC3339.exec(text) : null;
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day) return undefined;
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60;
  const ofDay = (hour * 60 + minute) * 60 + second;
  return valid(timestampOf(date.getTime() / 1000 + ofDay - offset, Number((match[7] ?? '').padEnd(9, '0'))));
}

/** The instant of a whole number of seconds since 1970, or undefined outside the years 0001 to 9999. */
export function readEpochSeconds(seconds: bigint): Timestamp | undefined {
  return valid(timestampOf(Number(seconds), 0));
}

/** The instant of epoch milliseconds, which are within the years 0001 to 9999. */
export function ofMilliseconds(milliseconds: number): Timestamp | Failure {
  const seconds = Math.floor(milliseconds / 1000);
  return timestampOf(seconds, Math.round((milliseconds - seconds * 1000) * 1_000_000));
}

function valid(instant: Timestamp | Failure): Timestamp | undefined {
  return instant instanceof Failure ? undefined : instant;
}

/** RFC 3339 in UTC, with as many digits of a second as it takes: none, three, six or nine. */
export function timestampText({ seconds, nanos }: Timestamp): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', `${fraction(nanos)}Z`);
}

function fraction(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  return `.${digits.replace(/(?:000){1,2}$/, '')}`;
}
