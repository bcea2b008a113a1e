import { functionOf } from '../function/registry.ts';
import { TYPE_NAMES } from '../functions.ts';
import {
  type BinaryNode,
  type BindNode,
  type CallNode,
  type HasNode,
  type IndexNode,
  type MacroNode,
  type MemberNode,
  type Node,
  sidesOf,
  type UnaryNode,
} from '../syntax.ts';
import { element, hasMember, member, notBool, optionalElement, optionalMember } from '../value/access.ts';
import { Budget } from '../value/budget.ts';
import { TYPES } from '../value/convert.ts';
import { notBefore, notTaken, TOO_LONG, UNREADABLE } from '../value/failures.ts';
import { Failure } from '../value/kinds.ts';
import { negate } from '../value/numbers.ts';
import { absence, chainOf, walk, walkHas } from './chain.ts';
import { argumentsOf, constantOf, listOf, mapOf } from './constants.ts';
import { macroOf } from './macros.ts';
import { OPERATORS } from './operators.ts';
import type { Roots } from './roots.ts';
import type { Run } from './run.ts';
import { createScope, isJson, type Scope } from './scope.ts';
import { weightOf } from './weight.ts';

/** What one run works with. Each run has its own, so that runs may overlap. */
interface Frame<B> {
  readonly bindings: B;
  readonly budget: Budget;
  readonly locals: unknown[];
}

type Closure<B> = (frame: Frame<B>) => unknown;

/**
 * Compiles a tree into functions that call one another. `done` makes what a run gives of a result that is no bool: a
 * value, or a `Failure`.
 */
export function compileClosures<B, R>(tree: Node, roots: Roots<B>, done: (result: unknown) => R): Run<B, R> {
  const run = build(tree, createScope(roots));
  return (bindings) => {
    const budget = new Budget();
    try {
      const result = run({ bindings, budget, locals: [] });
      if (budget.left < 0) return done(TOO_LONG);
      return typeof result === 'boolean' ? result : done(result);
    } catch {
      return done(UNREADABLE);
    }
  };
}

function build<B>(node: Node, scope: Scope<B>): Closure<B> {
  const constant = constantOf(node);
  if (constant !== undefined) return () => constant.value;
  switch (node.kind) {
    case 'literal':
      return () => node.value;
    case 'name':
      return name(node.name, scope);
    case 'member':
    case 'index':
      return path(node, scope) ?? (node.kind === 'member' ? select(node, scope) : index(node, scope));
    case 'unary':
      return unary(node, scope);
    case 'binary':
      return binary(node, scope);
    case 'choice': {
      const [test, yes, no] = [build(node.test, scope), build(node.yes, scope), build(node.no, scope)];
      return (frame) => {
        const tested = test(frame);
        return tested === true ? yes(frame) : tested === false ? no(frame) : notBool(tested);
      };
    }
    case 'call':
      return call(node, scope);
    case 'macro':
      return macro(node, scope);
    case 'bind':
      return bind(node, scope);
    case 'has':
      return has(node, scope);
    case 'list': {
      const items = node.items.map((item) => build(item, scope));
      return (frame) => listOf(items.map((item) => item(frame)));
    }
    case 'map': {
      const parts = node.entries.flat().map((part) => build(part, scope));
      return (frame) => mapOf(parts.map((part) => part(frame)));
    }
  }
}

function name<B>(word: string, scope: Scope<B>): Closure<B> {
  const slot = scope.slots.get(word)?.slot;
  if (slot !== undefined) return ({ locals }) => locals[slot];
  const { roots } = scope;
  if (roots.has(word)) return ({ bindings }) => roots.read(bindings, word);
  const constant = TYPE_NAMES.has(word) ? TYPES.get(word) : new Failure('no such variable');
  return () => constant;
}

/** A chain of members on a JSON value. */
function path<B>(node: Node, scope: Scope<B>): Closure<B> | undefined {
  const chain = chainOf(node);
  if (chain === undefined) return undefined;
  const type = typeName(chain.base.name, chain.keys, scope);
  if (type !== undefined) return () => type;
  if (!isJson(chain.base, scope)) return undefined;
  const base = name(chain.base.name, scope);
  const { keys, absent } = chain;
  return (frame) => {
    const start = base(frame);
    return start instanceof Failure ? start : walk(start, keys, absent);
  };
}

