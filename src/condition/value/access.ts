import { NO_SUCH_KEY, OUTSIDE_LIST, WRONG_INDEX } from './failures.ts';
import { Failure, isList, kindOf, Optional, Uint } from './kinds.ts';
import { isMap, lookup } from './maps.ts';

/** `base.name`, or the given error where the base has no such member. */
export function member(base: unknown, name: string, absent: Failure): unknown {
  if (base instanceof Failure) return base;
  if (base instanceof Optional) return optionalMember(base, name);
  const value = isMap(base) ? lookup(base, name) : undefined;
  return value === undefined ? absent : value;
}

/** `has(base.name)`. A base that is no map is an error: `false` would let `!has(…)` pass for malformed input. */
export function hasMember(base: unknown, name: string): boolean | Failure {
  if (base instanceof Failure) return base;
  if (base instanceof Optional) {
    const found = optionalMember(base, name);
    return found instanceof Failure ? found : found instanceof Optional && found.value !== undefined;
  }
  return isMap(base) ? lookup(base, name) !== undefined : NO_MAP;
}

const NO_MAP: Failure = new Failure('`has` on something that is no map');

/** `base[index]`. */
export function element(base: unknown, index: unknown): unknown {
  if (base instanceof Failure) return base;
  if (index instanceof Failure) return index;
  if (base instanceof Optional) return optionalElement(base, index);
  if (isList(base)) {
    const at = position(index);
    if (at === undefined) return WRONG_INDEX;
    return base[at] ?? (base[at] === null ? null : OUTSIDE_LIST);
  }
  if (!isMap(base)) return NO_SUCH_KEY;
  const value = lookup(base, index);
  return value === undefined ? NO_SUCH_KEY : value;
}

/** Where in a list an index points: an int, or another number that is whole; undefined for what is none. */
function position(index: unknown): number | undefined {
  if (typeof index === 'bigint') return Number(index);
  if (typeof index === 'number') return Number.isInteger(index) ? index : undefined;
  return index instanceof Uint ? Number(index.value) : undefined;
}

/** `base.?name`: an optional that is empty where the base, or the optional in it, has no such member. */
export function optionalMember(base: unknown, name: string): unknown {
  return select(base, (inner) => (isMap(inner) ? lookup(inner, name) : NO_MEMBERS));
}

/** `base[?index]`: an optional that is empty where the base, or the optional in it, has nothing there. */
export function optionalElement(base: unknown, index: unknown): unknown {
  if (index instanceof Failure) return index;
  return select(base, (inner) => {
    if (isMap(inner)) return lookup(inner, index);
    const at = isList(inner) ? position(index) : undefined;
    return isList(inner) && at !== undefined ? inner[at] : WRONG_INDEX;
  });
}

const NO_MEMBERS: Failure = new Failure('`.?` on something that is no map');
const NONE: Optional = new Optional(undefined);

function select(base: unknown, take: (inner: unknown) => unknown): unknown {
  if (base instanceof Failure) return base;
  const inner = base instanceof Optional ? base.value : base;
  if (inner === undefined) return NONE;
  const found = take(inner);
  if (found instanceof Failure) return found;
  return found === undefined ? NONE : new Optional(found);
}

/** What `&&` or `||` gives where none of its sides decides and one is no bool: the error of the first such side. */
export function firstNotBool(...sides: readonly unknown[]): Failure | undefined {
  for (const side of sides) if (typeof side !== 'boolean') return notBool(side);
  return undefined;
}

/** The error that a value is where a bool is due; undefined for a bool. */
export function notBool(value: unknown): Failure | undefined {
  if (typeof value === 'boolean') return undefined;
  return value instanceof Failure ? value : new Failure(`a bool is due, not ${kindOf(value)}`);
}
