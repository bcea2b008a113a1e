import type { ASTNode } from '@marcbachmann/cel-js';
import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { MACROS } from './functions.ts';
import type { CallNode, LiteralNode, MacroNode, Node, Range } from './syntax.ts';

/** The library's tree as a tree of ours. Takes a tree that was not yet checked: checking adds cycles to it. */
export function adapt(node: ASTNode): Node {
  const range: Range = { start: node.start, end: node.end };
  switch (node.op) {
    case 'value':
      return literal(node.args, range);
    case 'id':
      return { kind: 'name', name: node.args, ...range };
    case '.':
    case '.?':
      return { kind: 'member', object: adapt(node.args[0]), field: node.args[1], fieldStart: node.pos, ...range };
    case '[]':
    case '[?]':
      return { kind: 'index', object: adapt(node.args[0]), index: adapt(node.args[1]), ...range };
    case '!_':
    case '-_':
      return { kind: 'unary', operator: node.op === '!_' ? '!' : '-', operand: adapt(node.args), ...range };
    case '?:': {
      const [test, yes, no] = node.args;
      return { kind: 'choice', test: adapt(test), yes: adapt(yes), no: adapt(no), ...range };
    }
    case 'call':
      return call(node.args[0], undefined, node.args[1].map(adapt), range);
    case 'rcall':
      return call(node.args[0], adapt(node.args[1]), node.args[2].map(adapt), range);
    case 'list':
      return { kind: 'list', items: node.args.map(adapt), ...range };
    case 'map':
      return { kind: 'map', entries: node.args.map(([key, value]) => [adapt(key), adapt(value)] as const), ...range };
    default:
      return { kind: 'binary', operator: node.op, left: adapt(node.args[0]), right: adapt(node.args[1]), ...range };
  }
}

function literal(value: unknown, range: Range): LiteralNode {
  switch (typeof value) {
    case 'string':
      return { kind: 'literal', type: 'string', value, ...range };
    case 'number':
      return { kind: 'literal', type: 'double', value, ...range };
    case 'bigint':
      return { kind: 'literal', type: 'int', value, ...range };
    case 'boolean':
      return { kind: 'literal', type: 'bool', value, ...range };
    default:
      if (value === null) return { kind: 'literal', type: 'null', value, ...range };
      return { kind: 'literal', type: value instanceof UnsignedInt ? 'uint' : 'bytes', value: undefined, ...range };
  }
}

function call(name: string, receiver: Node | undefined, args: readonly Node[], range: Range): Node {
  const plain: CallNode = { kind: 'call', name, receiver, args, ...range };
  if (receiver !== undefined) return macro(name, receiver, args, range) ?? plain;
  const [only] = args;
  if (name === 'has' && args.length === 1 && only?.kind === 'member') return { kind: 'has', member: only, ...range };
  return plain;
}

function macro(name: string, receiver: Node, args: readonly Node[], range: Range): MacroNode | undefined {
  const [variable, ...body] = args;
  if (variable?.kind !== 'name' || !MACROS.get(name)?.includes(args.length)) return undefined;
  return { kind: 'macro', name, receiver, variable, body, ...range };
}
