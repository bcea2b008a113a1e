import type { ConditionFault } from './condition.ts';
import type { CallNode, LiteralNode, MapNode, Node } from './syntax.ts';
import { readDuration } from './value/durations.ts';
import { Uint } from './value/kinds.ts';
import { isInt64, isUint64 } from './value/numbers.ts';
import { readEpochSeconds, readTimestamp } from './value/timestamps.ts';

/** An int that is none. `negative` tells of a minus right before it. */
export function literalFaults(node: LiteralNode, negative: boolean): readonly ConditionFault[] {
  const { value } = node;
  if (value instanceof Uint && !isUint64(value.value)) {
    return [fault(node, 'an unsigned int is at most 2^64 - 1', 'write a double, such as `1e20`')];
  }
  if (typeof value !== 'bigint' || isInt64(negative ? -value : value)) return [];
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

/** Keys written out that are of no kind that a key may have, or that stand twice. */
export function mapFaults(node: MapNode): readonly ConditionFault[] {
  const seen = new Set<unknown>();
  return node.entries.flatMap(([key]) => keyFaults(key, seen));
}

function keyFaults(key: Node, seen: Set<unknown>): readonly ConditionFault[] {
  if (key.kind !== 'literal') return [];
  if (key.type === 'double' || key.type === 'null' || key.type === 'bytes') {
    return [fault(key, "a map's key is a string, an int or a bool", 'write `{"key": …}`')];
  }
  const value = key.value instanceof Uint ? key.value.value : key.value;
  if (seen.has(value)) return [fault(key, `the key \`${String(value)}\` stands twice`, 'leave one of them out')];
  seen.add(value);
  return [];
}

function fault({ start, end }: Node, message: string, hint: string): ConditionFault {
  return { message, hint, start, end };
}
