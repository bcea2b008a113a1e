import { isJsonObject, type JsonObject } from '../model/json.ts';
import { readPermission } from '../model/permission.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import type { AttributesDocument } from './documents.ts';
import { readAttributeSchema } from './read-attribute-schema.ts';

/** What can be declared: the properties of subjects and resources, and the context. */
export const SECTIONS = ['subject', 'resource', 'context'] as const;
export type Section = (typeof SECTIONS)[number];

/** Members that mean something by themselves: they are declared already. */
export const RESERVED: Readonly<Record<Section, readonly string[]>> = {
  subject: ['org', 'roles', 'groups', 'act'],
  resource: ['org', 'namespace', 'chain', 'owner'],
  context: ['chain', 'supported_obligations', 'approval'],
};

/** One schema, and the questions that it is about. */
export interface Declaration {
  /** Undefined is every type. */
  readonly type: string | undefined;
  /** Undefined is every action; so it is for subjects and resources. */
  readonly action: string | undefined;
  readonly schema: AttributeSchema;
}

/** All that a set declares. Several schemas may be about one question; each must hold. */
export type AttributeTable = Readonly<Record<Section, readonly Declaration[]>>;

export interface DeclaredKey {
  readonly type: string | undefined;
  readonly action: string | undefined;
}

/** What a key of a section is about; undefined for what can be none. `*` is everything. */
export function readKey(section: Section, key: string): DeclaredKey | undefined {
  if (key === '*') return { type: undefined, action: undefined };
  if (section !== 'context') return /^[^:*]+$/.test(key) ? { type: key, action: undefined } : undefined;
  const read = readPermission(key);
  if (!read.ok || read.pattern.id !== undefined) return undefined;
  const { type, action } = read.pattern;
  const isRight = [type, action].every((part) => part === undefined || (part !== '' && !part.includes('*')));
  return isRight ? { type, action } : undefined;
}

/** The declarations of all documents, whatever their order; undefined where there are none. Keys with faults are left out. */
export function attributeTable(documents: readonly AttributesDocument[]): AttributeTable | undefined {
  const of = (section: Section): readonly Declaration[] =>
    documents.flatMap((document) => declarationsOf(section, document[section])).sort(byKey);
  const table = { subject: of('subject'), resource: of('resource'), context: of('context') };
  return SECTIONS.every((section) => table[section].length === 0) ? undefined : table;
}

function declarationsOf(section: Section, written: JsonObject): readonly Declaration[] {
  return Object.entries(written).flatMap(([key, value]) => {
    const about = readKey(section, key);
    if (about === undefined || !isJsonObject(value)) return [];
    const { schema, faults } = readAttributeSchema(value, RESERVED[section]);
    return faults.length === 0 ? [{ ...about, schema }] : [];
  });
}

/** The general before the special, and then by name. */
function byKey(left: Declaration, right: Declaration): number {
  const [one, other] = [left, right].map(({ type, action }) =>
    JSON.stringify([Number(type !== undefined) + Number(action !== undefined), type ?? null, action ?? null]),
  );
  if (one === other) return 0;
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** The declarations that are about a type and an action. */
export function about(declarations: readonly Declaration[], type: string, action: string): readonly Declaration[] {
  return declarations.filter(
    (one) => (one.type === undefined || one.type === type) && (one.action === undefined || one.action === action),
  );
}

/** True where some of them close the object, and then none declares what is not in `properties` of one of them. */
export function isClosed(declarations: readonly Declaration[]): boolean {
  return declarations.some(({ schema }) => schema.closed);
}
