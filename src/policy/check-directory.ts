import type { JsonObject } from '../model/json.ts';
import type { DirectoryDocument } from './documents.ts';
import type { Path } from './locate.ts';

import { errorAt, errorAtKey, type Problems, placeOf, type Site, sitesOf } from './site.ts';

/** Words of a subject's and a resource's properties that mean something, and so have a place of their own in an entry. */
const RESERVED = {
  subjects: new Set(['org', 'roles', 'groups', 'act']),
  resources: new Set(['org', 'namespace', 'chain']),
} as const;

type Part = keyof typeof RESERVED;

/** Reports entries that two Directories of one org have, and reserved words among free properties. */
export function checkDirectories(sites: readonly Site[], problems: Problems): void {
  const seen = new Map<string, Map<string, Site>>();
  for (const site of sitesOf(sites, 'Directory')) {
    checkEntries(site, 'subjects', seen, problems);
    checkEntries(site, 'resources', seen, problems);
  }
}

function checkEntries(
  site: Site<DirectoryDocument>,
  part: Part,
  seen: Map<string, Map<string, Site>>,
  problems: Problems,
): void {
  const scope = JSON.stringify([part, site.document.org]);
  const known = seen.get(scope) ?? new Map<string, Site>();
  seen.set(scope, known);
  for (const [key, entry] of site.document[part]) {
    const before = known.get(key);
    if (before === undefined) known.set(key, site);
    else {
      errorAtKey(problems, site, [part, key], {
        code: 'duplicate-entry',
        message: `\`${key}\` has an entry at \`${placeOf(before)}\` already`,
        hint: 'join the two entries',
      });
    }
    checkProperties(site, part, [part, key, 'properties'], entry.properties, problems);
    checkProperties(site, part, [part, key, 'defaults'], entry.defaults, problems);
  }
}

function checkProperties(site: Site, part: Part, path: Path, properties: JsonObject, problems: Problems): void {
  for (const [name, value] of Object.entries(properties)) {
    if (RESERVED[part].has(name)) {
      errorAtKey(problems, site, [...path, name], {
        code: 'reserved-word',
        message: `\`${name}\` is a reserved word and no free property`,
        hint: hintFor(part, name),
      });
    }
    if (part === 'resources' && name === 'owner' && typeof value !== 'string') {
      errorAt(problems, site, [...path, name], { code: 'wrong-type', message: '`owner` must be text, `type:id`' });
    }
  }
}

function hintFor(part: Part, name: string): string | undefined {
  if (name === 'org') return 'the org stands once, in `org` of the Directory';
  if (name === 'act') return undefined;
  return `write \`${name}\` beside \`properties\`${part === 'subjects' ? ', as a list' : ''}`;
}
