import type { Node } from '../syntax.ts';
import { compileClosures } from './closures.ts';
import type { Roots } from './roots.ts';

/** How a tree becomes a function: as JavaScript that is made of it, or as functions that call one another. */
export type Compilation = 'source' | 'closures';

/** Compiles a tree. What comes out gives a value, or an error as a `Failure`. */
export function compileTree<B>(tree: Node, roots: Roots<B>, _compilation?: Compilation): (bindings: B) => unknown {
  return compileClosures(tree, roots);
}
