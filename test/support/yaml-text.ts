import { Document as YamlDocument } from 'yaml';
import type { Document } from '../../src/policy/documents.ts';

/** The documents as a policy file would say them: what is empty is left out, instants are RFC 3339. */
export function yamlText(documents: readonly Document[]): string {
  return documents
    .map((document) => new YamlDocument(plain(document), { aliasDuplicateObjects: false }).toString())
    .join('---\n');
}

/** Lists of bindings and rules carry instants and lists that must not be empty. */
function plain(document: Document): Map<string, unknown> {
  return new Map(Object.entries(document).flatMap(([key, value]) => member(key, value)));
}

function member(key: string, value: unknown): [string, unknown][] {
  if ((key === 'from' || key === 'until') && typeof value === 'number') return [[key, new Date(value).toISOString()]];
  if (isEmptyList(value)) return [];
  if (!Array.isArray(value)) return [[key, value]];
  return [
    [
      key,
      value.map((item) =>
        isRecord(item) ? new Map(Object.entries(item).flatMap(([name, part]) => member(name, part))) : item,
      ),
    ],
  ];
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
