import { notBool } from '../value/access.ts';
import type { Budget } from '../value/budget.ts';
import { notBetween, TOO_LONG } from '../value/failures.ts';
import { Failure, isList, kindOf } from '../value/kinds.ts';
import { isMap, keysOf } from '../value/maps.ts';

/** What a macro does with one element. */
export type Body = (item: unknown) => unknown;

/**
 * A macro over a list, or over the keys of a map. `weight` is what one element costs, in visits. A macro gives an error
 * for what is neither, and `TOO_LONG` where the budget runs out, which no operator can absorb since the budget is
 * looked at when the run ends.
 */
export type Macro = (range: unknown, budget: Budget, weight: number, body: Body, then: Body) => unknown;

/** What a macro goes over: the elements of a list, or the keys of a map. */
export function elements(range: unknown): readonly unknown[] | Failure {
  if (isList(range)) return range;
  if (isMap(range)) return keysOf(range);
  return range instanceof Failure ? range : new Failure(`a list or a map is due, not ${kindOf(range)}`);
}

/** True where the body is for every element; false where it is not for one, whatever else fails. */
function all(range: unknown, budget: Budget, weight: number, body: Body): unknown {
  return search(range, budget, weight, body, false);
}

/** True where the body is for an element, whatever else fails. */
function exists(range: unknown, budget: Budget, weight: number, body: Body): unknown {
  return search(range, budget, weight, body, true);
}

/** Looks for an element whose body gives what is wanted; an error counts only where none does. */
function search(range: unknown, budget: Budget, weight: number, body: Body, wanted: boolean): unknown {
  const list = elements(range);
  if (list instanceof Failure) return list;
  let failure: Failure | undefined;
  for (let at = 0; at < list.length; at++) {
    if (!budget.spend(weight)) return TOO_LONG;
    const result = body(list[at]);
    if (result === wanted) return wanted;
    if (result !== !wanted) failure ??= notBool(result);
  }
  return failure ?? !wanted;
}

/** True where the body is for exactly one element. */
function existsOne(range: unknown, budget: Budget, weight: number, body: Body): unknown {
  const list = elements(range);
  if (list instanceof Failure) return list;
  let count = 0;
  for (let at = 0; at < list.length; at++) {
    if (!budget.spend(weight)) return TOO_LONG;
    const result = body(list[at]);
    if (result === true) count++;
    else if (result !== false) return notBool(result);
  }
  return count === 1;
}

/** The elements for which the body is true. */
function filter(range: unknown, budget: Budget, weight: number, body: Body): unknown {
  return collect(range, budget, weight, body, identity);
}

/** What the body makes of each element. */
function map(range: unknown, budget: Budget, weight: number, body: Body): unknown {
  return collect(range, budget, weight, always, body);
}

/** What `then` makes of each element for which the body is true. */
function mapSome(range: unknown, budget: Budget, weight: number, body: Body, then: Body): unknown {
  return collect(range, budget, weight, body, then);
}

function identity(item: unknown): unknown {
  return item;
}

function always(): boolean {
  return true;
}

function collect(range: unknown, budget: Budget, weight: number, test: Body, then: Body): unknown {
  const list = elements(range);
  if (list instanceof Failure) return list;
  const made: unknown[] = [];
  for (let at = 0; at < list.length; at++) {
    if (!budget.spend(weight)) return TOO_LONG;
    const item = list[at];
    const kept = test(item);
    if (kept === false) continue;
    if (kept !== true) return notBool(kept);
    const value = then(item);
    if (value instanceof Failure) return value;
    made.push(value);
  }
  return made;
}

const ONE_BODY: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['all', all],
  ['exists', exists],
  ['exists_one', existsOne],
  ['filter', filter],
  ['map', map],
]);

/** The macro of that name, with so many bodies. */
export function macroOf(name: string, bodies: number): Macro {
  return bodies === 2 ? mapSome : (ONE_BODY.get(name) ?? unknownMacro);
}

/** INVARIANT: a tree has no macros but those of the table. */
function unknownMacro(range: unknown): unknown {
  return notBetween('macro', range, undefined);
}
