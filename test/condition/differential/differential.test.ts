import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileExpression } from '../../../src/condition/expression.ts';
import { Duration, Failure, isList, Timestamp, TypeValue, Uint } from '../../../src/condition/value/kinds.ts';
import { isMap, keysOf, lookup } from '../../../src/condition/value/maps.ts';
import { DATA, EXPRESSIONS } from './expressions.ts';
import { oracle, tellMap } from './oracle.ts';

const RUNS = process.env['CHAPERONE_TEST_LONG'] ? 30_000 : 300;

function tell(value: unknown): string {
  if (value instanceof Failure) return 'error';
  if (value instanceof Uint) return `${value.value}u`;
  if (value instanceof TypeValue) return `type ${value.name}`;
  if (value instanceof Timestamp) return `Timestamp ${nanosOf(value)}`;
  if (value instanceof Duration) return `Duration ${nanosOf(value)}`;
  if (isList(value)) return `[${value.map(tell).join(', ')}]`;
  if (value instanceof Uint8Array) return `bytes ${[...value].join(' ')}`;
  if (isMap(value))
    return tellMap(
      keysOf(value).map((key) => [key, lookup(value, key)] as const),
      tell,
    );
  return typeof value === 'number' ? `${value} double` : typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
}

function nanosOf({ seconds, nanos }: Timestamp | Duration): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}

function ours(text: string, compilation: 'source' | 'closures'): (data: unknown) => string {
  const compiled = compileExpression(text, {
    variables: new Map([['c', 'dyn']]),
    check: false,
    json: true,
    compilation,
  });
  if (!compiled.ok) throw new Error(`${compiled.message}: ${text}`);
  return (data) => tell(compiled.run(new Map([['c', data]])));
}

test('both ways of compiling agree with each other and with another implementation', () => {
  // The other implementation counts in the zone of the host.
  process.env['TZ'] = 'UTC';
  let pairs = 0;
  const results = new Map<string, number>();
  fc.assert(
    fc.property(EXPRESSIONS, (text) => {
      const [source, closures, other] = [ours(text, 'source'), ours(text, 'closures'), oracle(text)];
      for (const [index, data] of DATA.entries()) {
        const one = source(data);
        expect({ text, index, result: closures(data) }).toEqual({ text, index, result: one });
        if (other === undefined) continue;
        expect({ text, index, result: one }).toEqual({ text, index, result: other(data) });
        pairs++;
        const kind = one === 'true' || one === 'false' || one === 'error' ? one : 'other';
        results.set(kind, (results.get(kind) ?? 0) + 1);
      }
    }),
    { numRuns: RUNS },
  );
  expect(pairs).toBeGreaterThan(2 * RUNS);
  for (const kind of ['true', 'false', 'error']) expect(results.get(kind)).toBeGreaterThan(pairs / 50);
});
