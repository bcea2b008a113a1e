import { type JsonObject, own } from '../model/json.ts';
import { compileAttribute, problemText } from './attribute-check.ts';
import {
  type AttributeTable,
  about,
  attributeTable,
  type Declaration,
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

/** Schemas of one set. */
const MAX_SCHEMAS = 1000;

/** Reports what is wrong with declared attributes, and what in Directories and conditions is not as declared. */
export function checkAttributes(sites: readonly Site[], problems: Problems): void {
  const declaring = sitesOf(sites, 'Attributes');
  const seen = new Map<string, Site>();
  for (const site of declaring) {
    for (const section of SECTIONS) checkSection(site, section, seen, problems);
    if (seen.size <= MAX_SCHEMAS) continue;
    const message = `with this document the set declares over ${MAX_SCHEMAS} schemas`;
    errorAt(problems, site, [], { code: 'limit', message, hint: 'write `*` where types or actions have the same' });
    return;
  }
  const table = attributeTable(declaring.map(({ document }) => document));
  if (table === undefined) return;
  checkDirectories(sitesOf(sites, 'Directory'), table, problems);
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
function checkDirectories(sites: readonly Site<DirectoryDocument>[], table: AttributeTable, problems: Problems): void {
  for (const [part, section] of [
    ['subjects', 'subject'],
    ['resources', 'resource'],
  ] as const) {
    const checks = new Map<string, EntryCheck>();
    for (const site of sites) {
      for (const [key, entry] of site.document[part]) {
        const type = key.slice(0, key.indexOf(':'));
        const check = checks.get(type) ?? entryCheck(section, about(table[section], type, ''));
        checks.set(type, check);
        check(site, [part, key, 'properties'], entry.properties, problems);
        check(site, [part, key, 'defaults'], entry.defaults, problems);
      }
    }
  }
}

type EntryCheck = (site: Site, path: Path, properties: JsonObject, problems: Problems) => void;

function entryCheck(section: Section, declarations: readonly Declaration[]): EntryCheck {
  const names = new Set(declarations.flatMap(({ schema }) => [...schema.properties.keys()]));
  const checks = declarations.flatMap(({ schema }) =>
    [...schema.properties].map(([name, part]) => ({ name, check: compileAttribute(part) })),
  );
  const closed = isClosed(declarations);
  return (site, path, properties, problems) => {
    for (const { name, check } of checks) {
      const value = own(properties, name);
      const problem = value === undefined ? undefined : check(value);
      if (problem === undefined) continue;
      const message = problemText(name, problem);
      errorAt(problems, site, [...path, name], { code: 'not-as-declared', message });
    }
    for (const name of closed ? Object.keys(properties) : []) {
      if (names.has(name) || RESERVED[section].includes(name)) continue;
      const message = `\`${name}\` is not declared for \`${path[1] ?? ''}\``;
      errorAtKey(problems, site, [...path, name], { code: 'not-as-declared', message, hint: didYouMean(name, names) });
    }
  };
}
