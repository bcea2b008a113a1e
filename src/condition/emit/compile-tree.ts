import { childrenOf, type Node, sidesOf } from '../syntax.ts';
import { compileClosures } from './closures.ts';
import type { Roots } from './roots.ts';
import type { Run } from './run.ts';
import { compileSource } from './source.ts';

/** How a tree becomes a function: as JavaScript that is made of it, or as functions that call one another. */
export type Compilation = 'source' | 'closures';

const MAY_MAKE_CODE: boolean = mayMakeCode();

/** Source is made of an expression when it runs for this time: most of a large set never run, and source costs to make. */
const WORTH_SOURCE = 8;

/** How an expression is compiled. */
export interface CompileOptions<B, R> {
  /** What a run gives for a result that is no bool: a value, or a `Failure`. */
  readonly done: (result: unknown) => R;
  /** One way for good; without it an expression begins as closures, and becomes source where the process allows it. */
  readonly compilation?: Compilation | undefined;
  /** Told of the run that takes the place of the first one: who calls that one from now on saves a step. */
  readonly replaced?: (run: Run<B, R>) => void;
}

/** Compiles a tree. Both ways mean the same. */
export function compileTree<B, R>(tree: Node, roots: Roots<B>, options: CompileOptions<B, R>): Run<B, R> {
  const { done, compilation, replaced } = options;
  const closures = compileClosures(tree, roots, done);
  if (compilation === 'closures' || depthOf(tree) > MAX_SOURCE_DEPTH) return closures;
  if (compilation === 'source') return compileSource(tree, roots, done);
  if (!MAY_MAKE_CODE) return closures;
  return later(closures, () => {
    const run = sourceOrNot(tree, roots, done);
    if (run !== undefined) replaced?.(run);
    return run;
  });
}

/** The first run until it has run a few times, then what is made in its place, if anything is. */
function later<B, R>(first: Run<B, R>, make: () => Run<B, R> | undefined): Run<B, R> {
  let run = first;
  let left = WORTH_SOURCE;
  return (bindings) => {
    if (left > 0 && --left === 0) run = make() ?? first;
    return run(bindings);
  };
}

/** Undefined where there is too little stack left to make code in: a run must not throw, and closures will do. */
function sourceOrNot<B, R>(tree: Node, roots: Roots<B>, done: (result: unknown) => R): Run<B, R> | undefined {
  try {
    return compileSource(tree, roots, done);
  } catch {
    return undefined;
  }
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
