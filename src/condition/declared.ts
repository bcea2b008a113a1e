import { adapt } from './adapt.ts';
import type { ConditionFault, ReadPath } from './condition.ts';
import { createCheckEnvironment } from './environment.ts';
import { typeFault } from './library-faults.ts';
import { pathOf } from './reads.ts';
import { childrenOf, type Node, type Range } from './syntax.ts';

/** The types that a declaration can give a path. An integer of a question is a double as well. */
export type DeclaredType = 'string' | 'double' | 'bool' | 'list<string>' | 'list<bool>' | 'list' | 'map';

/** What is declared of a path: its type, that nothing is there, or nothing for sure. */
export type Look =
  | { readonly kind: 'open' }
  | { readonly kind: 'typed'; readonly type: DeclaredType }
  /** Up to the member at this index of the path all is declared, and that one never stands there. */
  | { readonly kind: 'absent'; readonly at: number; readonly message: string; readonly hint?: string | undefined };

/** What stands in the text for an attribute of each type: shorter than any path, so that offsets stay what they are. */
const NAMES: Readonly<Record<DeclaredType, string>> = {
  string: 'decl_s',
  double: 'decl_d',
  bool: 'decl_b',
  'list<string>': 'decl_ls',
  'list<bool>': 'decl_lb',
  list: 'decl_l',
  map: 'decl_m',
};

const parsing = createCheckEnvironment();
const checking = createDeclaredEnvironment();

/**
 * What is wrong with a condition where its attributes are as `look` says. Only for a condition that is right without;
 * for any other, nothing.
 */
export function declaredFaults(text: string, look: (path: ReadPath) => Look): readonly ConditionFault[] {
  const tree = treeOf(text);
  if (tree === undefined) return [];
  const faults: ConditionFault[] = [];
  const typed: (Range & { readonly type: DeclaredType })[] = [];
  visit(tree, true);
  return faults.length > 0 ? faults : typeFaults(text, typed);

  function visit(node: Node, isFixed: boolean): void {
    const path = node.kind === 'has' ? pathOf(node.member) : pathOf(node);
    if (path === undefined) {
      for (const child of childrenOf(node)) visit(child, fixes(node, child));
      return;
    }
    const found = look(path);
    if (found.kind === 'absent') faults.push(absentFault(node, path, found));
    if (found.kind !== 'typed' || node.kind === 'has' || isOptional(node)) return;
    if (found.type !== 'double' || isFixed) typed.push({ start: node.start, end: node.end, type: found.type });
  }
}

function treeOf(text: string): Node | undefined {
  try {
    return adapt(parsing.parse(text).ast);
  } catch {
    return undefined;
  }
}

/** The library's checker on the text in which names of the types stand for the attributes. */
function typeFaults(
  text: string,
  typed: readonly (Range & { readonly type: DeclaredType })[],
): readonly ConditionFault[] {
  if (typed.length === 0) return [];
  let shown = text;
  for (const { start, end, type } of typed) {
    shown = `${shown.slice(0, start)}${NAMES[type].padEnd(end - start)}${shown.slice(end)}`;
  }
  try {
    const checked = checking.parse(shown).check();
    if (!checked.valid) return [withNumberHint(typeFault(text, checked.error))];
    if (checked.type === 'bool' || checked.type === 'dyn') return [];
    const message = `a condition must be a bool, and this is declared \`${checked.type}\``;
    return [{ message, hint: 'compare it with something', start: 0, end: text.length }];
  } catch {
    // The checker knows some expressions only where types are open: these are as right as they were.
    return [];
  }
}

const MIXED = /\bint\b.*\bdouble\b|\bdouble\b.*\bint\b/;

function withNumberHint(fault: ConditionFault): ConditionFault {
  if (!MIXED.test(fault.message)) return fault;
  return { ...fault, hint: 'a number of a question is a double, a declared `integer` too: write `1.0`, or `int(x)`' };
}

/**
 * True where a number below the node can only be taken for a double. Elsewhere, as in `has(x) ? x : 0`, the library asks
 * for one kind of number and the condition runs with either.
 */
function fixes(node: Node, child: Node): boolean {
  switch (node.kind) {
    case 'unary':
      return true;
    case 'binary':
      return node.operator !== 'in' || (child === node.left && node.right.kind === 'list');
    case 'choice':
      return child === node.test;
    case 'call':
      return (
        child === node.receiver ||
        (node.receiver === undefined && node.args.length === 1 && !/^optional\./.test(node.name))
      );
    default:
      return false;
  }
}

function isOptional(node: Node): boolean {
  for (let at = node; at.kind === 'member' || at.kind === 'index'; at = at.object) if (at.optional) return true;
  return false;
}

/** At the member that is not there, whatever follows it. */
function absentFault(
  node: Node,
  path: ReadPath,
  { at, message, hint }: Extract<Look, { kind: 'absent' }>,
): ConditionFault {
  let step: Node = node.kind === 'has' ? node.member : node;
  for (let left = path.length - 1 - at; left > 0 && (step.kind === 'member' || step.kind === 'index'); left -= 1) {
    step = step.object;
  }
  const range = step.kind === 'member' ? { start: step.fieldStart, end: step.end } : step;
  return { message, ...(hint === undefined ? {} : { hint }), start: range.start, end: range.end };
}

function createDeclaredEnvironment(): ReturnType<typeof createCheckEnvironment> {
  const environment = createCheckEnvironment({ loose: true });
  // Equality of a question's number with an int literal is fine when it runs; the library knows it the other way alone.
  for (const operator of ['double == int', 'double == uint', 'double in list<int>']) {
    environment.registerOperator(operator, () => false);
  }
  for (const [type, name] of Object.entries(NAMES)) environment.registerVariable(name, type);
  return environment;
}
