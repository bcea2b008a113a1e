import { readDuration } from '../../../src/condition/value/durations.ts';
import { Duration, isList, Timestamp, TypeValue, Uint } from '../../../src/condition/value/kinds.ts';
import { CelMap, isMap, keysOf, lookup } from '../../../src/condition/value/maps.ts';
import { readTimestamp } from '../../../src/condition/value/timestamps.ts';
import type { DataValue } from './cases.ts';

/** A value of the conformance data as the evaluator has it. Throws for what it can't have. */
export function fromData(data: DataValue): unknown {
  if (data.boolValue !== undefined) return data.boolValue;
  if (data.int64Value !== undefined) return BigInt(data.int64Value);
  if (data.uint64Value !== undefined) return new Uint(BigInt(data.uint64Value));
  if (data.doubleValue !== undefined) return Number(data.doubleValue);
  if (data.stringValue !== undefined) return data.stringValue;
  if (data.bytesValue !== undefined) return new Uint8Array(Buffer.from(data.bytesValue, 'base64'));
  if (data.typeValue !== undefined) return new TypeValue(data.typeValue);
  if (data.listValue !== undefined) return (data.listValue.values ?? []).map(fromData);
  if (data.mapValue !== undefined) return mapOf(data.mapValue.entries ?? []);
  if (data.objectValue !== undefined) return messageOf(data.objectValue);
  if (data.nullValue !== undefined) return null;
  throw new Error(`no value: ${JSON.stringify(data)}`);
}

function mapOf(entries: readonly { readonly key: DataValue; readonly value: DataValue }[]): CelMap {
  const map = new CelMap();
  for (const { key, value } of entries) map.add(fromData(key), fromData(value));
  return map;
}

function messageOf(message: { readonly '@type': string; readonly value?: string }): unknown {
  const text = message.value ?? '';
  if (message['@type'].endsWith('google.protobuf.Timestamp')) return readTimestamp(text);
  if (message['@type'].endsWith('google.protobuf.Duration')) return readDuration(text);
  throw new Error(`no value: ${JSON.stringify(message)}`);
}

/** True where two values are the same in kind and content: an int is no double here. The sign of zero doesn't count. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right || (Number.isNaN(left) && Number.isNaN(right))) return true;
  if (left instanceof Uint) return right instanceof Uint && left.value === right.value;
  if (left instanceof Timestamp) return right instanceof Timestamp && sameTime(left, right);
  if (left instanceof Duration) return right instanceof Duration && sameTime(left, right);
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  if (left instanceof Uint8Array) return right instanceof Uint8Array && Buffer.compare(left, right) === 0;
  if (isList(left))
    return isList(right) && left.length === right.length && left.every((item, at) => isSame(item, right[at]));
  if (!isMap(left) || !isMap(right)) return false;
  const keys = keysOf(left);
  return keys.length === keysOf(right).length && keys.every((key) => isSame(lookup(left, key), lookup(right, key)));
}

function sameTime(left: Timestamp | Duration, right: Timestamp | Duration): boolean {
  return left.seconds === right.seconds && left.nanos === right.nanos;
}
