import type { Budget } from '../value/budget.ts';
import { equal } from '../value/equality.ts';
import { notTaken, OUTSIDE_LIST, TOO_LONG } from '../value/failures.ts';
import { Failure, isList, Optional } from '../value/kinds.ts';
import { less } from '../value/order.ts';
import { type Apply, type FunctionEntry, method, plain } from './entry.ts';

/** The functions of lists and of lists as sets, as cel-go has them. */
export const LISTS: readonly FunctionEntry[] = [
  method('slice', [2], slice, 'list<A>.slice(int, int): list<A>'),
  method('flatten', [0, 1], flatten, 'list<dyn>.flatten(): list<dyn>', 'list<dyn>.flatten(int): list<dyn>'),
  method('distinct', [0], distinct, 'list<A>.distinct(): list<A>'),
  method('sort', [0], sort, 'list<A>.sort(): list<A>'),
  method('first', [0], end('first', 0), 'list<A>.first(): optional<A>'),
  method('last', [0], end('last', -1), 'list<A>.last(): optional<A>'),
  plain('lists.range', [1], range, 'ListsSpace.range(int): list<int>'),
  plain('sets.contains', [2], contains, signature('contains')),
  plain('sets.intersects', [2], intersects, signature('intersects')),
  plain('sets.equivalent', [2], equivalent, signature('equivalent')),
];

function signature(word: string): string {
  return `SetsSpace.${word}(list<dyn>, list<dyn>): bool`;
}

function slice(budget: Budget, list: unknown, from: unknown, to: unknown): unknown {
  if (!isList(list) || typeof from !== 'bigint' || typeof to !== 'bigint') return notTaken('slice', list, from, to);
  if (from < 0n || to < from || to > BigInt(list.length)) return OUTSIDE_LIST;
  return budget.scan(Number(to - from)) ? list.slice(Number(from), Number(to)) : TOO_LONG;
}

function flatten(budget: Budget, list: unknown, depth: unknown = 1n): unknown {
  if (!isList(list) || typeof depth !== 'bigint' || depth < 0n) return notTaken('flatten', list, depth);
  let flat: readonly unknown[] = list;
  for (let level = 0n; level < depth && flat.some(isList); level++) {
    if (!budget.scan(flat.reduce<number>((sum, item) => sum + (isList(item) ? item.length : 1), 1))) return TOO_LONG;
    flat = flat.flatMap((item) => (isList(item) ? item : [item]));
  }
  return flat;
}

function distinct(budget: Budget, list: unknown): unknown {
  if (!isList(list)) return notTaken('distinct', list);
  const kept: unknown[] = [];
  for (const item of list) {
    const found = holds(budget, kept, item);
    if (found instanceof Failure) return found;
    if (!found) kept.push(item);
  }
  return kept;
}

/** Whether an item of the list equals the value. */
function holds(budget: Budget, list: readonly unknown[], value: unknown): boolean | Failure {
  if (!budget.scan(list.length)) return TOO_LONG;
  for (const item of list) {
    const result = equal(item, value, budget);
    if (result !== false) return result;
  }
  return false;
}

function sort(budget: Budget, list: unknown): unknown {
  if (!isList(list)) return notTaken('sort', list);
  if (!budget.scan(list.length * Math.ceil(Math.log2(list.length + 2)))) return TOO_LONG;
  const failure = list.map((item) => less(item, list[0])).find((result) => result instanceof Failure);
  if (failure !== undefined) return failure;
  return list.toSorted((left, right) => (less(left, right) === true ? -1 : less(right, left) === true ? 1 : 0));
}

function end(word: string, at: number): Apply {
  return (_, list) => (isList(list) ? new Optional(list.at(at)) : notTaken(word, list));
}

function range(budget: Budget, length: unknown): unknown {
  if (typeof length !== 'bigint') return notTaken('lists.range', length);
  if (!budget.build(Math.max(0, Number(length)))) return TOO_LONG;
  return Array.from({ length: Math.max(0, Number(length)) }, (_, index) => BigInt(index));
}

function contains(budget: Budget, list: unknown, part: unknown): unknown {
  if (!isList(list) || !isList(part)) return notTaken('sets.contains', list, part);
  return every(budget, part, list);
}

/** True where every item of the one stands in the other. */
function every(budget: Budget, part: readonly unknown[], list: readonly unknown[]): boolean | Failure {
  for (const item of part) {
    const result = holds(budget, list, item);
    if (result !== true) return result;
  }
  return true;
}

function intersects(budget: Budget, left: unknown, right: unknown): unknown {
  if (!isList(left) || !isList(right)) return notTaken('sets.intersects', left, right);
  for (const item of left) {
    const result = holds(budget, right, item);
    if (result !== false) return result;
  }
  return false;
}

function equivalent(budget: Budget, left: unknown, right: unknown): unknown {
  if (!isList(left) || !isList(right)) return notTaken('sets.equivalent', left, right);
  const result = every(budget, left, right);
  return result === true ? every(budget, right, left) : result;
}
