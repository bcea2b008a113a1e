import type { Document, NamespaceDocument } from '../../src/policy/documents.ts';
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
  return namesAnother(documents.flatMap(orgNames)) ? undefined : 'default';
}

/** The namespace that a missing one means in an org: none in an org that names another. */
export function defaultNamespace(documents: readonly Document[], org: string): string | undefined {
  const here = documents.filter((document) => anyGlob(orgNames(document), org));
  return namesAnother(here.flatMap(namespaceNames)) ? undefined : 'default';
}

/** The name `*` names nothing; every other name or pattern does. */
function namesAnother(names: readonly string[]): boolean {
  return names.some((name) => name !== '*' && name !== 'default');
}

function orgNames(document: Document): readonly string[] {
  if (document.kind === 'Role' || document.kind === 'RoleMapping' || document.kind === 'Attributes') return [];
  if (document.kind === 'Directory') return [document.org];
  return document.kind === 'Org' ? document.name : document.org;
}

function namespaceNames(document: Document): readonly string[] {
  if (document.kind === 'Namespace') return document.name;
  if (document.kind === 'Chain' || document.kind === 'Secret') return document.namespace;
  if (document.kind !== 'Directory') return [];
  return [...document.resources.values()].flatMap((entry) => entry.namespace ?? []);
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
