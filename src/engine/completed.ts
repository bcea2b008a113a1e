import type { Activation } from '../condition/condition.ts';
import { type JsonObject, type JsonValue, own } from '../model/json.ts';
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
  /** The types of the obligations that the asker can meet. */
  readonly supported: readonly string[];
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
  const layers = createLayers(completed.question.subject.properties);
  if (subjectOrg !== undefined) layers.set('org', subjectOrg);
  if (knownSubject !== undefined || stranger) {
    layers.set('roles', completed.roles);
    layers.set('groups', completed.groups);
  }
  if (knownSubject !== undefined) layers.know(knownSubject.properties, knownSubject.defaults);
  return layers.object();
}

function resourceProperties(completed: Completed): JsonObject {
  const { org, namespace, knownResource } = completed;
  const layers = createLayers(completed.question.resource.properties);
  if (org !== undefined) layers.set('org', org);
  if (namespace !== undefined) layers.set('namespace', namespace);
  if (knownResource?.chain !== undefined) layers.set('chain', knownResource.chain);
  if (knownResource !== undefined) layers.know(knownResource.properties, knownResource.defaults);
  return layers.object();
}

interface Layers {
  /** Sets a member, whatever the question says. */
  set(key: string, value: JsonValue): void;
  /** Lays `over` upon the question's members, and `under` where nothing else speaks. */
  know(over: JsonObject, under: JsonObject): void;
  object(): JsonObject;
}

/** Members laid over an object, which is copied at the first one that changes it. */
function createLayers(base: JsonObject): Layers {
  let copy: Record<string, JsonValue> | undefined;
  const set = (key: string, value: JsonValue): void => {
    if (copy === undefined && own(base, key) === value) return;
    copy ??= copyOf(base);
    copy[key] = value;
  };
  return {
    set,
    know: (over, under) => {
      for (const key of Object.keys(over)) set(key, over[key] ?? null);
      for (const key of Object.keys(under)) if (!Object.hasOwn(copy ?? base, key)) set(key, under[key] ?? null);
    },
    object: () => copy ?? base,
  };
}

/** Without a prototype, so that no key, `__proto__` included, is anything but data. */
function copyOf(object: JsonObject): Record<string, JsonValue> {
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const key of Object.keys(object)) copy[key] = object[key] ?? null;
  return copy;
}
