import type {
  ChainDocument,
  Document,
  NamespaceDocument,
  OrgDocument,
  RoleDocument,
} from '../../src/policy/documents.ts';

export function isScope(document: Document): document is OrgDocument | NamespaceDocument | ChainDocument {
  return document.kind === 'Org' || document.kind === 'Namespace' || document.kind === 'Chain';
}

export function isChain(document: Document): document is ChainDocument {
  return document.kind === 'Chain';
}

export function isRole(document: Document): document is RoleDocument {
  return document.kind === 'Role';
}

/** The documents with one of some kind changed; `pick` chooses which, where there is any. */
export function withChanged<Kind extends Document>(
  documents: readonly Document[],
  isKind: (document: Document) => document is Kind,
  pick: number,
  change: (document: Kind) => Document,
): readonly Document[] {
  const some = documents.filter(isKind);
  const chosen = some[pick % Math.max(some.length, 1)];
  return documents.map((document) => (chosen !== undefined && document === chosen ? change(chosen) : document));
}

/** The documents in another order, and so their lists and maps. Lists that answers carry as written keep theirs. */
export function shuffled(documents: readonly Document[], random: Iterator<number>): readonly Document[] {
  return reordered(documents, (list) => {
    const keyed = list.map((item) => [Number(random.next().value), item] as const);
    return keyed.sort(([left], [right]) => left - right).map(([, item]) => item);
  }) as readonly Document[];
}

type Order = (list: readonly unknown[]) => unknown[];

function reordered(value: unknown, order: Order): unknown {
  if (Array.isArray(value)) return order(value.map((item) => reordered(item, order)));
  if (value instanceof Map) return new Map(order([...value].map(([key, item]) => [key, reordered(item, order)])) as []);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, AS_WRITTEN.includes(key) ? item : reordered(item, order)]),
  );
}

const AS_WRITTEN = ['obligations', 'approvers', 'properties', 'defaults'];

/** Whatever it is, with a word replaced wherever it stands in a text. */
export function renamed(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') return value.replaceAll(from, to);
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to));
  if (value instanceof Map) return new Map([...value].map((entry) => renamed(entry, from, to) as [unknown, unknown]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map((entry) => renamed(entry, from, to) as [string, unknown]));
}
