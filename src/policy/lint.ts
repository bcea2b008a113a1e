import { type PermissionPattern, readPermission } from '../model/permission.ts';
import type { Document, Rule } from './documents.ts';
import { createGranted, type Granted } from './granted.ts';
import type { Path } from './locate.ts';
import { type Problems, type Site, warnAt, warnAtKey } from './site.ts';
import { didYouMean } from './words.ts';

/** Warns of what is legal and probably not meant. Asked of sets without errors alone. */
export function lintSet(sites: readonly Site[], problems: Problems): void {
  const granted = createGranted(sites.map((site) => site.document));
  for (const site of sites) {
    for (const [path, grant] of wideGrants(site.document)) warnWide(site, path, grant, problems);
    for (const said of saidOf(site.document)) {
      if (site.document.kind === 'Chain') warnOfSecrets(site, said, problems);
      if (said.effect !== 'allow') lintGuard(site, said, granted, problems);
    }
  }
}

/** A rule, or a key of `share` or `only`, as the rule that it stands for. */
interface Said {
  readonly effect: Rule['effect'];
  /** What it is called in a message. */
  readonly name: string;
  readonly path: Path;
  /** True where the path's key is what says it. */
  readonly key: boolean;
  readonly actions: readonly { readonly text: string; readonly path: Path }[];
}

function saidOf(document: Document): readonly Said[] {
  if (document.kind !== 'Org' && document.kind !== 'Namespace' && document.kind !== 'Chain') return [];
  const rules = document.rules.map(({ id, effect, actions }, at): Said => {
    const path = ['rules', at];
    const texts = actions.map((text, index) => ({ text, path: [...path, 'actions', index] }));
    return { effect, name: id, path, key: false, actions: texts };
  });
  if (document.kind !== 'Chain') return rules;
  const keyed = (name: 'share' | 'only', effect: Rule['effect']): readonly Said[] =>
    [...document[name].keys()].map((key) => {
      const path = [name, key];
      return {
        effect,
        name: key,
        path,
        key: true,
        actions: [{ text: key.includes(':') ? key : `chain:${key}`, path }],
      };
    });
  return [...rules, ...keyed('share', 'allow'), ...keyed('only', 'deny')];
}

/** A guard that nothing can reach is either misspelt or an ask that never comes about. */
function lintGuard(site: Site, { effect, name, path, key, actions }: Said, granted: Granted, problems: Problems): void {
  const patterns = actions.flatMap((action) => {
    const read = readPermission(action.text);
    return read.ok ? [{ pattern: read.pattern, path: action.path }] : [];
  });
  if (effect === 'ask' && !patterns.some(({ pattern }) => granted.reaches(pattern))) {
    warnAt(problems, site, path, {
      code: 'ask-without-grant',
      message: `\`${name}\` can never ask: nothing grants what it is about, so that all of it is denied`,
      hint: 'let a role or an `allow` rule grant it, or make the rule a `deny`',
    });
    return;
  }
  for (const { pattern, path: at } of patterns) {
    if (granted.names(pattern)) continue;
    (key ? warnAtKey : warnAt)(problems, site, at, {
      code: 'guard-without-grant',
      message: `nothing grants \`${pattern.text}\` by name`,
      hint:
        didYouMean(pattern.text, granted.texts) ?? 'a misspelt guard guards nothing: see that this is the name meant',
    });
  }
}

function warnOfSecrets(site: Site, { key, actions }: Said, problems: Problems): void {
  for (const { text, path } of actions) {
    if (!text.startsWith('secret:')) continue;
    (key ? warnAtKey : warnAt)(problems, site, path, {
      code: 'never-matches',
      message: `\`${text}\` can never match here: a secret lies in its namespace and in no chain`,
      hint: 'say it in the Namespace',
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
