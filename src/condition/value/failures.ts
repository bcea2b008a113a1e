import { Failure, kindOf } from './kinds.ts';

/** The first error among the values, if there is one. */
function firstFailure(values: readonly unknown[]): Failure | undefined {
  for (const value of values) if (value instanceof Failure) return value;
  return undefined;
}

/** What an operator between two values gives that it does not go between: the error among them, or one of its own. */
export function notBetween(operator: string, left: unknown, right: unknown): Failure {
  if (left instanceof Failure) return left;
  if (right instanceof Failure) return right;
  return new Failure(`\`${operator}\` does not go between ${kindOf(left)} and ${kindOf(right)}`);
}

/** What an operator before a value gives that it does not go before. */
export function notBefore(operator: string, value: unknown): Failure {
  return value instanceof Failure ? value : new Failure(`\`${operator}\` does not go before ${kindOf(value)}`);
}

/** What a function gives for arguments that it does not take: the first error among them, or one of its own. */
export function notTaken(name: string, ...values: readonly unknown[]): Failure {
  const kinds = () => values.map(kindOf).join(', ');
  return firstFailure(values) ?? new Failure(`\`${name}\` does not take (${kinds()})`);
}

/** What a conversion or a function says of a value of the right kind that it can't use. */
export const NOT_AN_INT: Failure = new Failure('not an int');
export const NOT_A_UINT: Failure = new Failure('not an unsigned int');
export const NOT_A_DOUBLE: Failure = new Failure('not a double');
export const NOT_A_BOOL: Failure = new Failure('not a bool');
export const NOT_A_TIMESTAMP: Failure = new Failure('not an RFC 3339 timestamp');
export const NOT_A_DURATION: Failure = new Failure('not a duration');
export const NOT_TEXT: Failure = new Failure('not text in UTF-8');
export const NO_ZONE: Failure = new Failure('not a time zone');
export const OVERFLOW: Failure = new Failure('integer overflow');
export const TIME_OVERFLOW: Failure = new Failure('a time out of range');
export const DIVISION_BY_ZERO: Failure = new Failure('division by zero');
export const MODULO_BY_ZERO: Failure = new Failure('modulo by zero');
export const NO_SUCH_KEY: Failure = new Failure('no such key');
export const WRONG_INDEX: Failure = new Failure('an index of the wrong type');
export const OUTSIDE_LIST: Failure = new Failure('an index outside the list');
export const OUTSIDE_TEXT: Failure = new Failure('an index outside the text');
export const TOO_DEEP: Failure = new Failure('data nested too deeply');
export const TWO_KEYS: Failure = new Failure('a key stands twice in a map');
export const NO_KEY: Failure = new Failure('a key of a map is a string, an int or a bool');
export const TOO_LONG: Failure = new Failure('too much to visit');
/** Data that is no JSON, or that a caller's own code computes, may throw when it is read. */
export const UNREADABLE: Failure = new Failure('the condition could not be evaluated');
