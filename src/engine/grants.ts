import { findByPermission, type PermissionIndex } from '../model/permission-index.ts';
import { matchesResource } from '../model/selectors.ts';
import type { Grant, Snapshot } from '../policy/snapshot.ts';
import type { PathScope } from './places.ts';
import type { RolesHere } from './roles.ts';
import { evaluate, type Run } from './run.ts';
import { grantedTo, type Who } from './who.ts';

/** A grant that may apply, with its whole name. */
export interface NamedGrant {
  readonly name: string;
  readonly grant: Grant;
}

/** Why a grant that is about the permission does or doesn't count. */
export type GrantOutcome =
  | 'counts'
  | 'other resource'
  | 'other subject'
  | 'undeclared obligation'
  | 'condition not true';

/** Step 5, first half: every grant about the permission, from the roles, the mapping and the path. */
export function grantsAbout(
  snapshot: Snapshot,
  run: Run,
  path: readonly PathScope[],
  roles: RolesHere,
): readonly NamedGrant[] {
  const found: NamedGrant[] = [];
  for (const role of roles.names) addGrants(found, run, snapshot.roles.get(role)?.grants, '');
  for (const { claimed, mapped } of roles.mapped) addGrants(found, run, mapped.grants, `mapping:${claimed}`);
  for (const { path: prefix, parts } of path) {
    for (const part of parts) addGrants(found, run, part.allows, prefix);
  }
  return found;
}

function addGrants(found: NamedGrant[], run: Run, index: PermissionIndex<Grant> | undefined, prefix: string): void {
  if (index === undefined) return;
  const { question, action } = run.completed;
  for (const grant of findByPermission(index, question.resource.type, action, question.resource.id)) {
    found.push({ name: grant.complete ? grant.label : `${prefix}#${grant.label}`, grant });
  }
}

/**
 * Step 5, second half: the one grant that counts, of those with the fewest obligations the first by name. Conditions that
 * can't change which one that is are not evaluated.
 */
export function chooseGrant(
  snapshot: Snapshot,
  run: Run,
  candidates: readonly NamedGrant[],
  who: Who,
  roles: RolesHere,
): NamedGrant | undefined {
  let best: NamedGrant | undefined;
  for (const candidate of candidates) {
    if (best !== undefined && !precedes(candidate, best)) continue;
    if (grantOutcome(snapshot, run, candidate, who, roles) === 'counts') best = candidate;
  }
  return best;
}

/** Whether one grant counts, and if not, the first reason why. */
export function grantOutcome(
  snapshot: Snapshot,
  run: Run,
  { name, grant }: NamedGrant,
  who: Who,
  roles: RolesHere,
): GrantOutcome {
  const { question } = run.completed;
  const { type, id } = question.resource;
  if (grant.resources !== undefined && !matchesResource(grant.resources, type, id)) return 'other resource';
  if (grant.subjects !== undefined && !grantedTo(snapshot, grant.subjects, who, roles.names)) return 'other subject';
  if (!areSupported(grant, run.completed.supported)) return 'undeclared obligation';
  if (grant.when !== undefined && evaluate(run, grant.when, () => name) !== true) return 'condition not true';
  return 'counts';
}

function precedes(left: NamedGrant, right: NamedGrant): boolean {
  const [a, b] = [left.grant.obligations.length, right.grant.obligations.length];
  if (a !== b) return a < b;
  if (left.name !== right.name) return left.name < right.name;
  return left.grant.obligationsKey < right.grant.obligationsKey;
}

function areSupported({ obligations }: Grant, supported: readonly string[]): boolean {
  return obligations.length === 0 || obligations.every((obligation) => supported.includes(obligation.type));
}
