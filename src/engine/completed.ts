import type { Activation } from '../condition/condition.ts';
import { type JsonObject, own } from '../model/json.ts';
import type { Question } from '../model/question.ts';
import type { KnownResource, KnownSubject } from '../policy/snapshot.ts';

/** A question with what the Directory knows and the defaults filled in. What all later steps read. */
export interface Completed {
  readonly question: Question;
  /** The action's name without its resource's type. */
  readonly action: string;
  /** Undefined where the question doesn't say and the set names orgs. */
  readonly subjectOrg: string | undefined;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** True where the Directory states the roles: they are not mapped. */
  readonly rolesKnown: boolean;
  readonly org: string | undefined;
  readonly namespace: string | undefined;
  readonly chain: string | undefined;
  /** The question's owner, or the Directory's. */
  readonly owner: string | undefined;
  readonly knownSubject: KnownSubject | undefined;
  readonly knownResource: KnownResource | undefined;
  /** True where the subject's org is closed and doesn't list it. */
  readonly stranger: boolean;
}

/** What conditions read of a completed question. Built when the first condition runs. */
export function activationOf(completed: Completed, now: number): Activation {
  const { question } = completed;
  return {
    subject: { type: question.subject.type, id: question.subject.id, properties: subjectProperties(completed) },
    action: { name: completed.action, properties: question.action.properties },
    resource: { type: question.resource.type, id: question.resource.id, properties: resourceProperties(completed) },
    context: question.context,
    now,
  };
}

function subjectProperties(completed: Completed): JsonObject {
  const { knownSubject, subjectOrg, stranger } = completed;
  const { properties } = completed.question.subject;
  const stated = { ...(subjectOrg === undefined ? {} : { org: subjectOrg }) };
  if (knownSubject === undefined && !stranger) return overlay(properties, stated, undefined);
  const lists = { roles: completed.roles, groups: completed.groups };
  return overlay(properties, { ...knownSubject?.properties, ...stated, ...lists }, knownSubject?.defaults);
}

function resourceProperties(completed: Completed): JsonObject {
  const { org, namespace, knownResource } = completed;
  const { properties } = completed.question.resource;
  const chain = knownResource?.chain;
  const place = {
    ...(org === undefined ? {} : { org }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(chain === undefined ? {} : { chain }),
  };
  return overlay(properties, { ...knownResource?.properties, ...place }, knownResource?.defaults);
}

/** The object with `over` laid upon it and `under` where both are silent; itself where nothing changes. */
function overlay(object: JsonObject, over: JsonObject, under: JsonObject | undefined): JsonObject {
  const changes = Object.keys(over).some((key) => own(object, key) !== over[key]);
  if (!changes && under === undefined) return object;
  const merged: Record<string, JsonObject[string]> = Object.create(null);
  for (const layer of [under, object, over]) {
    if (layer !== undefined) for (const key of Object.keys(layer)) merged[key] = layer[key] ?? null;
  }
  return merged;
}
