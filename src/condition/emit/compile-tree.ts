import { childrenOf, type Node, sidesOf } from '../syntax.ts';
import { compileClosures } from './closures.ts';
import type { Roots } from './roots.ts';
import { compileSource } from './source.ts';

/** How a tree becomes a function: as JavaScript that is made of it, or as functions that call one another. */
export type Compilation = 'source' | 'closures';

const CHOSEN: Compilation = mayMakeCode() ? 'source' : 'closures';

/** Compiles a tree. What comes out gives a value, or an error as a `Failure`. */
export function compileTree<B>(
  tree: Node,
  roots: Roots<B>,
  compilation: Compilation = CHOSEN,
): (bindings: B) => unknown {
  const isShallow = depthOf(tree) <= MAX_SOURCE_DEPTH;
  return compilation === 'source' && isShallow ? compileSource(tree, roots) : compileClosures(tree, roots);
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
