import type { Budget } from './budget.ts';
import { durationText, readDuration } from './durations.ts';
import {
  NO_SUCH_KEY,
  NOT_A_BOOL,
  NOT_A_DOUBLE,
  NOT_A_DURATION,
  NOT_A_TIMESTAMP,
  NOT_A_UINT,
  NOT_AN_INT,
  NOT_TEXT,
  notTaken,
  TOO_LONG,
} from './failures.ts';
import { Duration, Failure, isList, type Kind, kindOf, Special, Timestamp, TypeValue, Uint } from './kinds.ts';
import { isMap, sizeOf } from './maps.ts';
import { isInt64, isUint64 } from './numbers.ts';
import { characters, decode, encode } from './text.ts';
import { readEpochSeconds, readTimestamp, timestampText } from './timestamps.ts';

const INT = /^[+-]?\d{1,20}$/;
const UINT = /^\+?\d{1,20}$/;
const DOUBLE = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,5})?$/;
/** A double of this size and more lies outside of an int: 2^63 is none, and what is next below it is far enough. */
const INT_EDGE = 2 ** 63;
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** `int(x)`: a double loses its fraction, a timestamp gives its seconds since 1970. */
export function toInt(value: unknown): bigint | Failure {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    return value > -INT_EDGE && value < INT_EDGE ? BigInt(Math.trunc(value)) : NOT_AN_INT;
  }
  if (value instanceof Timestamp) return BigInt(value.seconds);
  const read = value instanceof Uint ? value.value : typeof value === 'string' ? readInt(value, INT) : undefined;
  if (read !== undefined && isInt64(read)) return read;
  return value instanceof Uint || typeof value === 'string' ? NOT_AN_INT : notTaken('int', value);
}

function readInt(text: string, form: RegExp): bigint | undefined {
  return form.test(text) ? BigInt(text.replace('+', '')) : undefined;
}

/** `uint(x)`. */
export function toUint(value: unknown): Uint | Failure {
  if (value instanceof Uint) return value;
  if (typeof value === 'number') {
    return value >= 0 && value < 2 * INT_EDGE ? new Uint(BigInt(Math.trunc(value))) : NOT_A_UINT;
  }
  const read = typeof value === 'string' ? readInt(value, UINT) : value;
  if (typeof read === 'bigint' && isUint64(read)) return new Uint(read);
  return typeof value === 'bigint' || typeof value === 'string' ? NOT_A_UINT : notTaken('uint', value);
}

/** `double(x)`: text must be a decimal number. */
export function toDouble(value: unknown): number | Failure {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint) return Number(value.value);
  if (typeof value !== 'string') return notTaken('double', value);
  const double = DOUBLE.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(double) ? double : NOT_A_DOUBLE;
}

/** `bool(x)`: of text that says so. */
export function toBool(value: unknown): boolean | Failure {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return notTaken('bool', value);
  return TRUE.has(value) ? true : FALSE.has(value) ? false : NOT_A_BOOL;
}

/** `string(x)`: of text, a number, a bool, bytes in UTF-8, a timestamp or a duration. */
export function toText(value: unknown, budget: Budget): string | Failure {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return doubleText(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Special && TOLD.has(value.kind)) return value.toString();
  if (!(value instanceof Uint8Array)) return notTaken('string', value);
  return budget.read(value.length) ? (decode(value) ?? NOT_TEXT) : TOO_LONG;
}

const TOLD: ReadonlySet<Kind> = new Set<Kind>(['ip', 'cidr', 'url', 'spiffe']);

function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** `bytes(x)`: the UTF-8 of text. */
export function toBytes(value: unknown, budget: Budget): Uint8Array | Failure {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') return notTaken('bytes', value);
  return budget.build(value.length) ? encode(value) : TOO_LONG;
}

/** `timestamp(x)`: of RFC 3339 text, of an int in seconds since 1970, or of a timestamp. */
export function toTimestamp(value: unknown): Timestamp | Failure {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'string') return readTimestamp(value) ?? NOT_A_TIMESTAMP;
  return typeof value === 'bigint' ? (readEpochSeconds(value) ?? NOT_A_TIMESTAMP) : notTaken('timestamp', value);
}

/** `duration(x)`: of text such as `1h30m`, or of a duration. */
export function toDuration(value: unknown): Duration | Failure {
  if (value instanceof Duration) return value;
  return typeof value === 'string' ? (readDuration(value) ?? NOT_A_DURATION) : notTaken('duration', value);
}

/** `size(x)`: the characters of text, the bytes of bytes, the elements of a list, the keys of a map. */
export function size(value: unknown, budget: Budget): bigint | Failure {
  if (typeof value === 'string') return budget.read(value.length) ? BigInt(characters(value)) : TOO_LONG;
  if (isList(value) || value instanceof Uint8Array) return BigInt(value.length);
  if (!isMap(value)) return notTaken('size', value);
  const count = sizeOf(value);
  return budget.scan(count) ? BigInt(count) : TOO_LONG;
}

/** The types that have a name in conditions, and those that only `type(x)` tells. */
export const TYPES: ReadonlyMap<string, TypeValue> = new Map(
  [
    ...['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type', 'optional_type'],
    ...[
      'google.protobuf.Timestamp',
      'google.protobuf.Duration',
      'net.IP',
      'net.CIDR',
      'net.URL',
      'hierarchy.Name',
      'spiffe.ID',
    ],
  ].map((name) => [name, new TypeValue(name)]),
);

const NAMES: ReadonlyMap<string, string> = new Map([
  ['null', 'null_type'],
  ['timestamp', 'google.protobuf.Timestamp'],
  ['duration', 'google.protobuf.Duration'],
  ['optional', 'optional_type'],
  ['ip', 'net.IP'],
  ['cidr', 'net.CIDR'],
  ['url', 'net.URL'],
  ['hierarchy', 'hierarchy.Name'],
  ['spiffe', 'spiffe.ID'],
]);

/** `type(x)`. */
export function typeOf(value: unknown): TypeValue | Failure {
  if (value instanceof Failure) return value;
  const kind = kindOf(value);
  return TYPES.get(NAMES.get(kind) ?? kind) ?? NO_SUCH_KEY;
}
