import { compileGlob, type Glob, isPattern, matchesGlob } from './glob.ts';
import type { Target } from './permission-index.ts';
import { readReference, type SubjectReference } from './reference.ts';

/** The subjects of one org, or of the resource's: by type and id, by group, or everyone. */
export interface People {
  readonly everyone: boolean;
  readonly subjects: ReadonlyMap<string, ReadonlySet<string>>;
  readonly groups: ReadonlySet<string>;
}

/** A list of subject entries, compiled. */
export interface SubjectMatcher {
  /** Entries without an org: they mean the org of the resource. */
  readonly local: People | undefined;
  /** Entries with an org, by org. */
  readonly qualified: ReadonlyMap<string, People> | undefined;
  readonly roles: readonly string[];
  readonly owner: boolean;
}

/** A list of `type:id` selectors, compiled. */
export interface ResourceMatcher {
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  readonly globs: readonly { readonly type: Glob; readonly id: Glob }[];
}

interface PeopleDraft {
  everyone: boolean;
  readonly subjects: Map<string, Set<string>>;
  readonly groups: Set<string>;
}

/** Compiles subject entries that have been checked. */
export function compileSubjects(entries: readonly string[]): SubjectMatcher {
  const local = emptyPeople();
  const qualified = new Map<string, PeopleDraft>();
  const roles: string[] = [];
  let owner = false;
  for (const reference of references(entries)) {
    if (reference.kind === 'owner') owner = true;
    else if (reference.kind === 'role') roles.push(reference.name);
    else addPerson(reference.org === undefined ? local : grouped(qualified, reference.org), reference);
  }
  return {
    local: isNobody(local) ? undefined : local,
    qualified: qualified.size === 0 ? undefined : qualified,
    roles,
    owner,
  };
}

/** The references that the entries read as. */
function references(entries: readonly string[]): readonly SubjectReference[] {
  return entries.flatMap((entry) => {
    const read = readReference(entry);
    return read.ok ? [read.reference] : [];
  });
}

/** Compiles `type:id` selectors. */
export function compileResources(selectors: readonly string[]): ResourceMatcher {
  const exact = new Map<string, Set<string>>();
  const globs: { type: Glob; id: Glob }[] = [];
  for (const selector of selectors) {
    const { type, id } = splitSelector(selector);
    if (isPattern(selector)) globs.push({ type: compileGlob(type), id: compileGlob(id) });
    else exact.set(type, (exact.get(type) ?? new Set()).add(id));
  }
  return { exact, globs };
}

/** What is known at load of the resources that the selectors can match. */
export function targetsOf(selectors: readonly string[]): readonly Target[] {
  return selectors.map((selector) => {
    const { type, id } = splitSelector(selector);
    return { type: isPattern(type) ? undefined : type, id: isPattern(id) ? undefined : id };
  });
}

/** True where a selector matches the resource. */
export function matchesResource(matcher: ResourceMatcher, type: string, id: string): boolean {
  if (matcher.exact.get(type)?.has(id) === true) return true;
  return matcher.globs.some((glob) => matchesGlob(glob.type, type) && matchesGlob(glob.id, id));
}

function splitSelector(selector: string): { type: string; id: string } {
  const colon = selector.indexOf(':');
  return { type: selector.slice(0, colon), id: selector.slice(colon + 1) };
}

function emptyPeople(): PeopleDraft {
  return { everyone: false, subjects: new Map(), groups: new Set() };
}

function isNobody(people: PeopleDraft): boolean {
  return !people.everyone && people.subjects.size === 0 && people.groups.size === 0;
}

function grouped(byOrg: Map<string, PeopleDraft>, org: string): PeopleDraft {
  const people = byOrg.get(org) ?? emptyPeople();
  byOrg.set(org, people);
  return people;
}

function addPerson(people: PeopleDraft, reference: Exclude<SubjectReference, { kind: 'role' | 'owner' }>): void {
  if (reference.kind === 'everyone') people.everyone = true;
  else if (reference.kind === 'group') people.groups.add(reference.name);
  else people.subjects.set(reference.type, (people.subjects.get(reference.type) ?? new Set()).add(reference.id));
}
