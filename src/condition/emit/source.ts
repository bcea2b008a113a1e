import { functionOf } from '../function/registry.ts';
import type { CallNode, MacroNode, Node, UnaryNode } from '../syntax.ts';
import { notTaken } from '../value/failures.ts';
import { isList } from '../value/kinds.ts';
import { argumentsOf, constantOf } from './constants.ts';
import { macroOf } from './macros.ts';
import type { Place } from './place.ts';
import type { Roots } from './roots.ts';
import type { Run } from './run.ts';
import { RUNTIME } from './runtime.ts';
import { createScope, isJson } from './scope.ts';
import { emitAccess, emitHas, emitName } from './source-access.ts';
import { emitLogic, emitStrict } from './source-operators.ts';
import { weightOf } from './weight.ts';
import { createWriter, quote } from './writer.ts';

const RUNTIME_ENTRIES: readonly (readonly [string, unknown])[] = Object.entries(RUNTIME);

/**
 * Compiles a tree into one function of JavaScript, which gives what `compileClosures` gives. Throws where the process
 * does not allow code to be made.
 */
export function compileSource<B, R>(tree: Node, roots: Roots<B>, done: (result: unknown) => R): Run<B, R> {
  const writer = createWriter();
  const { source, constants } = writer.finish(() => emit(tree, { writer, scope: createScope(roots), emit }));
  // Each name that is handed over costs time, so only those go that the source may use.
  const used = RUNTIME_ENTRIES.filter(([name]) => source.includes(name));
  const make = new Function(...used.map(([name]) => name), 'K', 'done', `"use strict"; ${source}`);
  return make(...used.map(([, value]) => value), constants, done);
}

/** The node as an expression of JavaScript, in brackets where it needs them. */
function emit<B>(node: Node, place: Place<B>): string {
  const constant = constantOf(node);
  if (constant !== undefined) return emitConstant(constant.value, place);
  switch (node.kind) {
    case 'literal':
      return emitConstant(node.value, place);
    case 'name':
      return emitName(node.name, place);
    case 'member':
    case 'index':
      return emitAccess(node, place);
    case 'unary':
      return emitUnary(node, place);
    case 'binary': {
      const { operator } = node;
      return operator === '&&' || operator === '||' ? emitLogic(node, place) : emitStrict(operator, node, place);
    }
    case 'choice': {
      const test = place.writer.temp();
      const [yes, no] = [emit(node.yes, place), emit(node.no, place)];
      return `((${test} = ${emit(node.test, place)}) === true ? ${yes} : ${test} === false ? ${no} : notBool(${test}))`;
    }
    case 'call':
      return emitCall(node, place);
    case 'macro':
      return emitMacro(node, place);
    case 'bind': {
      const inner = place.scope.with(node.variable.name, false);
      place.writer.declare(`v${inner.slot}`);
      const body = emit(node.body, { ...place, scope: inner.scope });
      return `(v${inner.slot} = ${emit(node.value, place)}, ${body})`;
    }
    case 'has':
      return emitHas(node, place);
    case 'list':
      return `listOf([${node.items.map((item) => emit(item, place)).join(', ')}])`;
    case 'map':
      return `mapOf([${node.entries
        .flat()
        .map((part) => emit(part, place))
        .join(', ')}])`;
  }
}

function emitConstant<B>(value: unknown, { writer }: Place<B>): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value === 'boolean') return String(value);
  return writer.constant(isList(value) ? Object.freeze(value) : value);
}

function emitUnary<B>(node: UnaryNode, place: Place<B>): string {
  const operand = emit(node.operand, place);
  if (node.operator === '-') return `negate(${operand})`;
  const temp = place.writer.temp();
  return `(typeof (${temp} = ${operand}) === "boolean" ? !${temp} : notBefore("!", ${temp}))`;
}

/** Methods of text that JavaScript has under the same name, and that charge nothing. */
const NATIVE: ReadonlySet<string> = new Set(['startsWith', 'endsWith']);

function emitCall<B>(node: CallNode, place: Place<B>): string {
  const { writer } = place;
  const entry = functionOf(node);
  const prepared = entry?.prepare?.(node);
  const apply = prepared !== undefined && 'apply' in prepared ? prepared.apply : entry?.apply;
  if (apply === undefined) return writer.constant(notTaken(node.name));
  const values = argumentsOf(node).map((argument) => emit(argument, place));
  const [text = '', part = ''] = values;
  if (node.receiver === undefined || !NATIVE.has(node.name)) {
    return `${writer.constant(apply)}(${[writer.budget(), ...values].join(', ')})`;
  }
  const [left, right] = [writer.temp(), writer.temp()];
  const test = `typeof ${left} === "string" && typeof ${right} === "string"`;
  const rest = `${writer.constant(apply)}(${writer.budget()}, ${left}, ${right})`;
  return `(${left} = ${text}, ${right} = ${part}, ${test} ? ${left}.${node.name}(${right}) : ${rest})`;
}

function emitMacro<B>(node: MacroNode, place: Place<B>): string {
  const { writer } = place;
  const inner = place.scope.with(node.variable.name, isJson(node.receiver, place.scope));
  const within = { ...place, scope: inner.scope };
  const range = place.emit(node.receiver, place);
  const weight = weightOf(node.body);
  const [first, ...more] = node.body;
  if (first !== undefined && more.length === 0 && (node.name === 'all' || node.name === 'exists')) {
    const loop = writer.block(
      'l',
      () => emit(first, within),
      (body) => search(node.name === 'exists', inner.slot, weight, body),
    );
    return `(${loop})(elements(${range}), ${writer.budget()})`;
  }
  const bodies = node.body.map((body) => writer.arrow(`v${inner.slot}`, () => emit(body, within)));
  const operate = writer.constant(macroOf(node.name, node.body.length));
  return `${operate}(${[range, writer.budget(), weight, ...bodies].join(', ')})`;
}

/** The loop of `all` and `exists`, as `macros.ts` has it, with the body in its place. */
function search(wanted: boolean, slot: number, weight: number, body: string): string {
  const each = `if (!b.spend(${weight})) return TOO_LONG; const v${slot} = l[i], r = ${body};`;
  const found = `if (r === ${wanted}) return ${wanted}; if (r !== ${!wanted}) f ??= notBool(r);`;
  return `if (l instanceof Failure) return l; let f; for (let i = 0; i < l.length; i++) { ${each} ${found} } return f ?? ${!wanted};`;
}
