import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Question } from '../../src/model/question.ts';
import type { Place } from '../../src/model/verdict.ts';
import type { DirectoryDocument, Document } from '../../src/policy/documents.ts';
import {
  defaultNamespace,
  defaultOrg,
  isNamespaceDescribed,
  isOrgDescribed,
  livesInNamespace,
  ofKind,
} from './place.ts';
import { get } from './read.ts';

/** A question as conditions and all later steps see it. */
export interface Completed {
  readonly question: Question;
  /** The subject's org: undefined is no org at all. */
  readonly org: string | undefined;
  readonly groups: readonly string[];
  /** Roles that the question claims: to be mapped. */
  readonly claimed: readonly string[];
  /** Roles that the Directory states: never mapped. */
  readonly stated: readonly string[];
  readonly place: Place;
}

/** Steps 1 and 2: the completed question and where its resource lies, or undefined for `!place`. */
export function complete(documents: readonly Document[], asked: Question): Completed | undefined {
  const subject = completeSubject(documents, asked);
  const resource = completeResource(documents, asked);
  if (resource === undefined) return undefined;
  const question: Question = { ...asked, subject: subject.entity, resource };
  const place = placeOf(documents, question);
  if (place === undefined) return undefined;
  const texts = (key: string): readonly string[] => (get(subject.entity.properties, key) ?? []) as readonly string[];
  return {
    question,
    org: get(subject.entity.properties, 'org') as string | undefined,
    groups: texts('groups'),
    claimed: subject.listed ? [] : texts('roles'),
    stated: subject.listed ? texts('roles') : [],
    place,
  };
}

function completeSubject(documents: readonly Document[], { subject }: Question) {
  const org = (get(subject.properties, 'org') as string | undefined) ?? defaultOrg(documents);
  const directories = directoriesOf(documents, org);
  const entry = directories.map((directory) => directory.subjects.get(`${subject.type}:${subject.id}`)).find(Boolean);
  const stated = org === undefined ? {} : { org };
  if (entry !== undefined) {
    const known = { roles: entry.roles, groups: entry.groups, ...stated };
    const properties = merge(entry.defaults, subject.properties, entry.properties, known);
    return { listed: true, entity: { ...subject, properties } };
  }
  const closed = directories.some((directory) => directory.closed);
  const nothing = closed ? { roles: [], groups: [] } : {};
  return { listed: false, entity: { ...subject, properties: merge(subject.properties, nothing, stated) } };
}

/** Undefined where the question states another place than the Directory. */
function completeResource(documents: readonly Document[], { resource }: Question): Question['resource'] | undefined {
  const org = (get(resource.properties, 'org') as string | undefined) ?? defaultOrg(documents);
  const key = `${resource.type}:${resource.id}`;
  const entry = directoriesOf(documents, org)
    .map((directory) => directory.resources.get(key))
    .find(Boolean);
  const known: Record<string, string> = org === undefined ? {} : { org };
  for (const word of ['namespace', 'chain'] as const) {
    const stated = get(resource.properties, word) as string | undefined;
    const listed = entry?.[word];
    if (stated !== undefined && listed !== undefined && stated !== listed) return undefined;
    if (listed !== undefined) known[word] = listed;
  }
  const properties = merge(entry?.defaults ?? {}, resource.properties, entry?.properties ?? {}, known);
  const completed = { ...resource, properties };
  if (org === undefined || !needsNamespace(documents, org, completed)) return completed;
  const fallback = defaultNamespace(documents, org);
  if (fallback === undefined) return completed;
  return { ...completed, properties: merge({ namespace: fallback }, properties) };
}

function needsNamespace(documents: readonly Document[], org: string, resource: Question['resource']): boolean {
  return livesInNamespace(documents, org, resource.type) || get(resource.properties, 'chain') !== undefined;
}

function placeOf(documents: readonly Document[], { resource }: Question): Place | undefined {
  const [org, namespace, stated] = ['org', 'namespace', 'chain'].map(
    (key) => get(resource.properties, key) as string | undefined,
  );
  if (org === undefined || !isOrgDescribed(documents, org)) return undefined;
  if (namespace !== undefined && !isNamespaceDescribed(documents, org, namespace)) return undefined;
  if (namespace === undefined) return needsNamespace(documents, org, resource) ? undefined : { org };
  if (resource.type === 'secret') return { org, namespace };
  const chain = resource.type === 'chain' ? resource.id : stated;
  return { org, namespace, ...(chain === undefined ? {} : { chain }) };
}

function directoriesOf(documents: readonly Document[], org: string | undefined): readonly DirectoryDocument[] {
  return ofKind(documents, 'Directory').filter((directory) => directory.org === org);
}

/** Later ones win, key by key. A key like `__proto__` is data. */
function merge(...layers: readonly JsonObject[]): JsonObject {
  const merged: Record<string, JsonValue> = Object.create(null);
  for (const layer of layers) {
    for (const key of Object.keys(layer)) merged[key] = layer[key] ?? null;
  }
  return merged;
}
