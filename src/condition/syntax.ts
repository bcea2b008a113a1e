/** Where a node stands in the condition's text: UTF-16 offsets, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%' | '&&' | '||';

export interface LiteralNode extends Range {
  readonly kind: 'literal';
  readonly type: 'string' | 'double' | 'int' | 'bool' | 'null' | 'bytes' | 'uint';
  /** Undefined for bytes and unsigned ints, which are refused. */
  readonly value: string | number | bigint | boolean | null | undefined;
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
}

export interface IndexNode extends Range {
  readonly kind: 'index';
  readonly object: Node;
  readonly index: Node;
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

/** `name(…)`, or `receiver.name(…)`. */
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
    case 'has':
      return [node.member];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
  }
}
