import { findPlace, type PlaceNode, stepInto } from '../model/place-tree.ts';
import type { Place } from '../model/verdict.ts';
import type { Scope, Snapshot } from '../policy/snapshot.ts';
import type { Completed } from './completed.ts';

/** A scope on the path of a place: the part of a rule's name before `#`, and what its documents say. */
export interface PathScope {
  readonly path: string;
  readonly parts: readonly Scope[];
}

/** True where every resource of the type lives in a namespace of the org. */
export function livesInNamespace(snapshot: Snapshot, org: string, type: string): boolean {
  if (type === 'chain' || type === 'secret') return true;
  const found = findPlace(snapshot.orgs, [org]);
  return (
    found.named.some((scope) => scope.namespaced.has(type)) || found.star.some((scope) => scope.namespaced.has(type))
  );
}

/** True where a document names a namespace of the org but `default`: then nothing lies in `default` by saying nothing. */
export function namesNamespaces(snapshot: Snapshot, org: string): boolean {
  const { namespaces, chains, secrets, directories } = snapshot;
  const listed = directories.get(org)?.namespaces;
  return (
    stepInto(namespaces, org).some(namesOther) ||
    stepInto(chains, org).some(namesOther) ||
    stepInto(secrets, org).some(namesOther) ||
    (listed !== undefined && listed.size > (listed.has('default') ? 1 : 0))
  );
}

function namesOther({ words, patterns }: PlaceNode<unknown>): boolean {
  return patterns.length > 0 || words.size > (words.has('default') ? 1 : 0);
}

/** Where a resource lies, and the scopes that hold there, from the widest to the narrowest. */
export interface Located {
  readonly place: Place;
  readonly path: readonly PathScope[];
}

/** Step 2: where the resource lies, or why it can't be placed. */
export function locate(snapshot: Snapshot, completed: Completed): Located | string {
  const { org, namespace, question } = completed;
  const { type } = question.resource;
  if (org === undefined) return 'the resource states no org';
  const path: PathScope[] = [];
  const isDescribed = addOrg(path, snapshot, org) || (org === 'default' && !snapshot.namesOrgs);
  if (!isDescribed) return 'no policy describes the org of the resource';
  if (namespace === undefined) {
    const isNeeded = completed.chain !== undefined || livesInNamespace(snapshot, org, type);
    return isNeeded ? 'the resource states no namespace' : { place: { org }, path };
  }
  const isKnown = addNamespace(path, snapshot, org, namespace);
  if (!isKnown && (namespace !== 'default' || namesNamespaces(snapshot, org))) {
    return 'no policy describes the namespace of the resource';
  }
  return locateChain(snapshot, completed, { org, namespace }, path);
}

function locateChain(
  snapshot: Snapshot,
  { question: { resource }, chain: stated }: Completed,
  place: Place & { readonly namespace: string },
  path: PathScope[],
): Located {
  const chain = resource.type === 'chain' ? resource.id : resource.type === 'secret' ? undefined : stated;
  if (chain === undefined) return { place, path };
  const { org, namespace } = place;
  const found = findPlace(snapshot.chains, [org, namespace, chain]);
  if (found.star.length > 0) path.push({ path: `${org}/${namespace}/*`, parts: found.star });
  if (found.named.length > 0) path.push({ path: `${org}/${namespace}/${chain}`, parts: found.named });
  return { place: { org, namespace, chain }, path };
}

function addOrg(path: PathScope[], snapshot: Snapshot, org: string): boolean {
  const found = findPlace(snapshot.orgs, [org]);
  if (found.star.length > 0) path.push({ path: '*', parts: found.star });
  if (found.named.length > 0) path.push({ path: org, parts: found.named });
  return path.length > 0;
}

function addNamespace(path: PathScope[], snapshot: Snapshot, org: string, namespace: string): boolean {
  const found = findPlace(snapshot.namespaces, [org, namespace]);
  if (found.star.length > 0) path.push({ path: `${org}/*`, parts: found.star });
  if (found.named.length > 0) path.push({ path: `${org}/${namespace}`, parts: found.named });
  return found.star.length > 0 || found.named.length > 0;
}
