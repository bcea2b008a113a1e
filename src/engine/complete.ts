import { type JsonObject, own } from '../model/json.ts';
import { actionName } from '../model/malformed.ts';
import type { Entity, Question } from '../model/question.ts';
import type { CompiledDirectory, KnownResource, Snapshot } from '../policy/snapshot.ts';
import type { Completed } from './completed.ts';
import { livesInNamespace, namesNamespaces } from './places.ts';

const NOBODY: readonly string[] = Object.freeze([]);

/**
 * Step 1: fills in what the Directory knows and the default org and namespace (DESIGN section 3). Returns text where the
 * question states another place than the Directory.
 */
export function complete(snapshot: Snapshot, question: Question): Completed | string {
  const { subject, resource } = question;
  const subjectOrg = orgOf(snapshot, subject.properties);
  const org = orgOf(snapshot, resource.properties);
  const directory = subjectOrg === undefined ? undefined : snapshot.directories.get(subjectOrg);
  const knownSubject = directory?.subjects.get(subject.type)?.get(subject.id);
  const knownResource = org === undefined ? undefined : resourceOf(snapshot.directories.get(org), resource);
  const contradiction = contradictedPlace(resource.properties, knownResource);
  if (contradiction !== undefined) return contradiction;
  const stranger = knownSubject === undefined && directory?.closed === true;
  const chain = textOf(resource.properties, 'chain') ?? knownResource?.chain;
  const namespace = textOf(resource.properties, 'namespace') ?? knownResource?.namespace;
  return {
    question,
    action: actionName(question),
    subjectOrg,
    roles: knownSubject?.roles ?? (stranger ? NOBODY : listOf(subject.properties, 'roles')),
    groups: knownSubject?.groups ?? (stranger ? NOBODY : listOf(subject.properties, 'groups')),
    rolesKnown: knownSubject !== undefined,
    org,
    namespace: namespace ?? defaultNamespace(snapshot, org, resource.type, chain),
    chain,
    owner: ownerOf(resource.properties, knownResource),
    knownSubject,
    knownResource,
    stranger,
  };
}

function orgOf(snapshot: Snapshot, properties: JsonObject): string | undefined {
  return textOf(properties, 'org') ?? (snapshot.namesOrgs ? undefined : 'default');
}

function resourceOf(directory: CompiledDirectory | undefined, resource: Entity): KnownResource | undefined {
  return directory?.resources.get(resource.type)?.get(resource.id);
}

function contradictedPlace(properties: JsonObject, known: KnownResource | undefined): string | undefined {
  if (known === undefined) return undefined;
  for (const key of ['namespace', 'chain'] as const) {
    const stated = textOf(properties, key);
    if (stated !== undefined && known[key] !== undefined && stated !== known[key]) {
      return `the resource does not lie in the ${key} that the question states`;
    }
  }
  return undefined;
}

function defaultNamespace(
  snapshot: Snapshot,
  org: string | undefined,
  type: string,
  chain: string | undefined,
): string | undefined {
  if (org === undefined || (chain === undefined && !livesInNamespace(snapshot, org, type))) return undefined;
  return namesNamespaces(snapshot, org) ? undefined : 'default';
}

function ownerOf(properties: JsonObject, known: KnownResource | undefined): string | undefined {
  if (known === undefined) return textOf(properties, 'owner');
  return textOf(known.properties, 'owner') ?? textOf(properties, 'owner') ?? textOf(known.defaults, 'owner');
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
}

function listOf(object: JsonObject, key: string): readonly string[] {
  const value = own(object, key);
  return Array.isArray(value) ? value : NOBODY;
}
