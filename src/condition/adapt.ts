import type { ASTNode } from '@marcbachmann/cel-js';
import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { bytesLiteral } from './bytes-literal.ts';
import { MACROS, NAMESPACES } from './functions.ts';
import type { BinaryNode, BindNode, CallNode, LiteralNode, MacroNode, Node, Range } from './syntax.ts';
import { Uint } from './value/kinds.ts';

/** The library's tree as a tree of ours. Takes a tree that was not yet checked: checking adds cycles to it. */
export function adapt(node: ASTNode): Node {
  const range: Range = { start: node.start, end: node.end };
  switch (node.op) {
    case 'value':
      return literal(node.args, node.input.slice(node.start, node.end), range);
    case 'id':
      return { kind: 'name', name: node.args, ...range };
    case '.':
    case '.?': {
      const [object, field] = node.args;
      return {
        kind: 'member',
        object: adapt(object),
        field,
        fieldStart: node.pos,
        optional: node.op === '.?',
        ...range,
      };
    }
    case '[]':
    case '[?]': {
      const [object, index] = node.args;
      return { kind: 'index', object: adapt(object), index: adapt(index), optional: node.op === '[?]', ...range };
    }
    case '!_':
    case '-_':
      return { kind: 'unary', operator: node.op === '!_' ? '!' : '-', operand: adapt(node.args), ...range };
    case '?:': {
      const [test, yes, no] = node.args;
      return { kind: 'choice', test: adapt(test), yes: adapt(yes), no: adapt(no), ...range };
    }
    case 'call':
      return call(node.args[0], node.args[1].map(adapt), range);
    case 'rcall':
      return method(node.args[0], adapt(node.args[1]), node.args[2].map(adapt), range);
    case 'list':
      return { kind: 'list', items: node.args.map(adapt), ...range };
    case 'map':
      return { kind: 'map', entries: node.args.map(([key, value]) => [adapt(key), adapt(value)] as const), ...range };
    default:
      return { kind: 'binary', operator: node.op, left: adapt(node.args[0]), right: adapt(node.args[1]), ...range };
  }
}

function literal(value: unknown, text: string, range: Range): LiteralNode {
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
      if (value instanceof UnsignedInt) {
        return { kind: 'literal', type: 'uint', value: new Uint(BigInt(value.value)), ...range };
      }
      if (value === null) return { kind: 'literal', type: 'null', value, ...range };
      return { kind: 'literal', type: 'bytes', value: bytesLiteral(text), ...range };
  }
}

function call(name: string, args: readonly Node[], range: Range): Node {
  const [only] = args;
  if (name === 'has' && args.length === 1 && only?.kind === 'member') return { kind: 'has', member: only, ...range };
  return { kind: 'call', name, receiver: undefined, args, ...range };
}

function method(name: string, receiver: Node, args: readonly Node[], range: Range): Node {
  const bound = receiver.kind === 'name' && receiver.name === 'cel' && name === 'bind' ? bind(args, range) : undefined;
  if (bound !== undefined) return bound;
  if (receiver.kind === 'name' && NAMESPACES.has(receiver.name)) {
    return { kind: 'call', name: `${receiver.name}.${name}`, receiver: undefined, args, ...range };
  }
  if (name === 'timeSince' && args.length === 0) return since(receiver, range);
  const plain: CallNode = { kind: 'call', name, receiver, args, ...range };
  return macro(name, receiver, args, range) ?? plain;
}

function macro(name: string, receiver: Node, args: readonly Node[], range: Range): MacroNode | undefined {
  const [variable, ...body] = args;
  if (variable?.kind !== 'name' || !MACROS.get(name)?.includes(args.length)) return undefined;
  return { kind: 'macro', name, receiver, variable, body, ...range };
}

function bind(args: readonly Node[], range: Range): BindNode | undefined {
  const [variable, value, body] = args;
  if (variable?.kind !== 'name' || value === undefined || body === undefined || args.length > 3) return undefined;
  return { kind: 'bind', variable, value, body, ...range };
}

/** `t.timeSince()` is `now - t`: so it is seen to read the time. */
function since(receiver: Node, range: Range): BinaryNode {
  const now: Node = { kind: 'name', name: 'now', start: range.end, end: range.end };
  return { kind: 'binary', operator: '-', left: now, right: receiver, ...range };
}
