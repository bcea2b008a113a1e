import { childrenOf, type Node } from '../syntax.ts';

/** So many nodes of a body run in the time that a visit is taken to cost. */
const NODES_A_VISIT = 32;

/** What the visit of one element costs, in visits: 1 for a short body. */
export function weightOf(bodies: readonly Node[]): number {
  return 1 + Math.floor(bodies.reduce((total, body) => total + countNodes(body), 0) / NODES_A_VISIT);
}

function countNodes(node: Node): number {
  return childrenOf(node).reduce((total, child) => total + countNodes(child), 1);
}
