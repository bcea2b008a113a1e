/** A Namespace document's names, and the orgs that it lies in. */
export interface DeclaredNamespaces {
  readonly orgs: readonly string[];
  readonly names: readonly string[];
}

/** What a set gives names to. Documents with errors count too, so that one error does not bring a hundred others. */
export interface Declared {
  readonly roles: ReadonlySet<string>;
  readonly orgs: readonly string[];
  readonly namespaces: readonly DeclaredNamespaces[];
}

/** Collects the names that documents declare, whatever else is wrong with them. */
export interface Declarations extends Declared {
  add(document: { readonly [key: string]: unknown }): void;
}

export function createDeclarations(): Declarations {
  const roles = new Set<string>();
  const orgs: string[] = [];
  const namespaces: DeclaredNamespaces[] = [];
  return {
    roles,
    orgs,
    namespaces,
    add: ({ kind, name, org }) => {
      if (kind === 'Role') for (const role of textsOf(name)) roles.add(role);
      if (kind === 'Org') orgs.push(...textsOf(name));
      if (kind === 'Namespace') namespaces.push({ orgs: textsOf(org ?? 'default'), names: textsOf(name) });
    },
  };
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
