import type { Uint } from './value/kinds.ts';

/** Where a node stands in the condition's text: UTF-16 offsets, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%' | '&&' | '||';

export interface LiteralNode extends Range {
  readonly kind: 'literal';
  readonly type: 'string' | 'double' | 'int' | 'bool' | 'null' | 'bytes' | 'uint';
  readonly value: string | number | bigint | boolean | null | Uint8Array | Uint;
}

export interface NameNode extends Range {
  readonly kind: 'name';
  readonly name: string;
}

export interface MemberNode extends Range {
  readonly kind: 'member';
  readonly object: Node;
  readonly field: string;
  /** Where the field's name begins; it ends with the node. */
  readonly fieldStart: number;
  /** True for `object.?field`. */
  readonly optional: boolean;
}

export interface IndexNode extends Range {
  readonly kind: 'index';
  readonly object: Node;
  readonly index: Node;
  /** True for `object[?index]`. */
  readonly optional: boolean;
}

export interface UnaryNode extends Range {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Node;
}

export interface BinaryNode extends Range {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

export interface ChoiceNode extends Range {
  readonly kind: 'choice';
  readonly test: Node;
  readonly yes: Node;
  readonly no: Node;
}

/** `name(…)`, or `receiver.name(…)`; a function of a namespace is called `math.abs` and has no receiver. */
export interface CallNode extends Range {
  readonly kind: 'call';
  readonly name: string;
  readonly receiver: Node | undefined;
  readonly args: readonly Node[];
}

/** `list.exists(x, …)` and its like: the body sees the variable. */
export interface MacroNode extends Range {
  readonly kind: 'macro';
  readonly name: string;
  readonly receiver: Node;
  readonly variable: NameNode;
  readonly body: readonly Node[];
}

/** `cel.bind(x, value, body)`: the body sees the variable. */
export interface BindNode extends Range {
  readonly kind: 'bind';
  readonly variable: NameNode;
  readonly value: Node;
  readonly body: Node;
}

/** `has(a.b)`. */
export interface HasNode extends Range {
  readonly kind: 'has';
  readonly member: MemberNode;
}

export interface ListNode extends Range {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface MapNode extends Range {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Node, Node])[];
}

/** A condition's syntax tree, free of the library that parsed it. */
export type Node =
  | LiteralNode
  | NameNode
  | MemberNode
  | IndexNode
  | UnaryNode
  | BinaryNode
  | ChoiceNode
  | CallNode
  | MacroNode
  | BindNode
  | HasNode
  | ListNode
  | MapNode;

/** The nodes right below a node, in the order of the text. A macro's variable is not among them. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.test, node.yes, node.no];
    case 'call':
      return node.receiver === undefined ? node.args : [node.receiver, ...node.args];
    case 'macro':
      return [node.receiver, ...node.body];
    case 'bind':
      return [node.value, node.body];
    case 'has':
      return [node.member];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
  }
}

/** True where the node right below another sees the variable that the other one makes. */
export function seesVariable(node: Node, child: Node): node is MacroNode | BindNode {
  return (node.kind === 'macro' && child !== node.receiver) || (node.kind === 'bind' && child === node.body);
}

/** The sides of a chain of one operator, which leans left: `a`, `b` and `c` of `a && b && c`. */
export function sidesOf(node: BinaryNode): readonly Node[] {
  const sides: Node[] = [];
  let at: Node = node;
  while (at.kind === 'binary' && at.operator === node.operator) {
    sides.unshift(at.right);
    at = at.left;
  }
  return [at, ...sides];
}
