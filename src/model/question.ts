import { isJsonObject, type JsonObject, type JsonValue, own } from './json.ts';

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
  const subject = readEntity(own(value, 'subject'), 'subject');
  if ('message' in subject) return { ok: false, problem: subject };
  const action = readAction(own(value, 'action'));
  if ('message' in action) return { ok: false, problem: action };
  const resource = readEntity(own(value, 'resource'), 'resource');
  if ('message' in resource) return { ok: false, problem: resource };
  const context = own(value, 'context');
  if (context !== undefined && !isJsonObject(context)) return problem('context', '`context` must be an object');
  return { ok: true, question: { subject, action, resource, context: context ?? EMPTY } };
}

function readEntity(entity: JsonValue | undefined, name: string): Entity | QuestionProblem {
  if (!isJsonObject(entity)) return noObject(entity, name);
  const type = own(entity, 'type');
  if (typeof type !== 'string') return noText(type, `${name}.type`);
  const id = own(entity, 'id');
  if (typeof id !== 'string') return noText(id, `${name}.id`);
  const properties = own(entity, 'properties');
  if (properties === undefined) return { type, id, properties: EMPTY };
  return isJsonObject(properties) ? { type, id, properties } : noObject(properties, `${name}.properties`);
}

function readAction(action: JsonValue | undefined): Action | QuestionProblem {
  if (!isJsonObject(action)) return noObject(action, 'action');
  const name = own(action, 'name');
  if (typeof name !== 'string') return noText(name, 'action.name');
  const properties = own(action, 'properties');
  if (properties === undefined) return { name, properties: EMPTY };
  return isJsonObject(properties) ? { name, properties } : noObject(properties, 'action.properties');
}

function noObject(value: JsonValue | undefined, member: string): QuestionProblem {
  return { member, message: `\`${member}\` ${value === undefined ? 'is missing' : 'must be an object'}` };
}

function noText(value: JsonValue | undefined, member: string): QuestionProblem {
  return { member, message: `\`${member}\` ${value === undefined ? 'is missing' : 'must be text'}` };
}

function problem(name: string, message: string): QuestionRead {
  return { ok: false, problem: { member: name, message } };
}
