import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Question } from '../../src/model/question.ts';

/** A question as read, or the member for which it is denied. */
export type Reading =
  | { readonly question: Question }
  | { readonly cause: '!malformed' | '!delegation'; readonly member: string };

/** Reads any value as a question. The action loses its resource's type as a prefix. */
export function read(value: unknown): Reading {
  const wrong = noQuestion(value);
  if (wrong !== undefined) return { cause: '!malformed', member: wrong };
  const question = normalise(value as JsonObject);
  const senseless = noSense(question);
  if (senseless !== undefined) return { cause: '!malformed', member: senseless };
  if (Object.hasOwn(question.subject.properties, 'act')) {
    return { cause: '!delegation', member: 'subject.properties.act' };
  }
  return { question };
}

/** An own member, or undefined. */
export function get(value: unknown, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isAbsentOr = (holds: (value: unknown) => boolean, value: unknown): boolean => value === undefined || holds(value);

function noQuestion(value: unknown): string | undefined {
  if (!isObject(value)) return '';
  for (const [entity, key] of [
    ['subject', 'type'],
    ['subject', 'id'],
    ['action', 'name'],
    ['resource', 'type'],
    ['resource', 'id'],
  ] as const) {
    if (!isObject(get(value, entity))) return entity;
    if (!isText(get(get(value, entity), key))) return `${entity}.${key}`;
    if (!isAbsentOr(isObject, get(get(value, entity), 'properties'))) return `${entity}.properties`;
  }
  return isAbsentOr(isObject, get(value, 'context')) ? undefined : 'context';
}

function normalise(value: JsonObject): Question {
  const text = (entity: string, key: string): string => String(get(get(value, entity), key));
  const properties = (entity: string): JsonObject => (get(get(value, entity), 'properties') ?? {}) as JsonObject;
  const entity = (name: string) => ({ type: text(name, 'type'), id: text(name, 'id'), properties: properties(name) });
  const resource = entity('resource');
  const name = text('action', 'name');
  const prefix = `${resource.type}:`;
  return {
    subject: entity('subject'),
    action: { name: name.startsWith(prefix) ? name.slice(prefix.length) : name, properties: properties('action') },
    resource,
    context: (get(value, 'context') ?? {}) as JsonObject,
  };
}

function noSense({ subject, action, resource, context }: Question): string | undefined {
  const bad: [boolean, string][] = [
    [subject.type === '' || subject.type.includes(':'), 'subject.type'],
    [subject.type === 'group' || subject.type === 'role', 'subject.type'],
    [subject.id === '', 'subject.id'],
    [action.name === '' || action.name.includes(':'), 'action.name'],
    [resource.type === '' || resource.type.includes(':'), 'resource.type'],
    [resource.id === '', 'resource.id'],
    [get(subject.properties, 'org') === '', 'subject.properties.org'],
    [get(resource.properties, 'org') === '', 'resource.properties.org'],
    [!isAbsentOr(isText, get(subject.properties, 'org')), 'subject.properties.org'],
    ...['roles', 'groups'].map((key): [boolean, string] => [
      !isAbsentOr(isTexts, get(subject.properties, key)),
      `subject.properties.${key}`,
    ]),
    ...['org', 'namespace', 'chain', 'owner'].map((key): [boolean, string] => [
      !isAbsentOr(isText, get(resource.properties, key)),
      `resource.properties.${key}`,
    ]),
    [!isAbsentOr(isObject, get(context, 'chain')), 'context.chain'],
    ...['namespace', 'name'].map((key): [boolean, string] => [
      !isAbsentOr(isText, get(get(context, 'chain'), key)),
      `context.chain.${key}`,
    ]),
    [!isAbsentOr(isTexts, get(context, 'supported_obligations')), 'context.supported_obligations'],
  ];
  return bad.find(([wrong]) => wrong)?.[1];
}
