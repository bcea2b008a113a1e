import { type PermissionPattern, readPermission } from '../model/permission.ts';
import type { Document, Rule } from './documents.ts';
import { createGranted, type Granted } from './granted.ts';
import type { Path } from './locate.ts';
import { type Problems, type Site, warnAt } from './site.ts';
import { didYouMean } from './words.ts';

/** Warns of what is legal and probably not meant. Asked of sets without errors alone. */
export function lintSet(sites: readonly Site[], problems: Problems): void {
  const granted = createGranted(sites.map((site) => site.document));
  for (const site of sites) {
    const { document } = site;
    for (const [path, grant] of wideGrants(document)) warnWide(site, path, grant, problems);
    if (document.kind !== 'Org' && document.kind !== 'Namespace' && document.kind !== 'Chain') continue;
    for (const [at, rule] of document.rules.entries()) {
      if (rule.effect !== 'allow') lintGuard(site, at, rule, granted, problems);
    }
  }
}

/** A guard that nothing can reach is either misspelt or an ask that never comes about. */
function lintGuard(site: Site, at: number, rule: Rule, granted: Granted, problems: Problems): void {
  const patterns = rule.actions.map(readPermission).flatMap((read) => (read.ok ? [read.pattern] : []));
  if (rule.effect === 'ask' && !patterns.some((pattern) => granted.reaches(pattern))) {
    warnAt(problems, site, ['rules', at], {
      code: 'ask-without-grant',
      message: `\`${rule.id}\` can never ask: nothing grants what it is about, so that all of it is denied`,
      hint: 'let a role or an `allow` rule grant it, or make the rule a `deny`',
    });
    return;
  }
  for (const [index, pattern] of patterns.entries()) {
    if (granted.names(pattern)) continue;
    warnAt(problems, site, ['rules', at, 'actions', index], {
      code: 'guard-without-grant',
      message: `nothing grants \`${pattern.text}\` by name`,
      hint:
        didYouMean(pattern.text, granted.texts) ?? 'a misspelt guard guards nothing: see that this is the name meant',
    });
  }
}

type WideGrant = readonly [
  path: Path,
  grant: { readonly text: string; readonly resources?: readonly string[] | undefined },
];

/**
 * Permissions that reach `secret:view` without naming it and without an obligation. Who describes the role or the
 * mapping, or gives the rule a reason, has said that it is meant.
 */
function wideGrants(document: Document): readonly WideGrant[] {
  const said = 'description' in document && document.description !== undefined;
  if (document.kind === 'Role' && !said) {
    return document.permissions.flatMap(({ permission, resources, obligations }, at) =>
      obligations.length > 0
        ? []
        : permission.map((text, index): WideGrant => [['permissions', at, 'permission', index], { text, resources }]),
    );
  }
  if (document.kind === 'RoleMapping' && !said) {
    return [...document.mapping].flatMap(([claimed, entries]) =>
      entries.map((text, at): WideGrant => [['mapping', claimed, at], { text }]),
    );
  }
  if (document.kind !== 'Org' && document.kind !== 'Namespace' && document.kind !== 'Chain') return [];
  return document.rules.flatMap(({ effect, actions, resources, obligations, reason }, at) =>
    effect !== 'allow' || obligations.length > 0 || reason !== undefined
      ? []
      : actions.map((text, index): WideGrant => [['rules', at, 'actions', index], { text, resources }]),
  );
}

function warnWide(site: Site, path: Path, { text, resources }: WideGrant[1], problems: Problems): void {
  const read = readPermission(text);
  if (!read.ok || !reachesSecrets(read.pattern)) return;
  if (resources !== undefined && !resources.some(meansSecrets)) return;
  warnAt(problems, site, path, {
    code: 'wide-secret-view',
    message: `\`${text}\` grants \`secret:view\` too, the values of secrets included`,
    hint: 'name the permissions that are meant, or say in a `description` or a `reason` that this is',
  });
}

function reachesSecrets({ type, action, everything }: PermissionPattern): boolean {
  return everything || (type === 'secret' && action === undefined);
}

function meansSecrets(resource: string): boolean {
  const type = resource.slice(0, resource.indexOf(':'));
  return type === 'secret' || type.includes('*');
}