/** `google.protobuf.Timestamp` and its like, where no variable has the first name. */
export function typeName<B>(first: string, rest: readonly string[], scope: Scope<B>): unknown {
  const isVariable = scope.slots.has(first) || scope.roots.has(first);
  return isVariable ? undefined : TYPES.get([first, ...rest].join('.'));
}

function select<B>(node: MemberNode, scope: Scope<B>): Closure<B> {
  const object = build(node.object, scope);
  const { field } = node;
  if (node.optional) return (frame) => optionalMember(object(frame), field);
  const absent = absence([field]);
  return (frame) => member(object(frame), field, absent);
}

function index<B>(node: IndexNode, scope: Scope<B>): Closure<B> {
  const object = build(node.object, scope);
  const at = build(node.index, scope);
  return node.optional
    ? (frame) => optionalElement(object(frame), at(frame))
    : (frame) => element(object(frame), at(frame));
}

function unary<B>(node: UnaryNode, scope: Scope<B>): Closure<B> {
  const operand = build(node.operand, scope);
  if (node.operator === '-') return (frame) => negate(operand(frame));
  return (frame) => {
    const value = operand(frame);
    return typeof value === 'boolean' ? !value : notBefore('!', value);
  };
}

function binary<B>(node: BinaryNode, scope: Scope<B>): Closure<B> {
  const { operator } = node;
  if (operator === '&&' || operator === '||') return logic(node, scope);
  const left = build(node.left, scope);
  const right = build(node.right, scope);
  const operate = OPERATORS[operator];
  return (frame) => operate(left(frame), right(frame), frame.budget);
}

function logic<B>(node: BinaryNode, scope: Scope<B>): Closure<B> {
  const sides = sidesOf(node).map((side) => build(side, scope));
  const decides = node.operator === '||';
  return (frame) => {
    let failure: Failure | undefined;
    for (const side of sides) {
      const value = side(frame);
      if (value === decides) return decides;
      if (value !== !decides) failure ??= notBool(value);
    }
    return failure ?? !decides;
  };
}

function call<B>(node: CallNode, scope: Scope<B>): Closure<B> {
  const entry = functionOf(node);
  const prepared = entry?.prepare?.(node);
  const apply = prepared !== undefined && 'apply' in prepared ? prepared.apply : entry?.apply;
  const [first, second, ...rest] = argumentsOf(node).map((argument) => build(argument, scope));
  if (apply === undefined) return () => notTaken(node.name);
  if (first === undefined) return ({ budget }) => apply(budget);
  if (second === undefined) return (frame) => apply(frame.budget, first(frame));
  if (rest.length === 0) return (frame) => apply(frame.budget, first(frame), second(frame));
  return (frame) => apply(frame.budget, first(frame), second(frame), ...rest.map((argument) => argument(frame)));
}

function macro<B>(node: MacroNode, scope: Scope<B>): Closure<B> {
  const range = build(node.receiver, scope);
  const inner = scope.with(node.variable.name, isJson(node.receiver, scope));
  const [body, then = body] = node.body.map((part) => build(part, inner.scope));
  const operate = macroOf(node.name, node.body.length);
  const weight = weightOf(node.body);
  return (frame) => {
    const { budget, locals } = frame;
    const each = (part: Closure<B> | undefined) => (item: unknown) => {
      locals[inner.slot] = item;
      return part?.(frame);
    };
    return operate(range(frame), budget, weight, each(body), each(then));
  };
}

function bind<B>(node: BindNode, scope: Scope<B>): Closure<B> {
  const value = build(node.value, scope);
  const inner = scope.with(node.variable.name, false);
  const body = build(node.body, inner.scope);
  return (frame) => {
    frame.locals[inner.slot] = value(frame);
    return body(frame);
  };
}

function has<B>(node: HasNode, scope: Scope<B>): Closure<B> {
  const chain = chainOf(node.member);
  if (chain !== undefined && isJson(chain.base, scope)) {
    const base = name(chain.base.name, scope);
    return (frame) => {
      const start = base(frame);
      return start instanceof Failure ? start : walkHas(start, chain.keys, chain.absent);
    };
  }
  const object = build(node.member.object, scope);
  const { field } = node.member;
  return (frame) => hasMember(object(frame), field);
}
