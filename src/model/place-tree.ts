import { compileGlob, type Glob, isPattern, matchesGlob } from './glob.ts';

/** One step of a place: names to go down by, patterns to try, and `*` apart, since at the last step it is a scope of its own. */
export interface PlaceNode<T> {
  readonly words: ReadonlyMap<string, PlaceNode<T>>;
  readonly patterns: readonly { readonly glob: Glob; readonly node: PlaceNode<T> }[];
  readonly star: PlaceNode<T> | undefined;
  readonly leaf: T | undefined;
}

interface Draft<S> {
  readonly words: Map<string, Draft<S>>;
  readonly patterns: Map<string, Draft<S>>;
  star: Draft<S> | undefined;
  readonly written: S[];
}

/** What was written for a place: at its last step, by name or pattern, and by `*`. */
export interface Found<T> {
  readonly named: T[];
  readonly star: T[];
}

/** A tree under construction: `add` takes the lists of names of each step (org, namespace, chain). */
export interface PlaceTreeBuilder<S> {
  add(steps: readonly (readonly string[])[], written: S): void;
  build<T>(leaf: (written: readonly S[]) => T): PlaceNode<T>;
}

export function createPlaceTree<S>(): PlaceTreeBuilder<S> {
  const root = emptyDraft<S>();
  return {
    add: (steps, written) => addBelow(root, steps, written),
    build: (leaf) => freeze(root, leaf),
  };
}

/** Everything written for the place, in an order that doesn't depend on the documents' order. */
export function findPlace<T>(root: PlaceNode<T>, place: readonly string[]): Found<T> {
  const found: Found<T> = { named: [], star: [] };
  collect(root, place, 0, found);
  return found;
}

function collect<T>(node: PlaceNode<T>, place: readonly string[], depth: number, found: Found<T>): void {
  const last = depth === place.length - 1;
  const name = place[depth] ?? '';
  const word = node.words.get(name);
  if (word !== undefined) descend(word, place, depth, last ? found.named : undefined, found);
  for (const { glob, node: below } of node.patterns) {
    if (matchesGlob(glob, name)) descend(below, place, depth, last ? found.named : undefined, found);
  }
  if (node.star !== undefined) descend(node.star, place, depth, last ? found.star : undefined, found);
}

function descend<T>(
  node: PlaceNode<T>,
  place: readonly string[],
  depth: number,
  into: T[] | undefined,
  found: Found<T>,
): void {
  if (into === undefined) collect(node, place, depth + 1, found);
  else if (node.leaf !== undefined) into.push(node.leaf);
}

/** The nodes that one name leads to. */
export function stepInto<T>(node: PlaceNode<T>, name: string): readonly PlaceNode<T>[] {
  const word = node.words.get(name);
  const matched = node.patterns.filter(({ glob }) => matchesGlob(glob, name)).map((pattern) => pattern.node);
  return [...(word === undefined ? [] : [word]), ...matched, ...(node.star === undefined ? [] : [node.star])];
}

function emptyDraft<S>(): Draft<S> {
  return { words: new Map(), patterns: new Map(), star: undefined, written: [] };
}

function addBelow<S>(draft: Draft<S>, steps: readonly (readonly string[])[], written: S): void {
  const [names, ...rest] = steps;
  if (names === undefined) {
    draft.written.push(written);
    return;
  }
  for (const name of new Set(names)) addBelow(childOf(draft, name), rest, written);
}

function childOf<S>(draft: Draft<S>, name: string): Draft<S> {
  if (name === '*') {
    draft.star ??= emptyDraft();
    return draft.star;
  }
  const children = isPattern(name) ? draft.patterns : draft.words;
  const child = children.get(name) ?? emptyDraft<S>();
  children.set(name, child);
  return child;
}

function freeze<S, T>(draft: Draft<S>, leaf: (written: readonly S[]) => T): PlaceNode<T> {
  const patterns = [...draft.patterns].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    words: new Map([...draft.words].map(([name, child]) => [name, freeze(child, leaf)])),
    patterns: patterns.map(([glob, child]) => ({ glob: compileGlob(glob), node: freeze(child, leaf) })),
    star: draft.star === undefined ? undefined : freeze(draft.star, leaf),
    leaf: draft.written.length === 0 ? undefined : leaf(draft.written),
  };
}
