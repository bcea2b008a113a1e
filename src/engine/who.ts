import type { People, SubjectMatcher } from '../model/selectors.ts';
import type { Scope, Snapshot } from '../policy/snapshot.ts';
import type { Completed } from './completed.ts';
import type { PathScope } from './places.ts';

/** The subject as selectors see it at one place. */
export interface Who {
  /** Undefined where it has none that is known. */
  readonly org: string | undefined;
  readonly type: string;
  readonly id: string;
  readonly groups: readonly string[];
  /** True where it is of the resource's org. */
  readonly insider: boolean;
  readonly owner: Ownership;
}

/** How the subject owns the chain or resource: `qualified` where a document names it with its org. */
export type Ownership = 'none' | 'plain' | 'qualified';

/** The subject of a question about a resource in `org`, on the path given. */
export function whoAsks(completed: Completed, org: string, path: readonly PathScope[]): Who {
  const { type, id } = completed.question.subject;
  const { subjectOrg, groups } = completed;
  const insider = subjectOrg === org;
  const named = documentOwner(path);
  const owner = named === undefined ? ownsAsStated(completed, insider) : ownsByDocument(completed, named, insider);
  return { org: subjectOrg, type, id, groups, insider, owner };
}

function documentOwner(path: readonly PathScope[]): Scope['owner'] {
  for (let at = path.length - 1; at >= 0; at--) {
    for (const part of path[at]?.parts ?? []) if (part.owner !== undefined) return part.owner;
  }
  return undefined;
}

/** An owner that the question states is of the resource's org, whatever it looks like. */
function ownsAsStated({ owner, question: { subject } }: Completed, insider: boolean): Ownership {
  return insider && owner !== undefined && owner === `${subject.type}:${subject.id}` ? 'plain' : 'none';
}

function ownsByDocument(completed: Completed, owner: NonNullable<Scope['owner']>, insider: boolean): Ownership {
  const { subject } = completed.question;
  if (owner.type !== subject.type || owner.id !== subject.id) return 'none';
  if (owner.org === undefined) return insider ? 'plain' : 'none';
  return owner.org === completed.subjectOrg ? 'qualified' : 'none';
}

/** True where an entry without an org (or `owner`) means an insider, or one with an org means the subject. Roles aside. */
export function names(matcher: SubjectMatcher, who: Who): boolean {
  if (who.insider && matcher.local !== undefined && among(matcher.local, who)) return true;
  if (matcher.owner && who.owner !== 'none') return true;
  return namesWithOrg(matcher, who);
}

/** True where an entry names the subject, its group or all of its org, with the org. */
export function namesWithOrg(matcher: SubjectMatcher, who: Who): boolean {
  if (matcher.owner && who.owner === 'qualified') return true;
  const people = who.org === undefined ? undefined : matcher.qualified?.get(who.org);
  return people !== undefined && among(people, who);
}

function among(people: People, who: Who): boolean {
  if (people.everyone || people.subjects.get(who.type)?.has(who.id) === true) return true;
  return people.groups.size > 0 && who.groups.some((group) => people.groups.has(group));
}

/** True where one of the roles held is the role named or inherits it. */
function holds(snapshot: Snapshot, roles: readonly string[], name: string): boolean {
  return roles.some((role) => snapshot.roles.get(role)?.includes.has(name) === true);
}

/** True where a grant's entries name the subject. `role:` grants to insiders alone. */
export function grantedTo(snapshot: Snapshot, matcher: SubjectMatcher, who: Who, roles: readonly string[]): boolean {
  return who.insider ? exempts(snapshot, matcher, who, roles) : namesWithOrg(matcher, who);
}

/** True where an `except` or a `reference` list names the subject. `role:` means whoever holds it here. */
export function exempts(snapshot: Snapshot, matcher: SubjectMatcher, who: Who, roles: readonly string[]): boolean {
  return names(matcher, who) || matcher.roles.some((role) => holds(snapshot, roles, role));
}
