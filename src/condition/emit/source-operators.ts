import { type BinaryNode, type Node, sidesOf } from '../syntax.ts';
import { isList } from '../value/kinds.ts';
import { chainOf } from './chain.ts';
import { constantOf } from './constants.ts';
import type { StrictOperator } from './operators.ts';
import type { Place } from './place.ts';
import { OPERATOR_NAMES } from './runtime.ts';
import { quote } from './writer.ts';

/** Longer lists are looked through as a set. */
const LONG_LIST = 8;
const MAX_SAFE = 2n ** 53n;

/** `&&` and `||`, a whole chain at once: each side is written once, and evaluated unless one before it decides. */
export function emitLogic<B>(node: BinaryNode, place: Place<B>): string {
  const { writer } = place;
  const decides = node.operator === '||';
  const sides = sidesOf(node).map((side) => ({ temp: writer.temp(), code: place.emit(side, place) }));
  const decided = sides.map(({ temp, code }) => `(${temp} = ${code}) === ${decides}`).join(' || ');
  const neutral = sides.map(({ temp }) => `${temp} === ${!decides}`).join(' && ');
  return `(${decided} ? ${decides} : ${neutral} ? ${!decides} : firstNotBool(${sides.map(({ temp }) => temp).join(', ')}))`;
}

/** An operator between two values, with the common case written out and the runtime's function for all others. */
export function emitStrict<B>(operator: StrictOperator, node: BinaryNode, place: Place<B>): string {
  switch (operator) {
    case '==':
    case '!=':
      return emitEquality(operator, node, place);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return emitOrder(operator, node, place);
    case 'in':
      return emitIn(node, place);
    default:
      return emitArithmetic(operator, node, place);
  }
}

/** The name of the runtime's function, applied. */
function slow<B>(operator: StrictOperator, left: string, right: string, { writer }: Place<B>): string {
  return `${OPERATOR_NAMES[operator]}(${left}, ${right}, ${writer.budget()})`;
}

function emitEquality<B>(operator: '==' | '!=', node: BinaryNode, place: Place<B>): string {
  const literal = literalOf(node.right) ?? literalOf(node.left);
  if (literal !== undefined) {
    return equalsLiteral(operator, literalOf(node.right) === undefined ? node.right : node.left, literal, place);
  }
  const sign = operator === '==' ? '===' : '!==';
  const [left, right] = [place.writer.temp(), place.writer.temp()];
  const set = `(${left} = ${place.emit(node.left, place)}, ${right} = ${place.emit(node.right, place)}, `;
  const fast = `typeof ${left} === "string" && typeof ${right} === "string" ? ${left} ${sign} ${right}`;
  return `${set}${fast} : ${slow(operator, left, right, place)})`;
}

/** A literal that JavaScript compares as CEL does, where the other side is of the same JavaScript type. */
interface Literal {
  readonly code: string;
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  readonly node: Node;
}

function literalOf(node: Node): Literal | undefined {
  const value = constantOf(node)?.value;
  if (typeof value === 'string') return { code: quote(value), type: 'string', node };
  if (typeof value === 'boolean') return { code: String(value), type: 'boolean', node };
  if (value === null) return { code: 'null', type: 'null', node };
  const number = typeof value === 'bigint' && value <= MAX_SAFE && value >= -MAX_SAFE ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return { code: `(${number})`, type: 'number', node };
}

function equalsLiteral<B>(operator: '==' | '!=', other: Node, literal: Literal, place: Place<B>): string {
  const value = place.emit(other, place);
  const sign = operator === '==' ? '===' : '!==';
  if (isText(other, place))
    return literal.type === 'string' ? `(${value} ${sign} ${literal.code})` : String(operator === '!=');
  const temp = place.writer.temp();
  const test =
    literal.type === 'null' ? `(${temp} = ${value}) === null` : `typeof (${temp} = ${value}) === "${literal.type}"`;
  return `(${test} ? ${temp} ${sign} ${literal.code} : ${slow(operator, temp, place.emit(literal.node, place), place)})`;
}

/** True for what is text for certain. */
function isText<B>(node: Node, { scope }: Place<B>): boolean {
  const chain = chainOf(node);
  if (chain === undefined || scope.slots.has(chain.base.name)) return false;
  return scope.roots.certain(chain.base.name, chain.keys) === 'text';
}

function emitOrder<B>(operator: '<' | '<=' | '>' | '>=', node: BinaryNode, place: Place<B>): string {
  const [left, right] = [place.writer.temp(), place.writer.temp()];
  const one = literalOf(node.left);
  const other = literalOf(node.right);
  const isNumber = (literal: Literal | undefined) => literal?.type === 'number';
  const set = `(${left} = ${place.emit(node.left, place)}, ${right} = ${place.emit(node.right, place)}, `;
  const lefts = isNumber(one) ? (one?.code ?? left) : left;
  const rights = isNumber(other) ? (other?.code ?? right) : right;
  const tests = [...(isNumber(one) ? [] : [left]), ...(isNumber(other) ? [] : [right])];
  const test = tests.map((temp) => `typeof ${temp} === "number"`).join(' && ') || 'true';
  return `${set}${test} ? ${lefts} ${operator} ${rights} : ${slow(operator, left, right, place)})`;
}

function emitArithmetic<B>(operator: '+' | '-' | '*' | '/' | '%', node: BinaryNode, place: Place<B>): string {
  const [left, right] = [place.writer.temp(), place.writer.temp()];
  const set = `(${left} = ${place.emit(node.left, place)}, ${right} = ${place.emit(node.right, place)}, `;
  const rest = slow(operator, left, right, place);
  if (operator === '%') return `${set}${rest})`;
  const test = `typeof ${left} === "number" && typeof ${right} === "number"`;
  return `${set}${test} ? ${left} ${operator} ${right} : ${rest})`;
}

function emitIn<B>(node: BinaryNode, place: Place<B>): string {
  const { writer } = place;
  const left = writer.temp();
  const list = constantOf(node.right)?.value;
  if (isList(list)) return emitInConstant(node, list, place);
  const right = writer.temp();
  const set = `(${left} = ${place.emit(node.left, place)}, ${right} = ${place.emit(node.right, place)}, `;
  const test = `typeof ${left} === "string" && isList(${right}) && ${right}.length <= 64`;
  return `${set}${test} ? ${right}.includes(${left}) : ${slow('in', left, right, place)})`;
}

function emitInConstant<B>(node: BinaryNode, list: readonly unknown[], place: Place<B>): string {
  const { writer } = place;
  const left = writer.temp();
  const rest = slow('in', left, writer.constant(list), place);
  const set = `(${left} = ${place.emit(node.left, place)}, `;
  const items = node.right.kind === 'list' ? node.right.items.map(literalOf) : [];
  const type = items[0]?.type;
  if (type === undefined || type === 'null' || items.some((item) => item?.type !== type)) return `${set}${rest})`;
  const found =
    type === 'string' && items.length > LONG_LIST
      ? `${writer.constant(new Set(list))}.has(${left})`
      : items.map((item) => `${left} === ${item?.code}`).join(' || ');
  return `${set}typeof ${left} === "${type}" ? (${found}) : ${rest})`;
}
