import { countsOf } from './check-inheritance.ts';
import type { ChainDocument, Document, NamespaceDocument, OrgDocument, Rule } from './documents.ts';
import { errorAt, type Problems, type Site } from './site.ts';

/** What a set may come to, counted as it is compiled: each permission on each resource, in each place. */
const MAX_SIZE = 1_000_000;
/** What a place costs by itself, in such units. */
const PLACE = 8;

/**
 * Reports the document with which a set becomes too large. Lists multiply, so that a short file must not name millions of
 * things. False where it is too large: then checks that look at every pair would take too long.
 */
export function checkSize(sites: readonly Site[], problems: Problems): boolean {
  let size = 0;
  for (const site of sites) {
    size += sizeOf(site.document);
    if (size <= MAX_SIZE) continue;
    errorAt(problems, site, [], {
      code: 'limit',
      message: `with this document the set comes to over ${MAX_SIZE} permissions on resources in places`,
      hint: 'lists multiply: write patterns in place of long ones',
    });
    return false;
  }
  return true;
}

function sizeOf(document: Document): number {
  switch (document.kind) {
    case 'Role':
      return total(document.permissions, ({ permission, resources }) => product(permission, resources));
    case 'RoleMapping':
      return total([...document.mapping.values()], (entries) => entries.length);
    case 'Directory':
      return document.subjects.size + document.resources.size;
    case 'Org':
      return document.name.length * contentOf(document);
    case 'Namespace':
      return document.org.length * document.name.length * contentOf(document);
    case 'Chain':
      return document.org.length * document.namespace.length * document.name.length * contentOf(document);
    case 'Attributes':
      return 1;
    case 'Secret': {
      const { org, namespace, name, reference, inject } = document;
      return org.length * namespace.length * name.length * (PLACE + reference.length + inject.length);
    }
  }
}

function contentOf(document: OrgDocument | NamespaceDocument | ChainDocument): number {
  const keys = document.kind === 'Chain' ? [...document.share.values(), ...document.only.values()] : [];
  return (
    PLACE +
    total(document.bindings, ({ subjects }) => subjects.length) +
    total(document.rules, ruleSize) +
    wildSize(document.rules) +
    total(keys, (list) => 1 + list.length)
  );
}

function ruleSize({ actions, resources, subjects = [], except }: Rule): number {
  return product(actions, resources) + subjects.length + except.length;
}

/** Each action of a wild type is kept once more for every action that names its type. */
function wildSize(rules: readonly Rule[]): number {
  const { wild, typed } = countsOf(rules.flatMap(({ actions }) => actions));
  return wild * typed;
}

function product(patterns: readonly string[], resources: readonly string[] | undefined): number {
  return patterns.length * (resources?.length ?? 1);
}

function total<T>(list: readonly T[], sizeOfOne: (one: T) => number): number {
  return list.reduce((sum, one) => sum + sizeOfOne(one), 0);
}
