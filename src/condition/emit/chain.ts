import type { NameNode, Node } from '../syntax.ts';
import { Failure } from '../value/kinds.ts';

/** A chain of members on a variable: `context.args["amount"]` is `args` and `amount` on `context`. */
export interface Chain {
  readonly base: NameNode;
  readonly keys: readonly string[];
  /** For each key the error that it is absent, which names the chain up to it. */
  readonly absent: readonly Failure[];
}

/** The chain of members that a node is, if it is one. */
export function chainOf(node: Node): Chain | undefined {
  if (node.kind === 'name') return { base: node, keys: [], absent: [] };
  const key = keyOf(node);
  const below =
    key === undefined || (node.kind !== 'member' && node.kind !== 'index') ? undefined : chainOf(node.object);
  if (key === undefined || below === undefined) return undefined;
  const keys = [...below.keys, key];
  return { base: below.base, keys, absent: [...below.absent, absence([below.base.name, ...keys])] };
}

function keyOf(node: Node): string | undefined {
  if (node.kind === 'member') return node.optional ? undefined : node.field;
  if (node.kind !== 'index' || node.optional || node.index.kind !== 'literal') return undefined;
  return typeof node.index.value === 'string' ? node.index.value : undefined;
}

/** The error that nothing is at a path; the path is told as the policy names it. */
export function absence(path: readonly string[]): Failure {
  return new Failure(`no such key: \`${path.join('.')}\``);
}

/**
 * Follows keys down JSON objects. The error of the key that is absent, or stands on what is no object. Whatever a key
 * is called, only an object's own members are read.
 */
export function walk(base: unknown, keys: readonly string[], absent: readonly Failure[]): unknown {
  let at = base;
  for (let step = 0; step < keys.length; step++) {
    at = below(at, keys[step] ?? '');
    if (at === undefined) return absent[step];
  }
  return at;
}

/** `has()` on a chain: whether its last key is there. What comes before must be there, and be an object. */
export function walkHas(base: unknown, keys: readonly string[], absent: readonly Failure[]): boolean | Failure {
  let at = base;
  const last = keys.length - 1;
  for (let step = 0; step < last; step++) {
    at = below(at, keys[step] ?? '');
    if (at === undefined) return absent[step] ?? NO_MAP;
  }
  if (typeof at !== 'object' || at === null || Array.isArray(at)) return NO_MAP;
  return below(at, keys[last] ?? '') !== undefined;
}

const NO_MAP: Failure = new Failure('`has` on something that is no map');

function below(base: unknown, key: string): unknown {
  if (typeof base !== 'object' || base === null || Array.isArray(base) || !Object.hasOwn(base, key)) return undefined;
  return Reflect.get(base, key);
}
