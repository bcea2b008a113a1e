import type { Node } from '../syntax.ts';
import type { Roots } from './roots.ts';

/** A variable of a macro, or of `cel.bind`. */
export interface Local {
  /** Which of the locals of a run it is; locals whose bodies stand in one another have different ones. */
  readonly slot: number;
  /** True where it is a JSON value for certain. */
  readonly json: boolean;
}

/** The variables that a node sees. */
export interface Scope<B> {
  readonly roots: Roots<B>;
  readonly slots: ReadonlyMap<string, Local>;
  /** The scope with one more variable. */
  with(name: string, json: boolean): { readonly scope: Scope<B>; readonly slot: number };
}

export function createScope<B>(
  roots: Roots<B>,
  slots: ReadonlyMap<string, Local> = new Map(),
  depth: number = 0,
): Scope<B> {
  return {
    roots,
    slots,
    with: (name, json) => ({
      scope: createScope(roots, new Map([...slots, [name, { slot: depth, json }]]), depth + 1),
      slot: depth,
    }),
  };
}

/** True where a node's value, if it is no error, is JSON for certain. */
export function isJson<B>(node: Node, scope: Scope<B>): boolean {
  switch (node.kind) {
    case 'name': {
      const local = scope.slots.get(node.name);
      return local === undefined ? scope.roots.has(node.name) && scope.roots.isJson(node.name) : local.json;
    }
    case 'member':
      return !node.optional && isJson(node.object, scope);
    case 'index':
      return !node.optional && isJson(node.object, scope);
    default:
      return false;
  }
}
