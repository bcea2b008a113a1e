import type { ConditionFault } from './condition.ts';
import { isInt64 } from './strict.ts';
import type { CallNode, LiteralNode, MapNode, Node } from './syntax.ts';
import { readDuration, readEpochSeconds, readTimestamp } from './time.ts';

/** Keys that the library leaves out of a map. */
const LOST_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A literal of a kind that is not supported, or an int that is none. `negative` tells of a minus right before it. */
export function literalFaults(node: LiteralNode, negative: boolean): readonly ConditionFault[] {
  if (node.type === 'uint') return [fault(node, 'unsigned ints are not supported', 'leave the `u` out')];
  if (node.type === 'bytes') return [fault(node, 'bytes are not supported', 'leave the `b` out and compare text')];
  if (typeof node.value !== 'bigint' || isInt64(negative ? -node.value : node.value)) return [];
  return [fault(node, 'an int lies between -2^63 and 2^63 - 1', 'write a double, such as `1e20`')];
}

/** A timestamp or a duration written out that is none. */
export function timeFaults(node: CallNode): readonly ConditionFault[] {
  const [arg] = node.args;
  if (node.receiver !== undefined || arg?.kind !== 'literal') return [];
  if (node.name === 'timestamp') return timestampFaults(arg);
  if (node.name !== 'duration' || typeof arg.value !== 'string' || readDuration(arg.value) !== undefined) return [];
  return [fault(arg, `\`${arg.value}\` is no duration`, 'write hours, minutes and seconds, such as `36h` or `1h30m`')];
}

function timestampFaults(arg: LiteralNode): readonly ConditionFault[] {
  if (typeof arg.value === 'bigint' && readEpochSeconds(arg.value) === undefined) {
    return [fault(arg, 'a timestamp lies in the years 0001 to 9999', 'an int counts seconds since 1970')];
  }
  if (typeof arg.value !== 'string' || readTimestamp(arg.value) !== undefined) return [];
  const message = `\`${arg.value}\` is no timestamp of RFC 3339`;
  return [fault(arg, message, 'write a day that exists, `T`, the time and the zone, such as `2026-01-31T09:00:00Z`')];
}

/** Keys of a map that are no text written out, that stand twice, or that the library loses. */
export function mapFaults(node: MapNode): readonly ConditionFault[] {
  const seen = new Set<string>();
  return node.entries.flatMap(([key]) => keyFaults(key, seen));
}

function keyFaults(key: Node, seen: Set<string>): readonly ConditionFault[] {
  if (key.kind !== 'literal' || typeof key.value !== 'string') {
    return [fault(key, "a map's key must be text", 'write `{"key": …}`, and `m[string(x)]` to look a number up')];
  }
  if (LOST_KEYS.has(key.value)) return [fault(key, `\`${key.value}\` can't be a key here`, 'choose another key')];
  if (seen.has(key.value)) return [fault(key, `the key \`${key.value}\` stands twice`, 'leave one of them out')];
  seen.add(key.value);
  return [];
}

function fault({ start, end }: Node, message: string, hint: string): ConditionFault {
  return { message, hint, start, end };
}
