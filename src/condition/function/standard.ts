import type { CallNode, Node } from '../syntax.ts';
import type { Budget } from '../value/budget.ts';
import { calendarField, FIELDS, ReadZone } from '../value/calendar.ts';
import * as convert from '../value/convert.ts';
import { notTaken, TOO_LONG } from '../value/failures.ts';
import { readPattern } from '../value/regex.ts';
import { isKnownZone, readZone } from '../value/zones.ts';
import { type FunctionEntry, method, type Prepared, plain } from './entry.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

/** The functions of standard CEL. */
export const STANDARD: readonly FunctionEntry[] = [
  plain('size', [1], (budget, value) => convert.size(value, budget)),
  method('size', [0], (budget, value) => convert.size(value, budget)),
  plain('type', [1], (_, value) => convert.typeOf(value)),
  plain('dyn', [1], (_, value) => value),
  plain('int', [1], (_, value) => convert.toInt(value), 'int(uint): int', `int(${TIMESTAMP}): int`),
  plain('uint', [1], (_, value) => convert.toUint(value)),
  plain('double', [1], (_, value) => convert.toDouble(value)),
  plain('bool', [1], (_, value) => convert.toBool(value)),
  plain('string', [1], (budget, value) => convert.toText(value, budget), ...texts()),
  plain('bytes', [1], (budget, value) => convert.toBytes(value, budget)),
  plain('timestamp', [1], (_, value) => convert.toTimestamp(value), `timestamp(${TIMESTAMP}): ${TIMESTAMP}`),
  plain('duration', [1], (_, value) => convert.toDuration(value), `duration(${DURATION}): ${DURATION}`),
  method('startsWith', [1], (_, text, part) => {
    return typeof text === 'string' && typeof part === 'string'
      ? text.startsWith(part)
      : notTaken('startsWith', text, part);
  }),
  method('endsWith', [1], (_, text, part) => {
    return typeof text === 'string' && typeof part === 'string'
      ? text.endsWith(part)
      : notTaken('endsWith', text, part);
  }),
  method('contains', [1], contains),
  {
    ...method('matches', [1], unprepared),
    prepare: (node) => pattern(node.args[0]),
  },
  {
    ...plain('matches', [2], unprepared, 'matches(string, string): bool'),
    prepare: (node) => pattern(node.args[1]),
  },
  ...[...FIELDS].map(([name, field]): FunctionEntry => {
    const read = calendarField(name, field);
    return {
      ...method(name, [0, 1], (budget, value, zone) => (budget.spend(costOfZone(zone)) ? read(value, zone) : TOO_LONG)),
      prepare: (node) => zoned(node, read),
      cost: 120,
    };
  }),
];

/** What a zone costs, in visits: an offset that is not cached is looked up, and a new zone is made. */
const ZONED = 8;
const NEW_ZONE = 200;

function costOfZone(zone: unknown): number {
  if (typeof zone !== 'string') return 0;
  return isKnownZone(zone) ? ZONED : NEW_ZONE;
}

function texts(): readonly string[] {
  return [TIMESTAMP, DURATION].map((type) => `string(${type}): string`);
}

function contains(budget: Budget, text: unknown, part: unknown): unknown {
  if (typeof text !== 'string' || typeof part !== 'string') return notTaken('contains', text, part);
  return text.length < 256 || budget.read(text.length) ? text.includes(part) : TOO_LONG;
}

/** INVARIANT: a call of `matches` is prepared at load, or refused. */
function unprepared(_: Budget, ...values: readonly unknown[]): unknown {
  return notTaken('matches', ...values);
}

function pattern(node: Node | undefined): Prepared | undefined {
  if (node?.kind !== 'literal' || typeof node.value !== 'string') return undefined;
  const read = readPattern(node.value);
  if (read.ok) return { apply: (budget, text) => read.pattern(text, budget) };
  return { message: read.message, hint: 'see https://github.com/google/re2/wiki/Syntax', at: node };
}

function zoned(node: CallNode, read: (value: unknown, zone?: unknown) => unknown): Prepared | undefined {
  const [arg] = node.args;
  if (arg?.kind !== 'literal' || typeof arg.value !== 'string') return undefined;
  const offset = readZone(arg.value);
  if (offset === undefined) {
    const hint = 'write a name such as `Europe/Berlin`, or an offset such as `+02:00`';
    return { message: `\`${arg.value}\` is no time zone`, hint, at: arg };
  }
  const zone = new ReadZone(offset);
  return { apply: (budget, value) => (budget.spend(ZONED) ? read(value, zone) : TOO_LONG) };
}
