import { isJsonObject, type JsonObject, type JsonValue, own } from '../model/json.ts';
import { type AttributeSchema, type AttributeType, isOfType } from './attribute-schema.ts';

/** Why a value is not as declared, in one line that begins with the member's name; undefined where it is. */
export type AttributeCheck = (value: JsonValue, name: string) => string | undefined;

/** The schema as a function. It reads own members alone, and no deeper than the schema goes. */
export function compileAttribute(schema: AttributeSchema): AttributeCheck {
  const checks = [typeCheck(schema), valueCheck(schema), boundCheck(schema), listCheck(schema), objectCheck(schema)];
  const [first, ...rest] = checks.filter((check) => check !== undefined);
  if (first === undefined) return () => undefined;
  if (rest.length === 0) return first;
  return (value, name) => {
    const problem = first(value, name);
    if (problem !== undefined) return problem;
    for (const check of rest) {
      const found = check(value, name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** The same for the properties and the required names of an object alone: what else it has is not looked at. */
export function compileMembers({
  properties,
  required,
}: AttributeSchema): (object: JsonObject, name: string) => string | undefined {
  const checks = [...properties].map(([key, schema]) => ({ key, check: compileAttribute(schema) }));
  return (object, name) => {
    for (const key of required) if (own(object, key) === undefined) return `\`${memberName(name, key)}\` is missing`;
    for (const { key, check } of checks) {
      const value = own(object, key);
      const problem = value === undefined ? undefined : check(value, memberName(name, key));
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** The problem of a member that nothing declares. Only a short plain word is quoted: an asker may choose any. */
export function undeclared(name: string, key: string): string {
  return `\`${name}\` has a member ${/^[\w-]{1,64}$/.test(key) ? `\`${key}\` ` : ''}that is not declared`;
}

function memberName(name: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${name}.${key}` : `${name}[${JSON.stringify(key)}]`;
}

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
  return (value, name) => (isOfType(types, value) ? undefined : `\`${name}\` must be ${due}`);
}

function valueCheck({ values }: AttributeSchema): AttributeCheck | undefined {
  if (values === undefined) return undefined;
  return (value, name) => (values.includes(value) ? undefined : `\`${name}\` is none of the values declared`);
}

function boundCheck(schema: AttributeSchema): AttributeCheck | undefined {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const isBounded = [schema.minimum, schema.maximum, schema.minLength, schema.maxLength].some(
    (bound) => bound !== undefined,
  );
  if (!isBounded) return undefined;
  return (value, name) => {
    if (typeof value === 'number') {
      return value >= minimum && value <= maximum ? undefined : `\`${name}\` is out of the bounds declared`;
    }
    if (typeof value !== 'string') return undefined;
    return isLong(value, minLength, maxLength) ? undefined : `\`${name}\` is not of the length declared`;
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
  return (value, name) => {
    if (!Array.isArray(value)) return undefined;
    if (value.length < minItems || value.length > maxItems) return `\`${name}\` is not of the length declared`;
    if (check === undefined) return undefined;
    for (let at = 0; at < value.length; at += 1) {
      const problem = check(value[at] ?? null, `${name}[${at}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function objectCheck(schema: AttributeSchema): AttributeCheck | undefined {
  const { properties, required, closed } = schema;
  if (properties.size === 0 && required.length === 0 && !closed) return undefined;
  const members = compileMembers(schema);
  return (value, name) => {
    if (!isJsonObject(value)) return undefined;
    const problem = members(value, name);
    if (problem !== undefined || !closed) return problem;
    const unknown = Object.keys(value).find((key) => !properties.has(key));
    return unknown === undefined ? undefined : undeclared(name, unknown);
  };
}
