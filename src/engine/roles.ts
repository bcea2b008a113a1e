import { mergeRecasts, type Recast } from '../model/recast.ts';
import type { BindingIndex, BoundPeople, CompiledBinding, MappedRole, Scope, Snapshot } from '../policy/snapshot.ts';
import type { PathScope } from './places.ts';
import { evaluate, type Run } from './run.ts';
import type { Who } from './who.ts';

/** How a role came to be held. */
export type RoleSource =
  | { readonly kind: 'claimed' | 'directory' }
  | { readonly kind: 'mapping'; readonly claimed: string }
  | { readonly kind: 'binding'; readonly path: string }
  | { readonly kind: 'recast'; readonly path: string; readonly from: HeldRole };

export interface HeldRole {
  readonly role: string;
  readonly source: RoleSource;
}

/** A claimed role that the RoleMapping turns into permissions of its own. */
export interface MappedClaim {
  readonly claimed: string;
  readonly mapped: MappedRole;
}

export interface RolesHere {
  readonly held: readonly HeldRole[];
  /** The names, sorted, each once. */
  readonly names: readonly string[];
  readonly mapped: readonly MappedClaim[];
  /** True where a binding in force names the subject: with its org, where it is of another. */
  readonly bound: boolean;
}

const NONE: readonly string[] = Object.freeze([]);
const CLAIMED: RoleSource = { kind: 'claimed' };
const DIRECTORY: RoleSource = { kind: 'directory' };

/** Step 4: the roles at the end of the path. An outsider brings none along. */
export function rolesAt(snapshot: Snapshot, run: Run, path: readonly PathScope[], who: Who): RolesHere {
  const mapped: MappedClaim[] = [];
  let held: HeldRole[] = [];
  if (who.insider) arrive(snapshot, run, held, mapped);
  let bound = false;
  for (const scope of path) {
    const recast = recastOf(scope.parts);
    if (recast !== undefined) held = recastRoles(held, recast, scope.path);
    const before = held.length;
    for (const part of scope.parts)
      if (part.bindings !== undefined) addBound(held, run, part.bindings, scope.path, who);
    bound ||= held.length > before;
  }
  return { held, names: sortedNames(held), mapped, bound };
}

function arrive(snapshot: Snapshot, run: Run, held: HeldRole[], mapped: MappedClaim[]): void {
  const { roles, rolesKnown } = run.completed;
  const { mapping } = snapshot;
  for (const claimed of roles) {
    if (rolesKnown || mapping === undefined) {
      if (snapshot.roles.has(claimed)) held.push({ role: claimed, source: rolesKnown ? DIRECTORY : CLAIMED });
      continue;
    }
    const into = mapping.listed.get(claimed) ?? mapping.fallback;
    for (const role of into.roles) held.push({ role, source: { kind: 'mapping', claimed } });
    if (into.grants !== undefined) mapped.push({ claimed, mapped: into });
  }
}

function recastOf(parts: readonly Scope[]): Recast | undefined {
  if (parts.length === 1) return parts[0]?.recast;
  const recasts = parts.flatMap((part) => (part.recast === undefined ? [] : [part.recast]));
  return recasts.length < 2 ? recasts[0] : mergeRecasts(recasts);
}

function recastRoles(held: readonly HeldRole[], recast: Recast, path: string): HeldRole[] {
  return held.flatMap((from) => {
    const into = recast.get(from.role);
    if (into === undefined) return [from];
    return into.map((role): HeldRole => ({ role, source: { kind: 'recast', path, from } }));
  });
}

function addBound(held: HeldRole[], run: Run, index: BindingIndex, path: string, who: Who): void {
  const named: CompiledBinding[] = [];
  if (index.owner.length > 0 && who.owner !== 'none') named.push(...index.owner);
  if (who.insider && index.local !== undefined) addNaming(named, index.local, who);
  const people = who.org === undefined ? undefined : index.qualified?.get(who.org);
  if (people !== undefined) addNaming(named, people, who);
  for (const [at, binding] of named.entries()) {
    const isRepeated = at > 0 && named.indexOf(binding) < at;
    if (!isRepeated && inForce(run, binding, path))
      held.push({ role: binding.role, source: { kind: 'binding', path } });
  }
}

/** Adds the bindings that name the subject, one of its groups, or everyone. */
function addNaming(named: CompiledBinding[], people: BoundPeople, who: Who): void {
  const own = people.subjects.get(who.type)?.get(who.id);
  if (own !== undefined) named.push(...own);
  if (people.groups.size > 0) for (const group of who.groups) named.push(...(people.groups.get(group) ?? []));
  named.push(...people.everyone);
}

function inForce(run: Run, binding: CompiledBinding, path: string): boolean {
  if (run.now >= binding.until) return false;
  run.until = Math.min(run.until, run.now < binding.from ? binding.from : binding.until);
  if (run.now < binding.from) return false;
  return binding.when === undefined || evaluate(run, binding.when, () => `${path}#binding.${binding.role}`) === true;
}

function sortedNames(held: readonly HeldRole[]): readonly string[] {
  const [first] = held;
  if (first === undefined) return NONE;
  return held.length === 1 ? [first.role] : [...new Set(held.map((one) => one.role))].sort();
}
