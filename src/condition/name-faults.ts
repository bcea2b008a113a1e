import { nearest } from '../model/nearest.ts';
import type { ConditionFault } from './condition.ts';
import { ENTITY_MEMBERS, FUNCTIONS, INSTEAD, MACROS, METHODS, QUESTION_VARIABLES, TYPE_NAMES } from './functions.ts';
import type { CallNode, HasNode, IndexNode, MacroNode, MemberNode, NameNode, Node, Range } from './syntax.ts';

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

/** A macro's variable that would hide one of ours. */
export function macroFaults(node: MacroNode): readonly ConditionFault[] {
  const { name } = node.variable;
  if (!VARIABLES.includes(name) && !TYPE_NAMES.has(name)) return [];
  const message = `\`${name}\` can't be the variable of \`${node.name}\``;
  return [{ message, hint: 'choose a name that means nothing else', ...rangeOf(node.variable) }];
}

/** What is asked about in `has()` but is no chain of members. */
export function hasFaults(node: HasNode): readonly ConditionFault[] {
  for (let at: Node = node.member; ; at = at.object) {
    if (at.kind === 'name') return [];
    if (at.kind !== 'member') return [noPath(node)];
  }
}

/** A function that is not on the list, in the wrong form, or with the wrong number of arguments. */
export function callFaults(node: CallNode): readonly ConditionFault[] {
  const isMethod = node.receiver !== undefined;
  const counts = (isMethod ? METHODS : FUNCTIONS).get(node.name);
  if (node.name === 'has' && !isMethod) return [noPath(node)];
  if (counts?.includes(node.args.length)) return [];
  const [message, hint] = callProblem(node, isMethod, counts);
  return [{ message, hint, ...rangeOf(node) }];
}

function callProblem(node: CallNode, isMethod: boolean, counts: readonly number[] | undefined): [string, string] {
  const { name } = node;
  const instead = INSTEAD.get(name);
  if (instead !== undefined) return [`\`${name}\` is not supported`, instead];
  if (name.startsWith('get') && counts !== undefined) {
    return [`\`${name}\` takes no time zone: times are in UTC`, 'send the local time in the context'];
  }
  if (MACROS.has(name) && isMethod) return [`\`${name}\` is called wrongly`, `write \`list.${name}(x, …x…)\``];
  if (counts !== undefined)
    return [`\`${name}\` takes ${counts[0] === 0 ? 'no' : 'one'} argument`, usage(name, isMethod)];
  const other = isMethod ? FUNCTIONS.has(name) : METHODS.has(name) || MACROS.has(name);
  if (other) return [`\`${name}\` is called wrongly`, usage(name, !isMethod)];
  const known = isMethod ? [...METHODS.keys(), ...MACROS.keys()] : [...FUNCTIONS.keys()];
  const shown = known.filter((word) => !word.startsWith('get'));
  const near = nearest(name, known);
  return [`\`${name}\` is no function`, near === undefined ? `the functions are ${list(shown)}` : meant(near)];
}

function usage(name: string, isMethod: boolean): string {
  if (!isMethod) return `write \`${name}(x)\``;
  if (MACROS.has(name)) return `write \`list.${name}(x, …x…)\``;
  return `write \`x.${name}(${METHODS.get(name)?.[0] === 0 ? '' : 'y'})\``;
}

function noPath(node: Range): ConditionFault {
  const message = '`has` takes a chain of members, such as `has(context.args.amount)`';
  return { message, hint: 'for a key write `"key" in m`', ...rangeOf(node) };
}

function meant(word: string): string {
  return `did you mean \`${word}\`?`;
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
