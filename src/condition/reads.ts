import type { ReadPath } from './condition.ts';
import { QUESTION_VARIABLES } from './functions.ts';
import { childrenOf, type Node } from './syntax.ts';

/** What a condition reads: every member path, the shortest where one holds another, and whether it asks for the time. */
export interface Reads {
  readonly paths: readonly ReadPath[];
  readonly now: boolean;
}

/** Finds what a condition reads. A computed key or an index counts as the whole that it is taken from. */
export function readsOf(root: Node): Reads {
  const found = new Map<string, ReadPath>();
  let now = false;
  visit(root);
  return { paths: withoutCovered([...found.values()]), now };

  function visit(node: Node): void {
    const path = pathOf(node) ?? membershipOf(node);
    if (path !== undefined) {
      found.set(JSON.stringify(path), path);
      return;
    }
    if (node.kind === 'name' && node.name === 'now') now = true;
    for (const child of childrenOf(node)) visit(child);
  }
}

/** The path that a chain of members names, if it begins at one of the question's variables. Macros can't rename those. */
export function pathOf(node: Node): ReadPath | undefined {
  if (node.kind === 'name') return QUESTION_VARIABLES.includes(node.name) ? [node.name] : undefined;
  if (node.kind === 'member') return extend(node.object, node.field);
  if (node.kind === 'index' && node.index.kind === 'literal' && typeof node.index.value === 'string') {
    return extend(node.object, node.index.value);
  }
  return undefined;
}

function extend(base: Node, key: string): ReadPath | undefined {
  const path = pathOf(base);
  return path === undefined ? undefined : [...path, key];
}

/** `"key" in context` reads that key alone. Deeper down the right side may be a list, and then all of it is read. */
function membershipOf(node: Node): ReadPath | undefined {
  if (node.kind !== 'binary' || node.operator !== 'in') return undefined;
  if (node.left.kind !== 'literal' || typeof node.left.value !== 'string') return undefined;
  const map = pathOf(node.right);
  if (map === undefined) return undefined;
  const isMap = map[0] === 'context' ? map.length === 1 : map.length === 2 && map[1] === 'properties';
  return isMap ? [...map, node.left.value] : undefined;
}

function withoutCovered(paths: readonly ReadPath[]): readonly ReadPath[] {
  const covers = (short: ReadPath, long: ReadPath) =>
    short.length < long.length && short.every((part, index) => part === long[index]);
  return paths.filter((path) => !paths.some((other) => covers(other, path)));
}
