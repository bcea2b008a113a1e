import { nearest } from '../model/nearest.ts';
import type { ConditionFault } from './condition.ts';
import { findFunction, namesOf } from './function/registry.ts';
import { ENTITY_MEMBERS, INSTEAD, MACROS, NAMESPACES, QUESTION_VARIABLES, TYPE_NAMES } from './functions.ts';
import type { BindNode, CallNode, HasNode, IndexNode, MacroNode, MemberNode, NameNode, Node, Range } from './syntax.ts';

const VARIABLES = [...QUESTION_VARIABLES, 'now'];
const LIST_OF_VARIABLES = 'the variables are `subject`, `action`, `resource`, `context` and `now`';

/** So many letters in common at the start make `property` mean `properties`. */
const STEM = 4;

/** A name that is neither a variable nor a macro's variable nor a type. */
export function nameFaults(node: NameNode, scope: ReadonlySet<string>): readonly ConditionFault[] {
  if (scope.has(node.name) || VARIABLES.includes(node.name) || TYPE_NAMES.has(node.name)) return [];
  const near = nearest(node.name, [...scope, ...VARIABLES]);
  const hint =
    near === undefined ? `${LIST_OF_VARIABLES}: an attribute is written \`context.${node.name}\`` : meant(near);
  return [{ message: `\`${node.name}\` is no variable`, hint, ...rangeOf(node) }];
}

/** A member that a subject, an action or a resource can't have, written `x.name` or `x["name"]`. */
export function memberFaults(node: MemberNode | IndexNode): readonly ConditionFault[] {
  if (node.object.kind !== 'name') return [];
  const variable = node.object.name;
  if (variable === 'now') return [timeFault(node)];
  const members = ENTITY_MEMBERS.get(variable);
  const key = keyOf(node);
  if (members === undefined || key === undefined || members.includes(key)) return [];
  const near =
    nearest(key, members) ?? members.find((member) => key.length >= STEM && member.startsWith(key.slice(0, STEM)));
  const hint = near === undefined ? `write \`${variable}.properties.${key}\`` : meant(`${variable}.${near}`);
  const start = node.kind === 'member' ? node.fieldStart : node.index.start;
  const end = node.kind === 'member' ? node.end : node.index.end;
  return [{ message: `\`${variable}\` has no member \`${key}\``, hint, start, end }];
}

function timeFault(node: Range): ConditionFault {
  return { message: '`now` is a timestamp and has no members', hint: 'write `now.getHours()`', ...rangeOf(node) };
}

function keyOf(node: MemberNode | IndexNode): string | undefined {
  if (node.kind === 'member') return node.field;
  return node.index.kind === 'literal' && typeof node.index.value === 'string' ? node.index.value : undefined;
}

/** A variable of a macro, or of `cel.bind`, that would hide one of ours. */
export function variableFaults(node: MacroNode | BindNode): readonly ConditionFault[] {
  const { name } = node.variable;
  if (!VARIABLES.includes(name) && !TYPE_NAMES.has(name) && !NAMESPACES.has(name)) return [];
  const message = `\`${name}\` can't be the variable of \`${node.kind === 'macro' ? node.name : 'cel.bind'}\``;
  return [{ message, hint: 'choose a name that means nothing else', ...rangeOf(node.variable) }];
}

/** What is asked about in `has()` but is no chain of members. */
export function hasFaults(node: HasNode): readonly ConditionFault[] {
  for (let at: Node = node.member; ; at = at.object) {
    if (at.kind === 'name') return [];
    if (at.kind !== 'member') return [noPath(node)];
  }
}

/** A function that is not on the list, in the wrong form, or with the wrong number or kind of arguments. */
export function callFaults(node: CallNode): readonly ConditionFault[] {
  const isMethod = node.receiver !== undefined;
  const entry = findFunction(node.name, isMethod);
  if (node.name === 'has' && !isMethod) return [noPath(node)];
  if (entry?.counts.includes(node.args.length)) return preparedFaults(node);
  const [message, hint] = callProblem(node, isMethod, entry?.counts);
  return [{ message, hint, ...rangeOf(node) }];
}

/** What is wrong with arguments that are written out; a regular expression must be. */
function preparedFaults(node: CallNode): readonly ConditionFault[] {
  const prepared = findFunction(node.name, node.receiver !== undefined)?.prepare?.(node);
  if (prepared !== undefined && 'message' in prepared) {
    const { message, hint, at } = prepared;
    return [{ message, ...(hint === undefined ? {} : { hint }), ...rangeOf(at) }];
  }
  if (node.name !== 'matches' || prepared !== undefined) return [];
  const message = 'a regular expression must be written out';
  return [{ message, hint: 'a pattern out of a question could be anything', ...rangeOf(node.args.at(-1) ?? node) }];
}

function callProblem(node: CallNode, isMethod: boolean, counts: readonly number[] | undefined): [string, string] {
  const { name } = node;
  const instead = INSTEAD.get(name);
  if (instead !== undefined) return [`\`${name}\` is not supported`, instead];
  if (MACROS.has(name) && isMethod) return [`\`${name}\` is called wrongly`, `write \`list.${name}(x, …x…)\``];
  if (counts !== undefined) return [`\`${name}\` takes ${countText(counts)}`, usage(name, isMethod)];
  const other = isMethod ? findFunction(name, false) : (findFunction(name, true) ?? MACROS.get(name));
  if (other !== undefined) return [`\`${name}\` is called wrongly`, usage(name, !isMethod)];
  const known = isMethod ? [...namesOf(true), ...MACROS.keys()] : namesOf(false);
  const near = nearest(name, known);
  return [`\`${name}\` is no function`, near === undefined ? 'docs/conditions.md lists the functions' : meant(near)];
}

function countText(counts: readonly number[]): string {
  const [first = 0, ...more] = counts;
  const words = [first === 0 ? 'no' : String(first), ...more.map(String)];
  const isOne = counts.length === 1 && first === 1;
  return `${words.join(' or ')} argument${isOne ? '' : 's'}`;
}

function usage(name: string, isMethod: boolean): string {
  if (isMethod && MACROS.has(name)) return `write \`list.${name}(x, …x…)\``;
  const [fewest = 1] = findFunction(name, isMethod)?.counts ?? [];
  const args = ['x', 'y', 'z', 'u', 'v'];
  if (!isMethod) return `write \`${name}(${args.slice(0, fewest).join(', ')})\``;
  return `write \`x.${name}(${args.slice(1, fewest + 1).join(', ')})\``;
}

function noPath(node: Range): ConditionFault {
  const message = '`has` takes a chain of members, such as `has(context.args.amount)`';
  return { message, hint: 'for a key write `"key" in m`', ...rangeOf(node) };
}

function meant(word: string): string {
  return `did you mean \`${word}\`?`;
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
