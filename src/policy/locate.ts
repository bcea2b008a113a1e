import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Span } from './source-text.ts';
import type { YamlDocument } from './yaml.ts';

/** A way from a document's root: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** The node at the path, or the last one on the way where the rest is not there (a single word stands for a list). */
function nodeAt(document: YamlDocument, path: Path): Node {
  let node: Node = document.root;
  for (const step of path) {
    const next = child(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** The run of text that a path's value takes. A map is shown by its first line alone. */
export function spanAt(document: YamlDocument, path: Path): Span {
  return spanOf(nodeAt(document, path), document);
}

/** The scalar at the path, where one is there. */
export function scalarAt(document: YamlDocument, path: Path): Scalar | undefined {
  const node = nodeAt(document, path);
  return isScalar(node) ? node : undefined;
}

/** The run of text that the key at the path's end takes; the value's where there is no such key. */
export function keySpanAt(document: YamlDocument, path: Path): Span {
  const last = path[path.length - 1];
  const holder = nodeAt(document, path.slice(0, -1));
  const pair = typeof last === 'string' && isMap(holder) ? pairsOf(holder).get(last) : undefined;
  return spanOf(pair?.key ?? holder, document);
}

/** The run of text that a node takes, cut at the end of its first line. */
export function spanOf(node: Node, document: YamlDocument): Span {
  const [start, end] = node.range ?? [0, 0];
  const line = document.source.text.indexOf('\n', start);
  return { start, end: line >= 0 && line < end && !isScalar(node) ? line : end };
}

function child(node: Node, step: string | number): Node | undefined {
  if (typeof step === 'number') return isSeq(node) ? ((node.items[step] as Node | undefined) ?? undefined) : undefined;
  return isMap(node) ? (pairsOf(node).get(step)?.value ?? undefined) : undefined;
}

type NodePair = Pair<Node, Node | null>;

/** By key, so that a map of thousands of wrong keys is not walked for each of them. */
const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, NodePair>>();

function pairsOf(map: YAMLMap): ReadonlyMap<string, NodePair> {
  const known = pairs.get(map) ?? indexPairs(map.items as NodePair[]);
  pairs.set(map, known);
  return known;
}

/** Of two pairs with one key the first, as it is read. */
function indexPairs(items: readonly NodePair[]): ReadonlyMap<string, NodePair> {
  const byKey = new Map<string, NodePair>();
  for (const pair of items) {
    if (isScalar(pair.key) && typeof pair.key.value === 'string' && !byKey.has(pair.key.value)) {
      byKey.set(pair.key.value, pair);
    }
  }
  return byKey;
}
