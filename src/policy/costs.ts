import type { Condition } from '../condition/condition.ts';
import type { PermissionIndex } from '../model/permission-index.ts';
import type { BindingIndex, BoundPeople, CompiledBinding, PermissionCosts } from './snapshot.ts';

interface Conditional {
  readonly when: Condition | undefined;
}

/** What of a set can be asked together: the costs of its members are upper bounds, not sums. */
interface CostDraft {
  readonly known: Map<string, { readonly known: Map<string, number>; other: number }>;
  other: number;
}

export interface CostTable {
  /** Notes the conditional entries of an index. */
  add(index: PermissionIndex<Conditional> | undefined): void;
  /** Notes the conditional bindings of a scope. */
  addBindings(index: BindingIndex | undefined): void;
  build(): PermissionCosts;
}

/**
 * Estimates what the conditions about a permission may cost, over all scopes: an upper bound by permission alone, so that
 * looking it up costs next to nothing.
 */
export function createCostTable(): CostTable {
  const draft: CostDraft = { known: new Map(), other: 0 };
  let bindings = 0;
  return {
    add: (index) => addIndex(draft, index),
    addBindings: (index) => {
      bindings = Math.max(bindings, bindingsCost(index));
    },
    build: () => frozen(draft, bindings),
  };
}

function addIndex(draft: CostDraft, index: PermissionIndex<Conditional> | undefined): void {
  if (index === undefined) return;
  for (const [type, actions] of index.known) {
    for (const [action, bucket] of actions.known) note(draft, type, action, bucketCost(bucket));
    note(draft, type, undefined, bucketCost(actions.other));
  }
  for (const bucket of [...index.other.known.values(), index.other.other]) {
    draft.other = Math.max(draft.other, bucketCost(bucket));
  }
}

function bucketCost(bucket: {
  anyId: readonly Conditional[];
  byId: ReadonlyMap<string, readonly Conditional[]> | undefined;
}): number {
  const lists = [bucket.anyId, ...(bucket.byId?.values() ?? [])];
  return Math.max(...lists.map(sum));
}

function note(draft: CostDraft, type: string, action: string | undefined, cost: number): void {
  if (cost === 0) return;
  const actions = draft.known.get(type) ?? { known: new Map<string, number>(), other: 0 };
  draft.known.set(type, actions);
  if (action === undefined) actions.other = Math.max(actions.other, cost);
  else actions.known.set(action, Math.max(actions.known.get(action) ?? 0, cost));
}

function frozen(draft: CostDraft, bindings: number): PermissionCosts {
  const base = draft.other + bindings;
  const known = [...draft.known].map(([type, actions]) => {
    const costs = [...actions.known].map(([action, cost]): [string, number] => [action, base + cost]);
    return [type, { known: new Map(costs), other: base + actions.other }] as const;
  });
  return { known: new Map(known), other: { known: new Map(), other: base } };
}

function bindingsCost(index: BindingIndex | undefined): number {
  if (index === undefined) return 0;
  const people = [index.local, ...(index.qualified?.values() ?? [])].filter((some) => some !== undefined);
  return sum(new Set([...index.owner, ...people.flatMap(bound)]));
}

function bound(people: BoundPeople): CompiledBinding[] {
  const subjects = [...people.subjects.values()].flatMap((ids) => [...ids.values()].flat());
  return [...people.everyone, ...subjects, ...[...people.groups.values()].flat()];
}

function sum(conditionals: Iterable<Conditional>): number {
  let total = 0;
  for (const { when } of conditionals) total += when?.cost ?? 0;
  return total;
}
