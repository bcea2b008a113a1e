import { functionOf } from '../function/registry.ts';
import type { CallNode, Node } from '../syntax.ts';
import { Budget } from '../value/budget.ts';
import { NO_KEY, TWO_KEYS } from '../value/failures.ts';
import { Failure } from '../value/kinds.ts';
import { CelMap, isKey } from '../value/maps.ts';
import { negate } from '../value/numbers.ts';

/** What a node is whatever it runs on, wrapped since it may be anything; undefined where that depends. */
export function constantOf(node: Node): { readonly value: unknown } | undefined {
  switch (node.kind) {
    case 'literal':
      return { value: node.value };
    case 'unary': {
      const operand = node.operator === '-' ? constantOf(node.operand) : undefined;
      return operand === undefined ? undefined : { value: negate(operand.value) };
    }
    case 'list': {
      const items = constantsOf(node.items);
      return items === undefined ? undefined : { value: listOf(items) };
    }
    case 'map': {
      const parts = constantsOf(node.entries.flat());
      return parts === undefined ? undefined : { value: mapOf(parts) };
    }
    case 'call':
      return calledConstant(node);
    default:
      return undefined;
  }
}

function constantsOf(nodes: readonly Node[]): readonly unknown[] | undefined {
  const found = nodes.map(constantOf);
  return found.every((item) => item !== undefined) ? found.map((item) => item.value) : undefined;
}

function calledConstant(node: CallNode): { readonly value: unknown } | undefined {
  const entry = functionOf(node);
  const values = constantsOf(argumentsOf(node));
  if (entry === undefined || values === undefined) return undefined;
  const prepared = entry.prepare?.(node);
  if (prepared !== undefined && !('apply' in prepared)) return undefined;
  const budget = new Budget();
  const value = (prepared?.apply ?? entry.apply)(budget, ...values);
  return budget.left < 0 ? undefined : { value };
}

/** The receiver of a method, if there is one, and the arguments. */
export function argumentsOf(node: CallNode): readonly Node[] {
  return node.receiver === undefined ? node.args : [node.receiver, ...node.args];
}

/** A list of values, or the first error among them. */
export function listOf(items: readonly unknown[]): readonly unknown[] | Failure {
  for (const item of items) if (item instanceof Failure) return item;
  return items;
}

/** A map of keys and values in turns; an error where one of them is one, a key is none, or stands twice. */
export function mapOf(parts: readonly unknown[]): CelMap | Failure {
  const map = new CelMap();
  for (let at = 0; at < parts.length; at += 2) {
    const [key, value] = [parts[at], parts[at + 1]];
    if (key instanceof Failure) return key;
    if (value instanceof Failure) return value;
    if (!isKey(key)) return NO_KEY;
    if (!map.add(key, value)) return TWO_KEYS;
  }
  return map;
}
