import type { DirectoryDocument, ResourceEntry, SubjectEntry } from './documents.ts';
import type { CompiledDirectory, KnownResource, KnownSubject } from './snapshot.ts';

type ById<T> = Map<string, Map<string, T>>;

/** What is known of each org's subjects and resources; several documents of one org add up. */
export function compileDirectories(documents: readonly DirectoryDocument[]): ReadonlyMap<string, CompiledDirectory> {
  const byOrg = new Map<string, DirectoryDocument[]>();
  for (const document of documents) byOrg.set(document.org, [...(byOrg.get(document.org) ?? []), document]);
  return new Map([...byOrg].map(([org, listed]) => [org, compileDirectory(listed)]));
}

function compileDirectory(documents: readonly DirectoryDocument[]): CompiledDirectory {
  const subjects: ById<KnownSubject> = new Map();
  const resources: ById<KnownResource> = new Map();
  const namespaces = new Set<string>();
  for (const document of documents) {
    for (const [key, entry] of document.subjects) put(subjects, key, knownSubject(entry));
    for (const [key, entry] of document.resources) {
      put(resources, key, knownResource(entry));
      if (entry.namespace !== undefined) namespaces.add(entry.namespace);
    }
  }
  return { closed: documents.some((document) => document.closed), subjects, resources, namespaces };
}

function knownSubject({ roles, groups, properties, defaults }: SubjectEntry): KnownSubject {
  return { roles: Object.freeze([...roles]), groups: Object.freeze([...groups]), properties, defaults };
}

function knownResource({ namespace, chain, properties, defaults }: ResourceEntry): KnownResource {
  return { namespace, chain, properties, defaults };
}

function put<T>(byId: ById<T>, key: string, entry: T): void {
  const colon = key.indexOf(':');
  const type = key.slice(0, colon);
  const ids = byId.get(type) ?? new Map<string, T>();
  ids.set(key.slice(colon + 1), entry);
  byId.set(type, ids);
}
