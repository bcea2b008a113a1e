import { globMatches } from '../model/glob.ts';
import { type PermissionPattern, readPermission } from '../model/permission.ts';
import { readReference } from '../model/reference.ts';
import type { Binding, Rule } from './documents.ts';
import type { Path } from './locate.ts';

import { errorAt, errorAtKey, type Problems, type Site, sitesOf, warnAt } from './site.ts';
import { subjectLists } from './subject-lists.ts';

/** Reports what is wrong inside one rule, binding or permission though each of its members is right. */
export function checkRules(sites: readonly Site[], problems: Problems): void {
  for (const site of sites) checkSubjectLists(site, problems);
  for (const site of sitesOf(sites, 'Role')) {
    for (const [at, { permission, resources }] of site.document.permissions.entries()) {
      checkSelection(
        site,
        ['permissions', at],
        'permission',
        { patterns: permission, resources, grant: true },
        problems,
      );
    }
  }
  for (const site of [...sitesOf(sites, 'Org'), ...sitesOf(sites, 'Namespace'), ...sitesOf(sites, 'Chain')]) {
    const seen = new Set<string>();
    for (const [at, rule] of site.document.rules.entries()) checkRule(site, at, rule, seen, problems);
    for (const [at, binding] of site.document.bindings.entries()) checkBinding(site, at, binding, problems);
  }
}

function checkSubjectLists(site: Site, problems: Problems): void {
  for (const { use, path, entries } of subjectLists(site.document)) {
    if (use !== 'binding' && use !== 'guard') continue;
    for (const [at, entry] of entries.entries()) {
      const read = readReference(entry);
      if (!read.ok || read.reference.kind !== 'role') continue;
      errorAt(problems, site, [...path, at], {
        code: 'role-in-subjects',
        message:
          use === 'binding'
            ? `\`${entry}\` can't stand in a binding: a binding gives a role to subjects and groups`
            : `\`${entry}\` can't stand in a guard's \`subjects\`: a role never takes anything away`,
        hint:
          use === 'binding' ? 'let one role inherit the other' : 'name subjects or groups, or except roles in `except`',
      });
    }
  }
}

function checkRule(site: Site, at: number, rule: Rule, seen: Set<string>, problems: Problems): void {
  const path = ['rules', at];
  if (seen.has(rule.id)) {
    errorAt(problems, site, [...path, 'id'], {
      code: 'duplicate-rule',
      message: `\`${rule.id}\` is the id of a rule above`,
      hint: 'give each rule an id of its own',
    });
  }
  seen.add(rule.id);
  checkMembers(site, path, rule, problems);
  const { actions: patterns, resources, effect } = rule;
  checkSelection(site, path, 'actions', { patterns, resources, grant: effect === 'allow' }, problems);
}

function checkMembers(site: Site, path: Path, rule: Rule, problems: Problems): void {
  const misplaced = (key: string, where: string): void =>
    errorAtKey(problems, site, [...path, key], {
      code: 'misplaced-key',
      message: `\`${key}\` stands only in ${where}`,
    });
  if (rule.effect === 'allow' && rule.subjects === undefined) {
    errorAt(problems, site, path, {
      code: 'missing-key',
      message: `\`subjects\` is missing: the allow rule \`${rule.id}\` must say whom it allows`,
      hint: "write `subjects: ['*']` for everyone of the org",
    });
  }
  if (rule.effect === 'allow' && rule.except.length > 0) misplaced('except', 'a `deny` or an `ask` rule');
  if (rule.effect !== 'ask' && rule.approvers.length > 0) misplaced('approvers', 'an `ask` rule');
  if (rule.effect !== 'allow' && rule.obligations.length > 0) misplaced('obligations', 'an `allow` rule');
}

function checkBinding(site: Site, at: number, { from, until }: Binding, problems: Problems): void {
  if (from === undefined || until === undefined || from < until) return;
  errorAt(problems, site, ['bindings', at, 'until'], {
    code: 'never-matches',
    message: 'the binding can never hold: `until` is not after `from`',
  });
}

interface Selection {
  readonly patterns: readonly string[];
  readonly resources: readonly string[] | undefined;
  readonly grant: boolean;
}

/** Reports resources that none of the permissions is about: all of them as an error, single ones as a warning. */
function checkSelection(
  site: Site,
  path: Path,
  key: 'permission' | 'actions',
  { patterns, resources, grant }: Selection,
  problems: Problems,
): void {
  if (resources === undefined) return;
  const read = patterns.map(readPermission).flatMap((one) => (one.ok ? [one.pattern] : []));
  const meets = (pattern: PermissionPattern, resource: string): boolean => canMeet(pattern, resource, grant);
  const idle = resources.map((resource) => !read.some((pattern) => meets(pattern, resource)));
  if (idle.every((one) => one)) {
    errorAt(problems, site, [...path, 'resources'], {
      code: 'never-matches',
      message: `this can never match: \`${key}\` is about no resource of \`resources\``,
      hint:
        grant && read.some((pattern) => pattern.type === undefined)
          ? 'a grant of `*:action` leaves out `secret`'
          : undefined,
    });
    return;
  }
  for (const [at, one] of idle.entries()) if (one) warnIdle(site, [...path, 'resources', at], resources[at], problems);
  for (const [at, pattern] of read.entries()) {
    if (!resources.some((resource) => meets(pattern, resource)))
      warnIdle(site, [...path, key, at], pattern.text, problems);
  }
}

function warnIdle(site: Site, path: Path, text: string | undefined, problems: Problems): void {
  warnAt(problems, site, path, {
    code: 'never-matches',
    message: `\`${text ?? ''}\` can never match: permissions and resources beside it are about other things`,
  });
}

function canMeet({ type, id, everything }: PermissionPattern, resource: string, grant: boolean): boolean {
  const colon = resource.indexOf(':');
  const typeGlob = resource.slice(0, colon);
  if (type === undefined && !everything && grant && typeGlob === 'secret') return false;
  return (
    (type === undefined || globMatches(typeGlob, type)) &&
    (id === undefined || globMatches(resource.slice(colon + 1), id))
  );
}
