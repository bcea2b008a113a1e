import { isJsonObject, type JsonObject, type JsonValue, own } from '../model/json.ts';
import { type AttributeSchema, type AttributeType, isOfType } from './attribute-schema.ts';

/** Why a value is not as declared. */
export interface AttributeProblem {
  /** Where below the value, as it is written after its name: `.args[1]`; empty for the value itself. */
  readonly at: string;
  /** The end of a sentence about the member there. */
  readonly why: string;
}

/** What is not as declared in a value; undefined where all is. Texts are made only where something is not. */
export type AttributeCheck = (value: JsonValue) => AttributeProblem | undefined;

/** What is not as declared among an object's members. */
export type MemberCheck = (object: JsonObject) => AttributeProblem | undefined;

/** The problem in one line that begins with the member, below what is called `name`. */
export function problemText(name: string, { at, why }: AttributeProblem): string {
  return `\`${name}${at}\` ${why}`;
}

/** The schema as a function. It reads own members alone, and no deeper than the schema goes. */
export function compileAttribute(schema: AttributeSchema): AttributeCheck {
  const checks = [typeCheck(schema), valueCheck(schema), boundCheck(schema), listCheck(schema), objectCheck(schema)];
  const [first, ...rest] = checks.filter((check) => check !== undefined);
  if (first === undefined) return () => undefined;
  if (rest.length === 0) return first;
  return (value) => {
    const problem = first(value);
    if (problem !== undefined) return problem;
    for (const check of rest) {
      const found = check(value);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** The same for the properties and the required names of an object alone: what else it has is not looked at. */
export function compileMembers({ properties, required }: AttributeSchema): MemberCheck {
  const checks = [...properties].map(([key, schema]) => ({ key, check: compileAttribute(schema) }));
  return (object) => {
    for (const key of required) {
      if (own(object, key) === undefined) return { at: memberText(key), why: 'is missing' };
    }
    for (const { key, check } of checks) {
      const value = own(object, key);
      const problem = value === undefined ? undefined : check(value);
      if (problem !== undefined) return { at: memberText(key) + problem.at, why: problem.why };
    }
    return undefined;
  };
}

/** The problem of a member that nothing declares. Only a short plain word is quoted: an asker may choose any. */
export function undeclared(key: string): AttributeProblem {
  const quoted = /^[\w-]{1,64}$/.test(key) ? `\`${key}\` ` : '';
  return { at: '', why: `has a member ${quoted}that is not declared` };
}

function memberText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

const OTHER_VALUE: AttributeProblem = { at: '', why: 'is none of the values declared' };
const OUT_OF_BOUNDS: AttributeProblem = { at: '', why: 'is out of the bounds declared' };
const OTHER_LENGTH: AttributeProblem = { at: '', why: 'is not of the length declared' };

const WORDS: Readonly<Record<AttributeType, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function typeCheck({ types }: AttributeSchema): AttributeCheck | undefined {
  if (types === undefined) return undefined;
  const due = [...types].map((type) => WORDS[type]).join(' or ');
  const problem = { at: '', why: `must be ${due}` };
  return (value) => (isOfType(types, value) ? undefined : problem);
}

function valueCheck({ values }: AttributeSchema): AttributeCheck | undefined {
  if (values === undefined) return undefined;
  return (value) => (values.includes(value) ? undefined : OTHER_VALUE);
}

function boundCheck(schema: AttributeSchema): AttributeCheck | undefined {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const isBounded = [schema.minimum, schema.maximum, schema.minLength, schema.maxLength].some(
    (bound) => bound !== undefined,
  );
  if (!isBounded) return undefined;
  return (value) => {
    if (typeof value === 'number') {
      return value >= minimum && value <= maximum ? undefined : OUT_OF_BOUNDS;
    }
    if (typeof value !== 'string') return undefined;
    return isLong(value, minLength, maxLength) ? undefined : OTHER_LENGTH;
  };
}

/** Length counts code points. */
function isLong(text: string, least: number, most: number): boolean {
  if (text.length < least || text.length > 2 * most) return false;
  let length = 0;
  for (const _ of text) length += 1;
  return length >= least && length <= most;
}

function listCheck({
  items,
  minItems = 0,
  maxItems = Number.POSITIVE_INFINITY,
}: AttributeSchema): AttributeCheck | undefined {
  const check = items === undefined ? undefined : compileAttribute(items);
  if (check === undefined && minItems === 0 && maxItems === Number.POSITIVE_INFINITY) return undefined;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    if (value.length < minItems || value.length > maxItems) return OTHER_LENGTH;
    if (check === undefined) return undefined;
    for (let at = 0; at < value.length; at += 1) {
      const problem = check(value[at] ?? null);
      if (problem !== undefined) return { at: `[${at}]${problem.at}`, why: problem.why };
    }
    return undefined;
  };
}

function objectCheck(schema: AttributeSchema): AttributeCheck | undefined {
  const { properties, required, closed } = schema;
  if (properties.size === 0 && required.length === 0 && !closed) return undefined;
  const members = compileMembers(schema);
  return (value) => {
    if (!isJsonObject(value)) return undefined;
    const problem = members(value);
    if (problem !== undefined || !closed) return problem;
    const unknown = Object.keys(value).find((key) => !properties.has(key));
    return unknown === undefined ? undefined : undeclared(unknown);
  };
}
