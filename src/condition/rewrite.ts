import { CHARGE, CHARGE_DEEP, CHARGE_SCAN, HAS_MEMBER, REPLACED, REPLACED_METHODS } from './replacements.ts';
import { type BinaryNode, childrenOf, type HasNode, type Node } from './syntax.ts';

/** A change to the text: `removed` units from `at` on give way to `inserted`. */
interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/**
 * The text that is run in place of the condition: what the library does wrong at run time is replaced by functions of
 * ours, and each iteration is charged to the budget of a run. Changes are made at single tokens, since a node's range
 * leaves out the brackets around it and so can't be moved as text.
 */
export function rewrite(text: string, root: Node): string {
  const edits: Edit[] = [];
  collect(root, false);
  edits.sort((left, right) => left.at - right.at);
  let out = '';
  let at = 0;
  for (const edit of edits) {
    out += text.slice(at, edit.at) + edit.inserted;
    at = edit.at + edit.removed;
  }
  return out + text.slice(at);

  function collect(node: Node, inMacro: boolean): void {
    if (node.kind === 'has') {
      edits.push({ at: node.start, removed: node.end - node.start, inserted: hasCall(node) });
      return;
    }
    edits.push(...editsOf(text, node, inMacro));
    for (const child of childrenOf(node)) {
      collect(child, inMacro || (node.kind === 'macro' && child !== node.receiver));
    }
  }
}

/** The changes at the node itself. `inMacro` is true inside a macro's body, which runs once for each element. */
function editsOf(text: string, node: Node, inMacro: boolean): readonly Edit[] {
  if (node.kind === 'macro') {
    return [{ at: methodPlace(text, node.receiver).dot, removed: 0, inserted: `.${CHARGE}()` }];
  }
  if (node.kind === 'binary') return inMacro ? chargesOf(node) : [];
  if (node.kind !== 'call') return [];
  const inserted = (node.receiver === undefined ? REPLACED : REPLACED_METHODS).get(node.name);
  if (inserted === undefined) return [];
  const at = node.receiver === undefined ? node.start : methodPlace(text, node.receiver).name;
  return [{ at, removed: node.name.length, inserted }];
}

function hasCall(node: HasNode): string {
  return `${HAS_MEMBER}(${pathText(node.member.object)}, ${JSON.stringify(node.member.field)})`;
}

/** INVARIANT: what stands in `has()` was checked to be a chain of members. */
function pathText(node: Node): string {
  if (node.kind === 'member') return `${pathText(node.object)}.${node.field}`;
  return node.kind === 'name' ? node.name : 'null';
}

/** Operators whose work grows with the data are charged for each side that may bring much of it. */
function chargesOf({ operator, left, right }: BinaryNode): readonly Edit[] {
  switch (operator) {
    case 'in':
      return charges(right, CHARGE_SCAN);
    case '+':
      return [...charges(left, CHARGE_SCAN), ...charges(right, CHARGE_SCAN)];
    case '==':
    case '!=':
      if (left.kind === 'literal' || right.kind === 'literal') return [];
      return [...charges(left, CHARGE_DEEP), ...charges(right, CHARGE_DEEP)];
    default:
      return [];
  }
}

/** Sums are charged where they are made, and literals are as long as the condition. */
function charges(node: Node, charge: string): readonly Edit[] {
  switch (node.kind) {
    case 'choice':
      return [...charges(node.yes, charge), ...charges(node.no, charge)];
    case 'list':
      return node.items.flatMap((item) => charges(item, charge));
    case 'map':
      return node.entries.flatMap(([, value]) => charges(value, charge));
    case 'name':
    case 'member':
    case 'index':
    case 'macro':
      return [{ at: node.end, removed: 0, inserted: `.${charge}()` }];
    default:
      return [];
  }
}

const BEFORE_METHOD = /(?:[\s)]|\/\/[^\n]*\n)*/y;
const BEFORE_NAME = /\.(?:\s|\/\/[^\n]*\n)*/y;

/** Where the dot and the name of a method stand that is called on the receiver. */
function methodPlace(text: string, receiver: Node): { readonly dot: number; readonly name: number } {
  BEFORE_METHOD.lastIndex = receiver.end;
  BEFORE_METHOD.test(text);
  const dot = BEFORE_METHOD.lastIndex;
  BEFORE_NAME.lastIndex = dot;
  BEFORE_NAME.test(text);
  return { dot, name: BEFORE_NAME.lastIndex };
}
