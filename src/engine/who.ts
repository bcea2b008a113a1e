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
  const { subject } = completed.question;
  const person = { org: completed.subjectOrg, type: subject.type, id: subject.id, groups: completed.groups };
  const insider = completed.subjectOrg === org;
  return { ...person, insider, owner: ownership(person, insider, documentOwner(path), completed.owner) };
}

function documentOwner(path: readonly PathScope[]): Scope['owner'] {
  for (let at = path.length - 1; at >= 0; at--) {
    const owner = path[at]?.parts.find((part) => part.owner !== undefined)?.owner;
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function ownership(
  person: Pick<Who, 'org' | 'type' | 'id'>,
  insider: boolean,
  named: Scope['owner'],
  stated: string | undefined,
): Ownership {
  if (named === undefined) return insider && stated === `${person.type}:${person.id}` ? 'plain' : 'none';
  if (named.type !== person.type || named.id !== person.id) return 'none';
  if (named.org === undefined) return insider ? 'plain' : 'none';
  return named.org === person.org ? 'qualified' : 'none';
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
export function holds(snapshot: Snapshot, roles: readonly string[], name: string): boolean {
  return roles.some((role) => snapshot.roles.get(role)?.includes.has(name) === true);
}

/** True where a grant's entries name the subject. `role:` grants to insiders alone. */
export function grantedTo(snapshot: Snapshot, matcher: SubjectMatcher, who: Who, roles: readonly string[]): boolean {
  if (!who.insider) return namesWithOrg(matcher, who);
  return names(matcher, who) || matcher.roles.some((role) => holds(snapshot, roles, role));
}

/** True where an `except` or a `reference` list names the subject. `role:` means whoever holds it here. */
export function exempts(snapshot: Snapshot, matcher: SubjectMatcher, who: Who, roles: readonly string[]): boolean {
  return names(matcher, who) || matcher.roles.some((role) => holds(snapshot, roles, role));
}
