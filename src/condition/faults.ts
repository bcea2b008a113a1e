import type { ConditionFault } from './condition.ts';
import { literalFaults, mapFaults, timeFaults } from './literal-faults.ts';
import { callFaults, hasFaults, memberFaults, nameFaults, variableFaults } from './name-faults.ts';
import { type BindNode, childrenOf, type MacroNode, type Node, seesVariable } from './syntax.ts';

/** How deep macros may stand in one another's bodies. */
export const MAX_MACRO_DEPTH = 4;

/** What is known where a node stands: the variables of the macros around it. */
interface Surroundings {
  readonly scope: ReadonlySet<string>;
  readonly depth: number;
}

/** Every fault that the tree shows and that the library's checker misses or tells badly, in the order of the text. */
export function findFaults(root: Node): readonly ConditionFault[] {
  const faults: ConditionFault[] = [];
  visit(root, { scope: new Set(), depth: 0 });
  return faults.sort((left, right) => left.start - right.start || left.end - right.end);

  function visit(node: Node, around: Surroundings): void {
    faults.push(...faultsAt(node, around));
    const isMinus = node.kind === 'unary' && node.operator === '-';
    if (isMinus && node.operand.kind === 'literal') {
      faults.push(...literalFaults(node.operand, true));
      return;
    }
    for (const child of childrenOf(node)) {
      visit(child, seesVariable(node, child) ? inside(node, around) : around);
    }
  }
}

function faultsAt(node: Node, around: Surroundings): readonly ConditionFault[] {
  switch (node.kind) {
    case 'literal':
      return literalFaults(node, false);
    case 'name':
      return nameFaults(node, around.scope);
    case 'member':
    case 'index':
      return memberFaults(node);
    case 'has':
      return hasFaults(node);
    case 'call':
      return [...callFaults(node), ...timeFaults(node)];
    case 'macro':
      return [...variableFaults(node), ...rangeFaults(node, around)];
    case 'bind':
      return variableFaults(node);
    case 'map':
      return mapFaults(node);
    default:
      return [];
  }
}

function inside(node: MacroNode | BindNode, { scope, depth }: Surroundings): Surroundings {
  return { scope: new Set([...scope, node.variable.name]), depth: node.kind === 'macro' ? depth + 1 : depth };
}

function rangeFaults(node: MacroNode, { depth }: Surroundings): readonly ConditionFault[] {
  const { start, end } = node;
  if (depth >= MAX_MACRO_DEPTH) {
    const message = `macros stand at most ${MAX_MACRO_DEPTH} deep in one another`;
    return [{ message, hint: 'each level multiplies the work with the length of a list', start, end }];
  }
  if (node.receiver.kind !== 'list' || node.receiver.items.length > 0) return [];
  return [{ message: 'an empty list has no elements to visit', hint: 'leave it out', start, end }];
}
