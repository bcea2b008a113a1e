import { mergeRecasts, type Recast } from '../model/recast.ts';
import type { BoundPeople, CompiledBinding, MappedRole, Scope, Snapshot } from '../policy/snapshot.ts';
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

const CLAIMED: RoleSource = { kind: 'claimed' };
const DIRECTORY: RoleSource = { kind: 'directory' };

/** Step 4: the roles at the end of the path (DESIGN section 3). An outsider brings none along. */
export function rolesAt(snapshot: Snapshot, run: Run, path: readonly PathScope[], who: Who): RolesHere {
  const arrived = who.insider ? arriving(snapshot, run) : { held: [], mapped: [] };
  let held: readonly HeldRole[] = arrived.held;
  let bound = false;
  for (const scope of path) {
    const recast = recastOf(scope.parts);
    if (recast !== undefined) held = recastRoles(held, recast, scope.path);
    const added = scope.parts.flatMap((part) => boundRoles(run, part, scope.path, who));
    if (added.length > 0) {
      bound = true;
      held = [...held, ...added];
    }
  }
  return { held, names: sortedNames(held), mapped: arrived.mapped, bound };
}

function arriving(snapshot: Snapshot, run: Run): { held: readonly HeldRole[]; mapped: readonly MappedClaim[] } {
  const { roles, rolesKnown } = run.completed;
  const { mapping } = snapshot;
  if (rolesKnown || mapping === undefined) {
    const source = rolesKnown ? DIRECTORY : CLAIMED;
    return { held: roles.filter((role) => snapshot.roles.has(role)).map((role) => ({ role, source })), mapped: [] };
  }
  const mapped = roles.map((claimed) => ({ claimed, mapped: mapping.listed.get(claimed) ?? mapping.fallback }));
  const held = mapped.flatMap(({ claimed, mapped: { roles: into } }) =>
    into.map((role): HeldRole => ({ role, source: { kind: 'mapping', claimed } })),
  );
  return { held, mapped: mapped.filter((claim) => claim.mapped.grants !== undefined) };
}

function recastOf(parts: readonly Scope[]): Recast | undefined {
  if (parts.length === 1) return parts[0]?.recast;
  return mergeRecasts(parts.flatMap((part) => (part.recast === undefined ? [] : [part.recast])));
}

function recastRoles(held: readonly HeldRole[], recast: Recast, path: string): readonly HeldRole[] {
  return held.flatMap((from) => {
    const into = recast.get(from.role);
    if (into === undefined) return [from];
    return into.map((role): HeldRole => ({ role, source: { kind: 'recast', path, from } }));
  });
}

function boundRoles(run: Run, scope: Scope, path: string, who: Who): readonly HeldRole[] {
  const candidates = bindingsFor(scope, who);
  if (candidates.length === 0) return [];
  return candidates
    .filter((binding) => inForce(run, binding, path))
    .map(({ role }): HeldRole => ({ role, source: { kind: 'binding', path } }));
}

function bindingsFor(scope: Scope, who: Who): readonly CompiledBinding[] {
  const { bindings } = scope;
  if (bindings === undefined) return [];
  const owned = who.owner === 'qualified' || (who.insider && who.owner === 'plain') ? bindings.owner : [];
  const qualified = who.org === undefined ? undefined : bindings.qualified?.get(who.org);
  const found = [
    ...owned,
    ...bindingsAmong(who.insider ? bindings.local : undefined, who),
    ...bindingsAmong(qualified, who),
  ];
  return found.length < 2 ? found : [...new Set(found)];
}

function bindingsAmong(people: BoundPeople | undefined, who: Who): readonly CompiledBinding[] {
  if (people === undefined) return [];
  const own = people.subjects.get(who.type)?.get(who.id) ?? [];
  const grouped = people.groups.size === 0 ? [] : who.groups.flatMap((group) => people.groups.get(group) ?? []);
  return [...own, ...grouped, ...people.everyone];
}

function inForce(run: Run, binding: CompiledBinding, path: string): boolean {
  if (run.now >= binding.until) return false;
  run.until = Math.min(run.until, run.now < binding.from ? binding.from : binding.until);
  if (run.now < binding.from) return false;
  return binding.when === undefined || evaluate(run, binding.when, `${path}#binding.${binding.role}`) === true;
}

function sortedNames(held: readonly HeldRole[]): readonly string[] {
  if (held.length < 2) return held.map((one) => one.role);
  return [...new Set(held.map((one) => one.role))].sort();
}
