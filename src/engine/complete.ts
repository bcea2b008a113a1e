import { type JsonObject, own } from '../model/json.ts';
import type { Entity, Question } from '../model/question.ts';
import type { Reserved } from '../model/reserved.ts';
import type { CompiledDirectory, KnownResource, Snapshot } from '../policy/snapshot.ts';
import type { Completed } from './completed.ts';
import { livesInNamespace, namesNamespaces } from './places.ts';

const NOBODY: readonly string[] = Object.freeze([]);

/**
 * Step 1: fills in what the Directory knows and the default org and namespace. Returns text where the
 * question states another place than the Directory.
 */
export function complete(snapshot: Snapshot, question: Question, reserved: Reserved): Completed | string {
  const { subject, resource } = question;
  const fallback = snapshot.namesOrgs ? undefined : 'default';
  const subjectOrg = reserved.subjectOrg ?? fallback;
  const org = reserved.org ?? fallback;
  const directory = subjectOrg === undefined ? undefined : snapshot.directories.get(subjectOrg);
  const knownSubject = directory?.subjects.get(subject.type)?.get(subject.id);
  const knownResource = org === undefined ? undefined : resourceOf(snapshot.directories.get(org), resource);
  if (knownResource !== undefined) {
    const contradiction = contradictedPlace(reserved, knownResource);
    if (contradiction !== undefined) return contradiction;
  }
  const stranger = knownSubject === undefined && directory?.closed === true;
  const chain = reserved.chain ?? knownResource?.chain;
  const namespace = reserved.namespace ?? knownResource?.namespace;
  return {
    question,
    action: reserved.action,
    subjectOrg,
    roles: knownSubject?.roles ?? (stranger ? NOBODY : reserved.roles),
    groups: knownSubject?.groups ?? (stranger ? NOBODY : reserved.groups),
    rolesKnown: knownSubject !== undefined,
    org,
    namespace: namespace ?? defaultNamespace(snapshot, org, resource.type, chain),
    chain,
    owner: knownResource === undefined ? reserved.owner : ownerOf(reserved, knownResource),
    supported: reserved.supported,
    knownSubject,
    knownResource,
    stranger,
  };
}

function resourceOf(directory: CompiledDirectory | undefined, resource: Entity): KnownResource | undefined {
  return directory?.resources.get(resource.type)?.get(resource.id);
}

function contradictedPlace(stated: Reserved, known: KnownResource): string | undefined {
  for (const key of ['namespace', 'chain'] as const) {
    if (stated[key] !== undefined && known[key] !== undefined && stated[key] !== known[key]) {
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

function ownerOf(stated: Reserved, known: KnownResource): string | undefined {
  return textOf(known.properties, 'owner') ?? stated.owner ?? textOf(known.defaults, 'owner');
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
}
