import { TYPE_NAMES } from '../functions.ts';
import type { HasNode, IndexNode, MemberNode } from '../syntax.ts';
import { TYPES } from '../value/convert.ts';
import { Failure } from '../value/kinds.ts';
import { absence, type Chain, chainOf } from './chain.ts';
import { typeName } from './closures.ts';
import type { Place } from './place.ts';
import { isJson } from './scope.ts';
import { quote } from './writer.ts';

/** Names that a prototype of an object or a list knows, or might be read for: these go through `Object.hasOwn`. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Array.prototype),
]);
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** True where a member may be read with a dot: its name is an identifier, and no prototype's. */
function isPlain(key: string): boolean {
  return IDENTIFIER.test(key) && !PROTOTYPE_NAMES.has(key);
}

/** A variable. */
export function emitName<B>(word: string, place: Place<B>): string {
  const { scope, writer } = place;
  const slot = scope.slots.get(word)?.slot;
  if (slot !== undefined) return `v${slot}`;
  const { roots } = scope;
  if (roots.has(word)) return `${writer.constant(roots.read)}(A, ${quote(word)})`;
  return writer.constant(TYPE_NAMES.has(word) ? TYPES.get(word) : new Failure('no such variable'));
}

/** A member or an element. */
export function emitAccess<B>(node: MemberNode | IndexNode, place: Place<B>): string {
  const chain = chainOf(node);
  const type = chain === undefined ? undefined : typeName(chain.base.name, chain.keys, place.scope);
  if (type !== undefined) return place.writer.constant(type);
  if (chain !== undefined && isJson(chain.base, place.scope)) return emitChain(chain, place);
  const object = place.emit(node.object, place);
  if (node.kind === 'index') return emitIndex(node, object, place);
  if (node.optional) return `optionalMember(${object}, ${quote(node.field)})`;
  if (isJson(node.object, place.scope) && isPlain(node.field)) return emitElementMember(node, object, place);
  return `member(${object}, ${quote(node.field)}, ${place.writer.constant(absence([node.field]))})`;
}

/** `context.items[0].price`: what stands before the dot is JSON, or an error. */
function emitElementMember<B>({ field }: MemberNode, object: string, { writer }: Place<B>): string {
  const [base, value] = [writer.temp(), writer.temp()];
  const read = `!(${base} instanceof Failure) && (${value} = ${base}.${field}) !== undefined && ${value} !== N.${field}`;
  const test = `typeof (${base} = ${object}) === "object" && ${base} !== null && ${read}`;
  return `(${test} ? ${value} : member(${base}, ${quote(field)}, ${writer.constant(absence([field]))}))`;
}

function emitIndex<B>(node: IndexNode, object: string, place: Place<B>): string {
  const { writer } = place;
  const index = place.emit(node.index, place);
  if (node.optional) return `optionalElement(${object}, ${index})`;
  const at = node.index.kind === 'literal' && typeof node.index.value === 'bigint' ? Number(node.index.value) : -1;
  if (at < 0 || at > 1_000_000) return `element(${object}, ${index})`;
  const [base, value] = [writer.temp(), writer.temp()];
  const test = `isList(${base} = ${object}) && (${value} = ${base}[${at}]) !== undefined`;
  return `(${test} ? ${value} : element(${base}, ${index}))`;
}

/** Where a chain starts: the longest part of it that is an object for certain, and the keys below that. */
interface Start {
  readonly code: string;
  readonly isObject: boolean;
  readonly keys: readonly string[];
  readonly absent: readonly Failure[];
}

function startOf<B>({ base, keys, absent }: Chain, place: Place<B>): Start {
  const { roots, slots } = place.scope;
  const root = slots.has(base.name) ? undefined : roots.source(base.name);
  if (root === undefined) return { code: emitName(base.name, place), isObject: false, keys, absent };
  const [first = ''] = keys;
  if (roots.certain(base.name, [first]) === 'object') {
    return { code: `${root}.${first}`, isObject: true, keys: keys.slice(1), absent: absent.slice(1) };
  }
  return { code: root, isObject: true, keys, absent };
}

function emitChain<B>(chain: Chain, place: Place<B>): string {
  const { roots, slots } = place.scope;
  const { base, keys } = chain;
  const root = slots.has(base.name) ? undefined : roots.source(base.name);
  if (root !== undefined && roots.certain(base.name, keys) === 'text') return `${root}.${keys[0]}`;
  return onStart(chain, place, (start) => emitWalk(start, place));
}

/** Writes what follows on a chain's start; an error in its place is passed on. */
function onStart<B>(chain: Chain, place: Place<B>, follow: (start: Start) => string): string {
  const start = startOf(chain, place);
  if (start.isObject || place.scope.slots.has(chain.base.name)) return follow(start);
  const temp = place.writer.temp();
  return `((${temp} = ${start.code}) instanceof Failure ? ${temp} : ${follow({ ...start, code: temp })})`;
}

function emitWalk<B>(start: Start, { writer }: Place<B>): string {
  const { code, keys, absent } = start;
  if (keys.length === 0) return code;
  const slow = `walk(${code}, ${writer.constant(keys)}, ${writer.constant(absent)})`;
  if (!keys.every(isPlain)) return slow;
  const value = writer.temp();
  return `(${readsOf(start, value, keys.length).join(' && ')} ? ${value} : ${slow})`;
}

/** Tests that read the first keys of a chain into a variable, one after the other. */
function readsOf({ code, isObject, keys }: Start, value: string, count: number): readonly string[] {
  const tests: string[] = isObject ? [] : [`typeof ${code} === "object" && ${code} !== null`];
  for (let step = 0; step < count; step++) {
    const key = keys[step] ?? '';
    const read = `(${value} = ${step === 0 ? code : value}.${key})`;
    const isLast = step === keys.length - 1;
    const test = isLast ? `${read} !== undefined` : `typeof ${read} === "object" && ${value} !== null`;
    tests.push(`${test} && ${value} !== N.${key}`);
  }
  return tests;
}

/** `has(…)`. */
export function emitHas<B>(node: HasNode, place: Place<B>): string {
  const chain = chainOf(node.member);
  if (chain !== undefined && isJson(chain.base, place.scope)) {
    return onStart(chain, place, (start) => emitHasChain(start, place));
  }
  return `hasMember(${place.emit(node.member.object, place)}, ${quote(node.member.field)})`;
}

function emitHasChain<B>(start: Start, { writer }: Place<B>): string {
  const { code, isObject, keys, absent } = start;
  if (keys.length === 0) return 'true';
  const slow = `walkHas(${code}, ${writer.constant(keys)}, ${writer.constant(absent)})`;
  if (!keys.every(isPlain)) return slow;
  const last = keys.at(-1) ?? '';
  const [base, value] = [writer.temp(), writer.temp()];
  const isDeep = keys.length > 1;
  const at = isDeep ? base : code;
  const before = readsOf(start, base, keys.length - 1);
  const tests = isDeep || !isObject ? [...before, `!isList(${at})`] : [];
  const found = `((${value} = ${at}.${last}) === undefined ? false : ${value} !== N.${last} ? true : ${slow})`;
  return tests.length === 0 ? found : `(${tests.join(' && ')} ? ${found} : ${slow})`;
}
