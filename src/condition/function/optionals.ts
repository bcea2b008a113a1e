import type { Budget } from '../value/budget.ts';
import { notTaken } from '../value/failures.ts';
import { Failure, isList, Optional } from '../value/kinds.ts';
import { isMap, sizeOf } from '../value/maps.ts';
import { type FunctionEntry, method, plain } from './entry.ts';

const EMPTY: Failure = new Failure('an empty optional has no value');

/** The functions of values that may be absent; `x.?y` and `x[?y]` give such values. */
export const OPTIONALS: readonly FunctionEntry[] = [
  plain('optional.of', [1], (_, value) => (value instanceof Failure ? value : new Optional(value))),
  plain('optional.none', [0], () => new Optional(undefined)),
  plain(
    'optional.ofNonZeroValue',
    [1],
    (_, value) => (value instanceof Failure ? value : new Optional(isZero(value) ? undefined : value)),
    'OptionalNamespace.ofNonZeroValue(A): optional<A>',
  ),
  method('hasValue', [0], (_, value) =>
    value instanceof Optional ? value.value !== undefined : notTaken('hasValue', value),
  ),
  method('value', [0], (_, value) => {
    if (!(value instanceof Optional)) return notTaken('value', value);
    return value.value === undefined ? EMPTY : value.value;
  }),
  method('or', [1], (_: Budget, value, other) => {
    if (!(value instanceof Optional)) return notTaken('or', value);
    if (value.value !== undefined) return value;
    return other instanceof Optional ? other : notTaken('or', value, other);
  }),
  method('orValue', [1], (_: Budget, value, other) => {
    if (!(value instanceof Optional)) return notTaken('orValue', value);
    return value.value === undefined ? other : value.value;
  }),
];

function isZero(value: unknown): boolean {
  if (isList(value)) return value.length === 0;
  if (isMap(value)) return sizeOf(value) === 0;
  return value === null || value === false || value === 0 || value === 0n || value === '';
}
