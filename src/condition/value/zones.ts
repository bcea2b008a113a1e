/** Seconds that a zone's clocks are ahead of UTC at an instant, which is told in seconds since 1970. */
export type Zone = (seconds: number) => number;

/** Offsets change at whole quarters of an hour, since 1970 at least. */
const BUCKET = 900;
const MAX_BUCKETS = 1024;
/** Zones that are known at a time: there are about 450, with as many other names. */
const MAX_ZONES = 1024;
const FIXED = /^([+-]?)(\d{2}):(\d{2})$/;
const NAME = /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/;

const zones = new Map<string, Zone>();

/** True for a zone that was read before: the first time costs some hundred times as much. */
export function isKnownZone(text: string): boolean {
  return zones.has(text);
}

/** The zone of an IANA name or of an offset such as `+02:00`; undefined for what is none. */
export function readZone(text: string): Zone | undefined {
  const known = zones.get(text);
  if (known !== undefined) return known;
  const zone = text === 'UTC' ? () => 0 : (fixedZone(text) ?? namedZone(text));
  if (zone === undefined) return undefined;
  if (zones.size >= MAX_ZONES) zones.clear();
  zones.set(text, zone);
  return zone;
}

function fixedZone(text: string): Zone | undefined {
  const match = FIXED.exec(text);
  if (match === null) return undefined;
  const [hours, minutes] = [Number(match[2]), Number(match[3])];
  if (hours > 23 || minutes > 59) return undefined;
  const offset = (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60;
  return () => offset;
}

function namedZone(text: string): Zone | undefined {
  const format = NAME.test(text) ? formatOf(text) : undefined;
  if (format === undefined) return undefined;
  const offsets = new Map<number, number>();
  return (seconds) => {
    if (seconds < 0) return offsetAt(format, seconds);
    const bucket = Math.floor(seconds / BUCKET);
    const cached = offsets.get(bucket);
    if (cached !== undefined) return cached;
    if (offsets.size >= MAX_BUCKETS) offsets.clear();
    const offset = offsetAt(format, bucket * BUCKET);
    offsets.set(bucket, offset);
    return offset;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      second: 'numeric',
      ...parts,
    });
  } catch {
    return undefined;
  }
}

function offsetAt(format: Intl.DateTimeFormat, seconds: number): number {
  const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local = new Date(0);
  local.setUTCFullYear(year, part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'));
  return local.getTime() / 1000 - Math.floor(seconds);
}
