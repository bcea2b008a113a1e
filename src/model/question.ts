import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** A subject or a resource of a question (OpenID AuthZEN Authorization API 1.0, section 5). */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties: JsonObject;
}

export interface Action {
  readonly name: string;
  readonly properties: JsonObject;
}

/** May this subject do this action on this resource, in this context? */
export interface Question {
  readonly subject: Entity;
  readonly action: Action;
  readonly resource: Entity;
  readonly context: JsonObject;
}

/** Why a value is no question: the member that is wrong, and what is wrong with it. */
export interface QuestionProblem {
  readonly member: string;
  readonly message: string;
}

export type QuestionRead =
  | { readonly ok: true; readonly question: Question }
  | { readonly ok: false; readonly problem: QuestionProblem };

const EMPTY: JsonObject = Object.freeze(Object.create(null) as JsonObject);

/**
 * Reads a JSON value as a question. Absent `properties` and `context` become empty; members that nobody knows are
 * ignored. Never throws.
 */
export function readQuestion(value: unknown): QuestionRead {
  if (!isJsonObject(value)) return problem('', 'a question is a JSON object with `subject`, `action` and `resource`');
  const subject = readNamed(value, 'subject', ['type', 'id']);
  if ('message' in subject) return { ok: false, problem: subject };
  const action = readNamed(value, 'action', ['name']);
  if ('message' in action) return { ok: false, problem: action };
  const resource = readNamed(value, 'resource', ['type', 'id']);
  if ('message' in resource) return { ok: false, problem: resource };
  const context = member(value, 'context');
  if (context !== undefined && !isJsonObject(context)) return problem('context', '`context` must be an object');
  return {
    ok: true,
    question: {
      subject: { type: subject.texts[0] ?? '', id: subject.texts[1] ?? '', properties: subject.properties },
      action: { name: action.texts[0] ?? '', properties: action.properties },
      resource: { type: resource.texts[0] ?? '', id: resource.texts[1] ?? '', properties: resource.properties },
      context: context ?? EMPTY,
    },
  };
}

interface Named {
  readonly texts: readonly string[];
  readonly properties: JsonObject;
}

function readNamed(question: JsonObject, name: string, keys: readonly string[]): Named | QuestionProblem {
  const entity = member(question, name);
  if (entity === undefined) return { member: name, message: `\`${name}\` is missing` };
  if (!isJsonObject(entity)) return { member: name, message: `\`${name}\` must be an object` };
  const texts: string[] = [];
  for (const key of keys) {
    const text = member(entity, key);
    if (typeof text !== 'string') {
      const what = text === undefined ? 'is missing' : 'must be text';
      return { member: `${name}.${key}`, message: `\`${name}.${key}\` ${what}` };
    }
    texts.push(text);
  }
  const properties = member(entity, 'properties');
  if (properties !== undefined && !isJsonObject(properties)) {
    return { member: `${name}.properties`, message: `\`${name}.properties\` must be an object` };
  }
  return { texts, properties: properties ?? EMPTY };
}

function member(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function problem(name: string, message: string): QuestionRead {
  return { ok: false, problem: { member: name, message } };
}
