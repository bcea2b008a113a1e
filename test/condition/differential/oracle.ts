import { celEnv, isCelError, isCelList, isCelMap, isCelType, isCelUint, parse, plan } from '@bufbuild/cel';
import { isList } from '../../../src/condition/value/kinds.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/model/json.ts';

const environment = celEnv();

/*
 * Where the oracle is wrong, expressions don't go; fixed cases cover it. It takes a null in a map for absent, `has()` on
 * what is no map for false, and a key of the wrong type for an error under `in`; it orders text by UTF-16; it reads text
 * that is no number as `NaN` or 0, `duration("")` and `duration(1)` as a span, `timestamp(1)` as a millisecond and a year
 * beyond 9999 as a time; `--x` and `!!x` are `x` to it, whatever `x` is; the difference of times is wrong where it is
 * negative, `getDayOfMonth` and `getDayOfYear` with a zone count from 1, and `string(true)` is a bool.
 */

/** The other implementation's result, in words that can be compared. Undefined where it does not take the text. */
export function oracle(text: string): ((data: JsonObject) => string) | undefined {
  try {
    const run = plan(environment, parse(text));
    return (data) => tell(run({ c: bind(data) as never }));
  } catch {
    return undefined;
  }
}

/** Objects are handed over as maps: the other implementation knows no objects with certain keys. */
function bind(value: JsonValue): unknown {
  if (isList(value)) return value.map((item) => bind(item as JsonValue));
  if (!isJsonObject(value)) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, bind(inner)]));
}

function tell(value: unknown): string {
  if (isCelError(value)) return 'error';
  if (isCelUint(value)) return `${value.value}u`;
  if (isCelType(value)) return `type ${value.name}`;
  if (isCelList(value)) return `[${[...value].map(tell).join(', ')}]`;
  if (isCelMap(value)) return tellMap([...value]);
  if (value instanceof Uint8Array) return `bytes ${[...value].join(' ')}`;
  if (typeof value === 'object' && value !== null) return tellMessage(value);
  return typeof value === 'number' ? `${value} double` : typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
}

export function tellMap(
  entries: readonly (readonly [unknown, unknown])[],
  each: (value: unknown) => string = tell,
): string {
  return `{${entries
    .map(([key, value]) => `${each(key)}: ${each(value)}`)
    .toSorted()
    .join(', ')}}`;
}

function tellMessage(value: object): string {
  const message =
    'message' in value && typeof value.message === 'object' && value.message !== null ? value.message : value;
  if ('seconds' in message && 'nanos' in message) {
    const nanos = BigInt(String(message.seconds)) * 1_000_000_000n + BigInt(String(message.nanos));
    return `${String(Reflect.get(message, '$typeName')).replace('google.protobuf.', '')} ${nanos}`;
  }
  return `other ${Object.prototype.toString.call(value)}`;
}
