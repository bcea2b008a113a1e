import { findByPermission } from '../model/permission-index.ts';
import { matchesResource } from '../model/selectors.ts';
import type { Guard, Snapshot } from '../policy/snapshot.ts';
import type { PathScope } from './places.ts';
import type { RolesHere } from './roles.ts';
import { evaluate, type Run } from './run.ts';
import { exempts, names, type Who } from './who.ts';

/** A guard and the path of the scope that it stands in. */
export interface PlacedGuard {
  readonly path: string;
  readonly guard: Guard;
}

/** A guard that applies, with its whole name. */
export interface NamedGuard {
  readonly name: string;
  readonly guard: Guard;
}

export function guardName({ path, guard }: PlacedGuard): string {
  return `${path}#${guard.label}`;
}

/** Why a guard that is about the permission does or doesn't apply. */
export type GuardOutcome = 'applies' | 'other resource' | 'other subject' | 'excepted' | 'condition false';

/** Step 6, first half: every guard on the path that is about the permission. */
export function guardsAbout(run: Run, path: readonly PathScope[]): readonly PlacedGuard[] {
  const { question, action } = run.completed;
  const { type, id } = question.resource;
  const found: PlacedGuard[] = [];
  for (const scope of path) {
    for (const { guards } of scope.parts) {
      if (guards === undefined) continue;
      for (const guard of findByPermission(guards, type, action, id)) found.push({ path: scope.path, guard });
    }
  }
  return found;
}

/** Step 6, second half: those that apply, sorted by name, each once. */
export function applyingGuards(
  snapshot: Snapshot,
  run: Run,
  candidates: readonly PlacedGuard[],
  who: Who,
  roles: RolesHere,
): readonly NamedGuard[] {
  const applying: NamedGuard[] = [];
  for (const candidate of candidates) {
    if (guardOutcome(snapshot, run, candidate, who, roles) !== 'applies') continue;
    applying.push({ name: guardName(candidate), guard: candidate.guard });
  }
  if (applying.length < 2) return applying;
  return [...new Map(applying.map((guard) => [guard.name, guard])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether one guard applies, and if not, the first reason why. A condition sets it aside only by being false. */
export function guardOutcome(
  snapshot: Snapshot,
  run: Run,
  candidate: PlacedGuard,
  who: Who,
  roles: RolesHere,
): GuardOutcome {
  const { guard } = candidate;
  const { type, id } = run.completed.question.resource;
  if (guard.resources !== undefined && !matchesResource(guard.resources, type, id)) return 'other resource';
  if (guard.subjects !== undefined && !names(guard.subjects, who)) return 'other subject';
  if (guard.except !== undefined && exempts(snapshot, guard.except, who, roles.names)) return 'excepted';
  if (guard.when !== undefined && evaluate(run, guard.when, () => guardName(candidate)) === false)
    return 'condition false';
  return 'applies';
}
