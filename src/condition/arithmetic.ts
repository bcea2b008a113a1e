import { adapt } from './adapt.ts';
import { createCheckEnvironment } from './environment.ts';
import { pathOf } from './reads.ts';
import { type BinaryOperator, childrenOf, type Node, type Range, seesVariable } from './syntax.ts';

const ARITHMETIC: readonly BinaryOperator[] = ['+', '-', '*', '/', '%'];
const environment = createCheckEnvironment();

/**
 * Where a condition calculates with an attribute and an int literal, as in `context.args.amount + 1`. A number from a
 * question is a double and never meets an int, so that each of these is an error when it runs: `1.0` is meant. Empty
 * for what is no condition.
 */
export function arithmeticOnAttributes(text: string): readonly Range[] {
  const found: Range[] = [];
  try {
    visit(adapt(environment.parse(text).ast), new Set());
  } catch {
    return [];
  }
  return found;

  function visit(node: Node, scope: ReadonlySet<string>): void {
    if (node.kind === 'binary' && ARITHMETIC.includes(node.operator)) {
      const { start, end, left, right } = node;
      const isMixed = (isAttribute(left, scope) && isInt(right)) || (isInt(left) && isAttribute(right, scope));
      if (isMixed) found.push({ start, end });
    }
    for (const child of childrenOf(node)) {
      visit(
        child,
        seesVariable(node, child) && node.kind === 'macro' ? new Set([...scope, node.variable.name]) : scope,
      );
    }
  }
}

function isInt(node: Node): boolean {
  if (node.kind === 'unary') return node.operator === '-' && isInt(node.operand);
  return node.kind === 'literal' && node.type === 'int';
}

/** True for a value whose type only the question tells, or a sum of those. */
function isAttribute(node: Node, scope: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case 'name':
      return scope.has(node.name);
    case 'member':
    case 'index':
      return pathOf(node) !== undefined || isAttribute(node.object, scope);
    case 'unary':
      return node.operator === '-' && isAttribute(node.operand, scope);
    case 'binary':
      return ARITHMETIC.includes(node.operator) && (isAttribute(node.left, scope) || isAttribute(node.right, scope));
    default:
      return false;
  }
}
