import { childrenOf, type Node, sidesOf } from '../syntax.ts';
import { compileClosures } from './closures.ts';
import type { Roots } from './roots.ts';
import type { Run } from './run.ts';
import { compileSource } from './source.ts';

/** How a tree becomes a function: as JavaScript that is made of it, or as functions that call one another. */
export type Compilation = 'source' | 'closures';

const CHOSEN: Compilation = mayMakeCode() ? 'source' : 'closures';

/**
 * Compiles a tree. `done` makes what a run gives of a result that is no bool: a value, or a `Failure`. Both ways mean
 * the same; the process decides which one it may go.
 */
export function compileTree<B, R>(
  tree: Node,
  roots: Roots<B>,
  done: (result: unknown) => R,
  compilation: Compilation = CHOSEN,
): Run<B, R> {
  const isSource = compilation === 'source' && depthOf(tree) <= MAX_SOURCE_DEPTH;
  return isSource ? compileSource(tree, roots, done) : compileClosures(tree, roots, done);
}

/** Deeper trees become closures: JavaScript's own parser recurses on what nests, with the stack that is left. */
const MAX_SOURCE_DEPTH = 64;

function depthOf(node: Node): number {
  const isChain = node.kind === 'binary' && (node.operator === '&&' || node.operator === '||');
  const below = isChain ? sidesOf(node) : childrenOf(node);
  return 1 + below.reduce((deepest, child) => Math.max(deepest, depthOf(child)), 0);
}

/** False in a process that runs with `--disallow-code-generation-from-strings`. */
function mayMakeCode(): boolean {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}
