import { readReference } from '../model/reference.ts';
import { checkInheritance } from './check-inheritance.ts';
import type { Declared } from './declared.ts';
import type { Document, RoleDocument } from './documents.ts';
import type { Path } from './locate.ts';

import { errorAt, errorAtKey, type Problems, placeOf, type Site, sitesOf } from './site.ts';
import { subjectLists } from './subject-lists.ts';
import { didYouMean } from './words.ts';

/** A role's name somewhere in a document; `key` where it is a map's key. */
interface RoleUse {
  readonly name: string;
  readonly path: Path;
  readonly key: boolean;
}

/** Reports roles that nothing defines, that two documents define, or that inherit themselves. */
export function checkRoles(sites: readonly Site[], declared: Declared, problems: Problems): void {
  const guess = createGuesser(declared.roles);
  for (const site of sites) {
    for (const use of roleUses(site.document)) {
      if (declared.roles.has(use.name)) continue;
      const finding = {
        code: 'unknown-role',
        message: `no document defines the role \`${use.name}\``,
        hint: guess(use.name),
      };
      (use.key ? errorAtKey : errorAt)(problems, site, use.path, finding);
    }
  }
  const roles = sitesOf(sites, 'Role');
  checkDuplicates(roles, problems);
  checkCircles(roles, problems);
  checkInheritance(roles, problems);
}

/** Each guess looks at every role, so that a set of thousands of unknown names gets no more than these. */
const MAX_GUESSES = 100;

function createGuesser(roles: ReadonlySet<string>): (name: string) => string | undefined {
  const guesses = new Map<string, string | undefined>();
  return (name) => {
    if (!guesses.has(name) && guesses.size < MAX_GUESSES) guesses.set(name, didYouMean(name, roles));
    return guesses.get(name);
  };
}

function roleUses(document: Document): readonly RoleUse[] {
  const uses = namedRoles(document);
  for (const { entries, path } of subjectLists(document)) {
    for (const [at, entry] of entries.entries()) {
      const read = readReference(entry);
      if (read.ok && read.reference.kind === 'role')
        uses.push({ name: read.reference.name, path: [...path, at], key: false });
    }
  }
  return uses;
}

function namedRoles(document: Document): RoleUse[] {
  if (document.kind === 'Role') return listed(document.inherits, ['inherits']);
  if (document.kind === 'RoleMapping') {
    return [...document.mapping].flatMap(([claimed, entries]) =>
      listed(entries, ['mapping', claimed]).filter(({ name }) => !/[:*]/u.test(name)),
    );
  }
  if (document.kind === 'Directory') {
    return [...document.subjects].flatMap(([key, { roles }]) => listed(roles, ['subjects', key, 'roles']));
  }
  if (document.kind === 'Secret' || document.kind === 'Attributes') return [];
  const bound = document.bindings.map(({ role }, at) => ({ name: role, path: ['bindings', at, 'role'], key: false }));
  if (document.kind === 'Chain') return bound;
  const recast = [...document.recast].flatMap(([from, into]) => [
    { name: from, path: ['recast', from], key: true },
    ...listed(into, ['recast', from]),
  ]);
  return [...bound, ...recast];
}

function listed(names: readonly string[], path: Path): RoleUse[] {
  return names.map((name, at) => ({ name, path: [...path, at], key: false }));
}

function checkDuplicates(roles: readonly Site<RoleDocument>[], problems: Problems): void {
  const seen = new Map<string, Site>();
  for (const site of roles) {
    const { name } = site.document;
    const before = seen.get(name);
    if (before === undefined) seen.set(name, site);
    else {
      errorAt(problems, site, ['name'], {
        code: 'duplicate-role',
        message: `the role \`${name}\` is defined at \`${placeOf(before)}\` already`,
        hint: 'a role is one document: join the two, or rename one',
      });
    }
  }
}

/** Walks each chain of inheritance with a stack of its own, since such chains can be long. */
function checkCircles(roles: readonly Site<RoleDocument>[], problems: Problems): void {
  const byName = new Map(roles.map((site) => [site.document.name, site]));
  const done = new Set<string>();
  for (const start of byName.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: { readonly name: string; at: number }[] = [];
    const enter = (name: string): void => {
      stack.push({ name, at: 0 });
      path.push(name);
      onPath.add(name);
    };
    if (!done.has(start)) enter(start);
    for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
      const site = byName.get(top.name);
      const next = site?.document.inherits[top.at];
      if (site === undefined || next === undefined) {
        stack.pop();
        path.pop();
        onPath.delete(top.name);
        done.add(top.name);
        continue;
      }
      if (onPath.has(next)) reportCircle(site, top.at, [...path.slice(path.indexOf(next)), next], problems);
      else if (!done.has(next)) enter(next);
      top.at += 1;
    }
  }
}

function reportCircle(site: Site<RoleDocument>, at: number, circle: readonly string[], problems: Problems): void {
  const way = circle.map((name) => `\`${name}\``).join(' → ');
  errorAt(problems, site, ['inherits', at], {
    code: 'role-circle',
    message: `the role \`${site.document.name}\` inherits itself: ${way}`,
    hint: 'take one of these out of its `inherits`',
  });
}
