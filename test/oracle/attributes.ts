import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Question } from '../../src/model/question.ts';
import type { Document } from '../../src/policy/documents.ts';
import { ofKind } from './place.ts';
import { get } from './read.ts';

/** The members that are never declared and may always stand. */
const FREE = {
  subject: ['org', 'roles', 'groups', 'act'],
  resource: ['org', 'namespace', 'chain', 'owner'],
  context: ['chain', 'supported_obligations', 'approval'],
};

/** The first member of a completed question that is not as declared, or undefined where all are. */
export function notAsDeclared(documents: readonly Document[], question: Question): string | undefined {
  const { subject, resource, action, context } = question;
  const section = (name: keyof typeof FREE, keys: readonly string[], object: JsonObject, at: string) => {
    const schemas = keys.flatMap((key) =>
      ofKind(documents, 'Attributes').flatMap((document) => get(document[name], key) ?? []),
    );
    return wrongMember(schemas, object, at, FREE[name]);
  };
  return (
    section('subject', ['*', subject.type], subject.properties, 'subject.properties') ??
    section('resource', ['*', resource.type], resource.properties, 'resource.properties') ??
    section(
      'context',
      ['*', '*:*', `*:${action.name}`, `${resource.type}:*`, `${resource.type}:${action.name}`],
      context,
      'context',
    )
  );
}

/** Every schema must hold; where one of them is closed, only what some of them declares may stand. */
function wrongMember(
  schemas: readonly JsonValue[],
  object: JsonObject,
  at: string,
  free: readonly string[],
): string | undefined {
  for (const schema of schemas) {
    for (const name of (get(schema, 'required') ?? []) as readonly string[]) {
      if (get(object, name) === undefined) return `${at}.${name}`;
    }
    for (const [name, part] of Object.entries(get(schema, 'properties') ?? {})) {
      const value = get(object, name);
      const wrong = value === undefined ? undefined : wrongPart(part, value, `${at}.${name}`);
      if (wrong !== undefined) return wrong;
    }
  }
  if (!schemas.some((schema) => get(schema, 'additionalProperties') === false)) return undefined;
  const isKnown = (name: string): boolean =>
    free.includes(name) || schemas.some((schema) => get(get(schema, 'properties'), name) !== undefined);
  const unknown = Object.keys(object).find((name) => !isKnown(name));
  return unknown === undefined ? undefined : `${at}.${unknown}`;
}

function wrongPart(schema: JsonValue, value: JsonValue, at: string): string | undefined {
  const type = get(schema, 'type');
  if (type !== undefined && ![type].flat().some((one) => isOf(String(one), value))) return at;
  const allowed = get(schema, 'enum') as readonly JsonValue[] | undefined;
  if (allowed !== undefined && !allowed.includes(value)) return at;
  const only = get(schema, 'const');
  if (only !== undefined && only !== value) return at;
  if (typeof value === 'number' && !isWithin(schema, 'minimum', 'maximum', value)) return at;
  if (typeof value === 'string' && !isWithin(schema, 'minLength', 'maxLength', [...value].length)) return at;
  if (Array.isArray(value)) {
    if (!isWithin(schema, 'minItems', 'maxItems', value.length)) return at;
    const items = get(schema, 'items');
    const parts = items === undefined ? [] : value.map((item, index) => wrongPart(items, item, `${at}[${index}]`));
    return parts.find((wrong) => wrong !== undefined);
  }
  return isOf('object', value) ? wrongMember([schema], value as JsonObject, at, []) : undefined;
}

function isOf(type: string, value: JsonValue): boolean {
  if (type === 'integer') return typeof value === 'number' && value % 1 === 0;
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function isWithin(schema: JsonValue, least: string, most: string, size: number): boolean {
  const [from, to] = [get(schema, least), get(schema, most)] as (number | undefined)[];
  return (from === undefined || size >= from) && (to === undefined || size <= to);
}
