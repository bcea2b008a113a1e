import { functionOf } from '../function/registry.ts';
import type { CallNode, MacroNode, Node, UnaryNode } from '../syntax.ts';
import { notTaken, TOO_LONG } from '../value/failures.ts';
import { isList } from '../value/kinds.ts';
import { argumentsOf, constantOf } from './constants.ts';
import { macroOf } from './macros.ts';
import type { Roots } from './roots.ts';
import { RUNTIME } from './runtime.ts';
import { createScope, isJson, type Scope } from './scope.ts';
import { emitAccess, emitHas, emitName } from './source-access.ts';
import { emitLogic, emitStrict } from './source-operators.ts';
import { weightOf } from './weight.ts';
import { createWriter, quote, type Writer } from './writer.ts';

/** Where a piece of source is written. */
export interface Source<B> {
  readonly writer: Writer;
  readonly scope: Scope<B>;
}

const RUNTIME_NAMES = Object.keys(RUNTIME);
const RUNTIME_VALUES: readonly unknown[] = Object.values(RUNTIME);

/**
 * Compiles a tree into one function of JavaScript. It means what `compileClosures` means. Throws where the process does
 * not allow code to be made.
 */
export function compileSource<B>(tree: Node, roots: Roots<B>): (bindings: B) => unknown {
  const writer = createWriter();
  const { source, constants } = writer.finish(() => emit(tree, { writer, scope: createScope(roots) }));
  const make = new Function(...RUNTIME_NAMES, 'TOO_LONG', 'K', `"use strict"; ${source}`);
  return make(...RUNTIME_VALUES, TOO_LONG, constants);
}

/** The node as an expression of JavaScript, in brackets where it needs them. */
export function emit<B>(node: Node, source: Source<B>): string {
  const constant = constantOf(node);
  if (constant !== undefined) return emitConstant(constant.value, source);
  switch (node.kind) {
    case 'literal':
      return emitConstant(node.value, source);
    case 'name':
      return emitName(node.name, source);
    case 'member':
    case 'index':
      return emitAccess(node, source);
    case 'unary':
      return emitUnary(node, source);
    case 'binary': {
      const { operator } = node;
      return operator === '&&' || operator === '||' ? emitLogic(node, source) : emitStrict(operator, node, source);
    }
    case 'choice': {
      const test = source.writer.temp();
      const [yes, no] = [emit(node.yes, source), emit(node.no, source)];
      return `((${test} = ${emit(node.test, source)}) === true ? ${yes} : ${test} === false ? ${no} : notBool(${test}))`;
    }
    case 'call':
      return emitCall(node, source);
    case 'macro':
      return emitMacro(node, source);
    case 'bind': {
      const inner = source.scope.with(node.variable.name, false);
      source.writer.declare(`v${inner.slot}`);
      const body = emit(node.body, { ...source, scope: inner.scope });
      return `(v${inner.slot} = ${emit(node.value, source)}, ${body})`;
    }
    case 'has':
      return emitHas(node, source);
    case 'list':
      return `listOf([${node.items.map((item) => emit(item, source)).join(', ')}])`;
    case 'map':
      return `mapOf([${node.entries
        .flat()
        .map((part) => emit(part, source))
        .join(', ')}])`;
  }
}

function emitConstant<B>(value: unknown, { writer }: Source<B>): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value === 'boolean') return String(value);
  return writer.constant(isList(value) ? Object.freeze(value) : value);
}

function emitUnary<B>(node: UnaryNode, source: Source<B>): string {
  const operand = emit(node.operand, source);
  if (node.operator === '-') return `negate(${operand})`;
  const temp = source.writer.temp();
  return `(typeof (${temp} = ${operand}) === "boolean" ? !${temp} : notBefore("!", ${temp}))`;
}

/** Methods of text that JavaScript has under the same name, and that charge nothing. */
const NATIVE: ReadonlySet<string> = new Set(['startsWith', 'endsWith']);

function emitCall<B>(node: CallNode, source: Source<B>): string {
  const { writer } = source;
  const entry = functionOf(node);
  const prepared = entry?.prepare?.(node);
  const apply = prepared !== undefined && 'apply' in prepared ? prepared.apply : entry?.apply;
  if (apply === undefined) return writer.constant(notTaken(node.name));
  const values = argumentsOf(node).map((argument) => emit(argument, source));
  const [text = '', part = ''] = values;
  if (node.receiver === undefined || !NATIVE.has(node.name)) {
    return `${writer.constant(apply)}(${[writer.budget(), ...values].join(', ')})`;
  }
  const [left, right] = [writer.temp(), writer.temp()];
  const test = `typeof ${left} === "string" && typeof ${right} === "string"`;
  const rest = `${writer.constant(apply)}(${writer.budget()}, ${left}, ${right})`;
  return `(${left} = ${text}, ${right} = ${part}, ${test} ? ${left}.${node.name}(${right}) : ${rest})`;
}

function emitMacro<B>(node: MacroNode, source: Source<B>): string {
  const { writer } = source;
  const inner = source.scope.with(node.variable.name, isJson(node.receiver, source.scope));
  const bodies = node.body.map((body) =>
    writer.arrow(`v${inner.slot}`, () => emit(body, { ...source, scope: inner.scope })),
  );
  const operate = writer.constant(macroOf(node.name, node.body.length));
  return `${operate}(${[emit(node.receiver, source), writer.budget(), weightOf(node.body), ...bodies].join(', ')})`;
}
