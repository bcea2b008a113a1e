import { readPermission } from '../model/permission.ts';
import { readReference } from '../model/reference.ts';
import type {
  Binding,
  ChainDocument,
  Document,
  Permission,
  RoleDocument,
  RoleMappingDocument,
  Rule,
  SecretDocument,
} from '../policy/documents.ts';

/**
 * What a role may do here depends on conditions, on the resource and on who holds the role. A set is therefore asked
 * twice: with every grant that hangs on such a thing left out and every guard applied (`certain`), and the other way
 * round (`possible`).
 */
export type Bound = 'certain' | 'possible';

/** A copy of the documents that knows no condition, no single resource and no single subject. */
export function boundDocuments(documents: readonly Document[], bound: Bound): readonly Document[] {
  const bounded = documents.flatMap((document) => boundDocument(document, bound));
  const walled = documents.some((document) => document.kind === 'Secret');
  return walled && bound === 'possible' ? [...bounded, OPEN_WALLS] : bounded;
}

/** A Secret that lets every role and every chain through: whom a real one names is no matter of roles alone. */
export const OPEN_WALLS: SecretDocument = {
  kind: 'Secret',
  org: ['*'],
  namespace: ['*'],
  name: ['*'],
  reference: ['*'],
  inject: ['*'],
};

function boundDocument(document: Document, bound: Bound): readonly Document[] {
  switch (document.kind) {
    case 'Role':
      return [boundRole(document, bound)];
    case 'RoleMapping':
      return [boundMapping(document, bound)];
    case 'Org':
    case 'Namespace':
      return [{ ...document, bindings: boundBindings(document.bindings, bound), rules: boundRules(document, bound) }];
    case 'Chain':
      return [boundChain(document, bound)];
    case 'Secret':
    // A matrix asks bare questions, and means those that are as declared.
    case 'Attributes':
      return [];
    case 'Directory':
      return [document];
  }
}

function boundRole(role: RoleDocument, bound: Bound): RoleDocument {
  const permissions = role.permissions.flatMap((permission): readonly Permission[] => {
    const { when, resources, ...rest } = permission;
    const selected = select(permission.permission, resources, bound === 'possible');
    if (selected === undefined || (bound === 'certain' && when !== undefined)) return [];
    return [{ ...rest, permission: selected.actions, ...selected.resources }];
  });
  return { ...role, permissions };
}

function boundMapping(document: RoleMappingDocument, bound: Bound): RoleMappingDocument {
  const entries = [...document.mapping].map(([claimed, names]): [string, readonly string[]] => [
    claimed,
    bound === 'possible' ? names.map(withoutId) : names.filter((name) => withoutId(name) === name),
  ]);
  return { ...document, mapping: new Map(entries) };
}

function boundBindings(bindings: readonly Binding[], bound: Bound): readonly Binding[] {
  return bindings.flatMap((binding): readonly Binding[] => {
    const { when, ...rest } = binding;
    const subjects = binding.subjects.filter((entry) => kindOf(entry) === 'everyone');
    if (subjects.length === 0 || (bound === 'certain' && when !== undefined)) return [];
    return [{ ...rest, subjects }];
  });
}

function boundChain(document: ChainDocument, bound: Bound): ChainDocument {
  const share = [...document.share].flatMap(([key, list]): [string, readonly string[]][] => {
    const subjects = list.filter(isShared);
    return subjects.length === 0 ? [] : [[key, subjects]];
  });
  const only = [...document.only].flatMap(([key, list]): [string, readonly string[]][] => {
    const except = list.filter(isShared);
    return bound === 'possible' && except.length < list.length ? [] : [[key, except]];
  });
  return {
    ...document,
    bindings: boundBindings(document.bindings, bound),
    rules: boundRules(document, bound),
    share: new Map(share),
    only: new Map(only),
  };
}

function boundRules(document: { readonly rules: readonly Rule[] }, bound: Bound): readonly Rule[] {
  return document.rules.flatMap((rule) =>
    rule.effect === 'allow' ? boundGrant(rule, bound) : boundGuard(rule, bound),
  );
}

function boundGrant(rule: Rule, bound: Bound): readonly Rule[] {
  const { when, resources, ...rest } = rule;
  const subjects = (rule.subjects ?? []).filter(isShared);
  const selected = select(rule.actions, resources, bound === 'possible');
  if (subjects.length === 0 || selected === undefined || (bound === 'certain' && when !== undefined)) return [];
  return [{ ...rest, subjects, actions: selected.actions, ...selected.resources }];
}

function boundGuard(rule: Rule, bound: Bound): readonly Rule[] {
  const { when, resources, subjects, ...rest } = rule;
  const except = rule.except.filter(isShared);
  const selected = select(rule.actions, resources, bound === 'certain');
  if (selected === undefined) return [];
  const forAll = subjects?.every(isShared) ?? true;
  const maySpare = when !== undefined || except.length < rule.except.length || !forAll;
  if (bound === 'possible' && maySpare) return [];
  const whom = subjects !== undefined && forAll ? { subjects } : {};
  return [{ ...rest, ...whom, except, actions: selected.actions, ...selected.resources }];
}

/** Selectors without single ids: widened to whole types, or cut down to what covers whole types. */
function select(
  actions: readonly string[],
  resources: readonly string[] | undefined,
  widen: boolean,
): { readonly actions: readonly string[]; readonly resources: { readonly resources?: readonly string[] } } | undefined {
  const whole = widen ? actions.map(withoutId) : actions.filter((action) => withoutId(action) === action);
  if (resources === undefined) return whole.length === 0 ? undefined : { actions: whole, resources: {} };
  const types = widen ? resources.map(wholeType) : resources.filter((glob) => wholeType(glob) === glob);
  return whole.length === 0 || types.length === 0 ? undefined : { actions: whole, resources: { resources: types } };
}

function withoutId(text: string): string {
  const read = readPermission(text);
  return read.ok && read.pattern.id !== undefined ? text.slice(0, text.length - read.pattern.id.length - 1) : text;
}

function wholeType(glob: string): string {
  return `${glob.split(':', 1)[0] ?? ''}:*`;
}

/** True for entries that a role is enough to match: `role:NAME` and everyone. */
function isShared(entry: string): boolean {
  const kind = kindOf(entry);
  return kind === 'role' || kind === 'everyone';
}

function kindOf(entry: string): string | undefined {
  const read = readReference(entry);
  return read.ok ? read.reference.kind : undefined;
}
