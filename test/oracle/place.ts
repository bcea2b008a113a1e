import type { Document, NamespaceDocument, OrgDocument } from '../../src/policy/documents.ts';
import { anyGlob } from './text.ts';

/** The documents of one kind. */
export function ofKind<K extends Document['kind']>(
  documents: readonly Document[],
  kind: K,
): readonly Extract<Document, { kind: K }>[] {
  return documents.filter((document): document is Extract<Document, { kind: K }> => document.kind === kind);
}

/** The org that a missing one means: none in a set that names another. */
export function defaultOrg(documents: readonly Document[]): string | undefined {
  return ofKind(documents, 'Org').some(namesAnother) ? undefined : 'default';
}

/** The namespace that a missing one means in an org: none in an org that names another. */
export function defaultNamespace(documents: readonly Document[], org: string): string | undefined {
  return namespacesOf(documents, org).some(namesAnother) ? undefined : 'default';
}

/** The name `*` describes everything and names nothing; every other name or pattern does both. */
function namesAnother(document: OrgDocument | NamespaceDocument): boolean {
  return document.name.some((name) => name !== '*' && name !== 'default');
}

function namespacesOf(documents: readonly Document[], org: string): readonly NamespaceDocument[] {
  return ofKind(documents, 'Namespace').filter((document) => anyGlob(document.org, org));
}

export function isOrgDescribed(documents: readonly Document[], org: string): boolean {
  if (org === defaultOrg(documents)) return true;
  return ofKind(documents, 'Org').some((document) => anyGlob(document.name, org));
}

export function isNamespaceDescribed(documents: readonly Document[], org: string, namespace: string): boolean {
  if (namespace === defaultNamespace(documents, org)) return true;
  return namespacesOf(documents, org).some((document) => anyGlob(document.name, namespace));
}

/** A type that lives in a namespace: chain and secret always do, further ones as the org says. */
export function livesInNamespace(documents: readonly Document[], org: string, type: string): boolean {
  if (type === 'chain' || type === 'secret') return true;
  return ofKind(documents, 'Org').some((document) => anyGlob(document.name, org) && document.namespaced.includes(type));
}
