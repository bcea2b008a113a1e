import { compileAttribute } from './attribute-check.ts';
import {
  type AttributeTable,
  about,
  attributeTable,
  isClosed,
  RESERVED,
  readKey,
  SECTIONS,
  type Section,
} from './attribute-table.ts';
import { checkDeclaredConditions } from './check-declared.ts';
import type { AttributesDocument, DirectoryDocument } from './documents.ts';
import type { Path } from './locate.ts';
import { readAttributeSchema } from './read-attribute-schema.ts';
import { errorAt, errorAtKey, type Problems, placeOf, type Site, sitesOf } from './site.ts';
import { didYouMean } from './words.ts';

/** Reports what is wrong with declared attributes, and what in Directories and conditions is not as declared. */
export function checkAttributes(sites: readonly Site[], problems: Problems): void {
  const declaring = sitesOf(sites, 'Attributes');
  const seen = new Map<string, Site>();
  for (const site of declaring) for (const section of SECTIONS) checkSection(site, section, seen, problems);
  const table = attributeTable(declaring.map(({ document }) => document));
  if (table === undefined) return;
  for (const site of sitesOf(sites, 'Directory')) checkDirectory(site, table, problems);
  checkDeclaredConditions(sites, table, problems);
}

function checkSection(
  site: Site<AttributesDocument>,
  section: Section,
  seen: Map<string, Site>,
  problems: Problems,
): void {
  for (const [key, value] of Object.entries(site.document[section])) {
    const path = [section, key];
    const read = readKey(section, key);
    if (read === undefined) {
      const due = section === 'context' ? 'a permission without an id, such as `tool:call`' : 'a type';
      errorAtKey(problems, site, path, { code: 'bad-value', message: `\`${key}\` must be ${due}, or \`*\` for all` });
      continue;
    }
    checkTwice(site, path, JSON.stringify([section, read.type ?? null, read.action ?? null]), seen, problems);
    for (const fault of readAttributeSchema(value, RESERVED[section]).faults) {
      (fault.key ? errorAtKey : errorAt)(problems, site, [...path, ...fault.path], fault.finding);
    }
  }
}

function checkTwice(site: Site, path: Path, key: string, seen: Map<string, Site>, problems: Problems): void {
  const before = seen.get(key);
  seen.set(key, before ?? site);
  if (before === undefined) return;
  errorAtKey(problems, site, path, {
    code: 'duplicate-entry',
    message: `\`${path.at(-1) ?? ''}\` is declared at \`${placeOf(before)}\` already`,
    hint: 'join the two',
  });
}

/** What a Directory states wins over the question: a value that is not as declared would deny every question about it. */
function checkDirectory(site: Site<DirectoryDocument>, table: AttributeTable, problems: Problems): void {
  for (const [part, section] of [
    ['subjects', 'subject'],
    ['resources', 'resource'],
  ] as const) {
    for (const [key, entry] of site.document[part]) {
      const declarations = about(table[section], key.slice(0, key.indexOf(':')), '');
      if (declarations.length === 0) continue;
      for (const member of ['properties', 'defaults'] as const) {
        for (const [name, value] of Object.entries(entry[member])) {
          const path = [part, key, member, name];
          const schemas = declarations.flatMap(({ schema }) => schema.properties.get(name) ?? []);
          const problem = schemas
            .map((schema) => compileAttribute(schema)(value, name))
            .find((one) => one !== undefined);
          if (problem !== undefined) errorAt(problems, site, path, { code: 'not-as-declared', message: problem });
          if (schemas.length > 0 || !isClosed(declarations) || RESERVED[section].includes(name)) continue;
          const known = declarations.flatMap(({ schema }) => [...schema.properties.keys()]);
          const message = `\`${name}\` is not declared for \`${key}\``;
          errorAtKey(problems, site, path, { code: 'not-as-declared', message, hint: didYouMean(name, known) });
        }
      }
    }
  }
}
