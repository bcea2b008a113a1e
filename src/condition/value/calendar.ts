import { NO_ZONE, notTaken } from './failures.ts';
import { Duration, type Failure, Timestamp } from './kinds.ts';
import { wholeUnits } from './spans.ts';
import { readZone, type Zone } from './zones.ts';

const DAY = 86_400;

/** A member of the calendar, of local seconds since 1970. */
export type Field = (local: number, nanos: number) => number;

const date = (local: number): Date => new Date(local * 1000);
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** The functions of a timestamp, in a zone or in UTC. */
export const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['getFullYear', (local) => date(local).getUTCFullYear()],
  ['getMonth', (local) => date(local).getUTCMonth()],
  ['getDate', (local) => date(local).getUTCDate()],
  ['getDayOfMonth', (local) => date(local).getUTCDate() - 1],
  ['getDayOfWeek', (local) => modulo(Math.floor(local / DAY) + 4, 7)],
  ['getDayOfYear', (local) => dayOfYear(date(local))],
  ['getHours', (local) => Math.floor(modulo(local, DAY) / 3600)],
  ['getMinutes', (local) => Math.floor(modulo(local, 3600) / 60)],
  ['getSeconds', (local) => modulo(local, 60)],
  ['getMilliseconds', (_, nanos) => Math.floor(nanos / 1_000_000)],
]);

function dayOfYear(day: Date): number {
  const first = new Date(day.getTime());
  first.setUTCMonth(0, 1);
  return Math.round((day.getTime() - first.getTime()) / (DAY * 1000));
}

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['getHours', 3_600_000_000_000n],
  ['getMinutes', 60_000_000_000n],
  ['getSeconds', 1_000_000_000n],
  ['getMilliseconds', 1_000_000n],
]);

/** One of the functions of the calendar: of a timestamp, and some of a duration. */
export function calendarField(name: string, field: Field): (value: unknown, zone?: unknown) => bigint | Failure {
  const unit = UNITS.get(name);
  return (value, zone) => {
    if (value instanceof Timestamp) {
      const found = zone === undefined ? UTC : typeof zone === 'string' ? readZone(zone) : zoneOf(zone);
      if (found !== undefined) return BigInt(field(value.seconds + found(value.seconds), value.nanos));
      return typeof zone === 'string' ? NO_ZONE : notTaken(name, value, zone);
    }
    if (zone !== undefined) return notTaken(name, value, zone);
    if (!(value instanceof Duration) || unit === undefined) return notTaken(name, value);
    // Milliseconds are those below a second; the others count the whole span.
    return name === 'getMilliseconds' ? wholeUnits(value, unit) % 1000n : wholeUnits(value, unit);
  };
}

const UTC: Zone = () => 0;

/** A zone that was read at load stands in for its name. */
function zoneOf(value: unknown): Zone | undefined {
  return value instanceof ReadZone ? value.offset : undefined;
}

/** A literal zone, read at load. */
export class ReadZone {
  readonly offset: Zone;

  constructor(offset: Zone) {
    this.offset = offset;
  }
}
