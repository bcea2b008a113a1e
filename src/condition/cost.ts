import { childrenOf, type Node } from './syntax.ts';

/** One run that does nothing else. */
const BASE = 60;
/** How many elements a macro is taken to visit. */
const VISITS = 8;

const COSTS: Readonly<Record<Node['kind'], number>> = {
  literal: 5,
  name: 20,
  member: 40,
  index: 60,
  unary: 30,
  binary: 50,
  choice: 20,
  call: 120,
  macro: 150,
  has: 100,
  list: 20,
  map: 60,
};

/** Estimated nanoseconds of one run. */
export function costOf(root: Node): number {
  return BASE + nodeCost(root);
}

function nodeCost(node: Node): number {
  const own = COSTS[node.kind];
  if (node.kind === 'macro') return own + nodeCost(node.receiver) + VISITS * sum(node.body);
  return own + sum(childrenOf(node));
}

function sum(nodes: readonly Node[]): number {
  return nodes.reduce((total, node) => total + nodeCost(node), 0);
}
