import type { CallNode } from '../syntax.ts';
import { ENCODERS } from './encoders.ts';
import type { FunctionEntry } from './entry.ts';
import { LISTS } from './lists.ts';
import { MATH } from './math.ts';
import { NAMES } from './names.ts';
import { NETWORK } from './network.ts';
import { OPTIONALS } from './optionals.ts';
import { STANDARD } from './standard.ts';
import { STRINGS } from './strings.ts';

/** Every function that a condition can call. */
export const ENTRIES: readonly FunctionEntry[] = [
  ...STANDARD,
  ...STRINGS,
  ...MATH,
  ...LISTS,
  ...ENCODERS,
  ...OPTIONALS,
  ...NETWORK,
  ...NAMES,
];

const PLAIN: ReadonlyMap<string, FunctionEntry> = new Map(
  ENTRIES.filter((entry) => !entry.method).map((entry) => [entry.name, entry]),
);
const METHODS: ReadonlyMap<string, FunctionEntry> = new Map(
  ENTRIES.filter((entry) => entry.method).map((entry) => [entry.name, entry]),
);

/** The function of that name and form, if there is one. */
export function findFunction(name: string, isMethod: boolean): FunctionEntry | undefined {
  return (isMethod ? METHODS : PLAIN).get(name);
}

/** The function that a call means, if it is there and takes so many arguments. */
export function functionOf(node: CallNode): FunctionEntry | undefined {
  const entry = findFunction(node.name, node.receiver !== undefined);
  return entry?.counts.includes(node.args.length) ? entry : undefined;
}

/** The names of all functions of one form. */
export function namesOf(isMethod: boolean): readonly string[] {
  return [...(isMethod ? METHODS : PLAIN).keys()];
}
