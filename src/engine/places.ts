import { findPlace, stepInto } from '../model/place-tree.ts';
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

/** True where the set names a namespace of the org, other than `default`: then nothing lies in `default` by saying nothing. */
export function namesNamespaces(snapshot: Snapshot, org: string): boolean {
  return stepInto(snapshot.namespaces, org).some(
    (node) => node.patterns.length > 0 || node.words.size > (node.words.has('default') ? 1 : 0),
  );
}

/** Step 2: where the resource lies, or why it can't be placed (DESIGN section 3). */
export function placeOf(snapshot: Snapshot, completed: Completed): Place | string {
  const { org, namespace, question } = completed;
  const { type, id } = question.resource;
  if (org === undefined) return 'the resource states no org';
  if (!isOrgDescribed(snapshot, org)) return 'no policy describes the org of the resource';
  const chain = type === 'chain' ? id : type === 'secret' ? undefined : completed.chain;
  if (namespace === undefined) {
    const needed = completed.chain !== undefined || livesInNamespace(snapshot, org, type);
    return needed ? 'the resource states no namespace' : { org };
  }
  if (!isNamespaceDescribed(snapshot, org, namespace)) return 'no policy describes the namespace of the resource';
  return chain === undefined ? { org, namespace } : { org, namespace, chain };
}

function isOrgDescribed(snapshot: Snapshot, org: string): boolean {
  if (org === 'default' && !snapshot.namesOrgs) return true;
  const found = findPlace(snapshot.orgs, [org]);
  return found.named.length > 0 || found.star.length > 0;
}

function isNamespaceDescribed(snapshot: Snapshot, org: string, namespace: string): boolean {
  if (namespace === 'default' && !namesNamespaces(snapshot, org)) return true;
  const found = findPlace(snapshot.namespaces, [org, namespace]);
  return found.named.length > 0 || found.star.length > 0;
}

/** The scopes that hold at a place, from the widest to the narrowest. */
export function pathOf(snapshot: Snapshot, place: Place): readonly PathScope[] {
  const scopes: PathScope[] = [];
  const { org, namespace, chain } = place;
  const orgs = findPlace(snapshot.orgs, [org]);
  addScope(scopes, '*', orgs.star);
  addScope(scopes, org, orgs.named);
  if (namespace === undefined) return scopes;
  const namespaces = findPlace(snapshot.namespaces, [org, namespace]);
  addScope(scopes, `${org}/*`, namespaces.star);
  addScope(scopes, `${org}/${namespace}`, namespaces.named);
  if (chain === undefined) return scopes;
  const chains = findPlace(snapshot.chains, [org, namespace, chain]);
  addScope(scopes, `${org}/${namespace}/*`, chains.star);
  addScope(scopes, `${org}/${namespace}/${chain}`, chains.named);
  return scopes;
}

function addScope(scopes: PathScope[], path: string, parts: readonly Scope[]): void {
  if (parts.length > 0) scopes.push({ path, parts });
}
