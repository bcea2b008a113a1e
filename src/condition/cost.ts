import { functionOf } from './function/registry.ts';
import { childrenOf, type Node } from './syntax.ts';

/** One run that does nothing else. */
const BASE = 10;
/** How many elements a macro is taken to visit. */
const VISITS = 8;

const COSTS: Readonly<Record<Node['kind'], number>> = {
  literal: 1,
  name: 2,
  member: 4,
  index: 12,
  unary: 3,
  binary: 6,
  choice: 4,
  call: 60,
  macro: 30,
  bind: 4,
  has: 6,
  list: 10,
  map: 40,
};

/** Estimated nanoseconds of one run. */
export function costOf(root: Node): number {
  return BASE + nodeCost(root);
}

function nodeCost(node: Node): number {
  const own = node.kind === 'call' ? (functionOf(node)?.cost ?? COSTS.call) : COSTS[node.kind];
  if (node.kind === 'macro') return own + nodeCost(node.receiver) + VISITS * sum(node.body);
  return own + sum(childrenOf(node));
}

function sum(nodes: readonly Node[]): number {
  return nodes.reduce((total, node) => total + nodeCost(node), 0);
}
