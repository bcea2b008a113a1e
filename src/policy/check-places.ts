import type { Declared } from './declared.ts';
import { createDescribed, type Described } from './described.ts';
import type { DirectoryDocument } from './documents.ts';
import type { Path } from './locate.ts';

import { errorAt, type Problems, type Site, sitesOf } from './site.ts';
import { didYouMean } from './words.ts';

/** One document may stand for this many places: the product of its lists of names. */
const MAX_PLACES = 10_000;

/** Reports documents that lie in an org or a namespace that nothing describes. */
export function checkPlaces(sites: readonly Site[], declared: Declared, problems: Problems): void {
  const described = createDescribed(declared);
  for (const site of sitesOf(sites, 'Directory')) checkDirectory(site, described, problems);
  for (const site of sitesOf(sites, 'Namespace')) {
    checkOrgs(site, site.document.org, described, problems);
    checkCount(site, [site.document.org, site.document.name], problems);
  }
  for (const site of [...sitesOf(sites, 'Chain'), ...sitesOf(sites, 'Secret')]) {
    const { org, namespace, name } = site.document;
    const counted = checkCount(site, [org, namespace, name], problems);
    const orgs = checkOrgs(site, org, described, problems);
    if (!counted) continue;
    for (const [at, one] of namespace.entries()) {
      const missing = orgs.find((within) => !described.namespace(within, one));
      if (missing !== undefined)
        reportNamespace(site, ['namespace', at], { org: missing, namespace: one }, described, problems);
    }
  }
}

/** Compiling takes time and memory for each place, so that a short file must not name millions. */
function checkCount(site: Site, lists: readonly (readonly string[])[], problems: Problems): boolean {
  const count = lists.reduce((product, list) => product * list.length, 1);
  if (count <= MAX_PLACES) return true;
  const message = `the document stands for ${count} places, and ${MAX_PLACES} is the most`;
  errorAt(problems, site, ['name'], { code: 'limit', message, hint: 'write patterns, or several documents' });
  return false;
}

/** Reports the orgs that nothing describes, and gives the others. */
function checkOrgs(site: Site, orgs: readonly string[], described: Described, problems: Problems): readonly string[] {
  for (const [at, org] of orgs.entries())
    if (!described.org(org)) reportOrg(site, ['org', at], org, described, problems);
  return orgs.filter((org) => described.org(org));
}

function checkDirectory(site: Site<DirectoryDocument>, described: Described, problems: Problems): void {
  const { org, resources } = site.document;
  if (!described.org(org)) {
    reportOrg(site, ['org'], org, described, problems);
    return;
  }
  for (const [key, { namespace }] of resources) {
    if (namespace === undefined || described.namespace(org, namespace)) continue;
    reportNamespace(site, ['resources', key, 'namespace'], { org, namespace }, described, problems);
  }
}

function reportOrg(site: Site, path: Path, org: string, described: Described, problems: Problems): void {
  const hint =
    org === 'default' ? 'this set names orgs: say in `org` which one is meant' : didYouMean(org, described.orgNames);
  errorAt(problems, site, path, {
    code: 'undescribed-org',
    message: `no document describes the org \`${org}\``,
    hint: hint ?? `write a document of kind \`Org\` for it`,
  });
}

function reportNamespace(
  site: Site,
  path: Path,
  { org, namespace }: { readonly org: string; readonly namespace: string },
  described: Described,
  problems: Problems,
): void {
  const hint =
    namespace === 'default'
      ? 'this org names its namespaces: say in `namespace` which one is meant'
      : didYouMean(namespace, described.namespaceNames);
  errorAt(problems, site, path, {
    code: 'undescribed-namespace',
    message: `no document describes the namespace \`${namespace}\` in the org \`${org}\``,
    hint: hint ?? 'write a document of kind `Namespace` for it',
  });
}
