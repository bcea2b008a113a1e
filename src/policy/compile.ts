import { compileCondition } from '../condition/compile.ts';
import type { Condition, ReadPath } from '../condition/condition.ts';
import { compileGlob } from '../model/glob.ts';
import { createPlaceTree, type PlaceNode } from '../model/place-tree.ts';
import { compileSubjects } from '../model/selectors.ts';
import { attributeTable } from './attribute-table.ts';
import { compileAttributes, declaredReads } from './compile-attributes.ts';
import { compileDirectories } from './compile-directory.ts';
import { type Conditions, indexGrants, isPermission, mappingGrants, roleGrants } from './compile-rules.ts';
import { compileScope } from './compile-scope.ts';
import { type CostTable, createCostTable } from './costs.ts';
import type {
  ChainDocument,
  Document,
  NamespaceDocument,
  OrgDocument,
  RoleDocument,
  RoleMappingDocument,
  SecretDocument,
} from './documents.ts';
import type {
  AttributeMode,
  CompiledMapping,
  CompiledRole,
  MappedRole,
  Scope,
  SecretUse,
  Snapshot,
} from './snapshot.ts';

/** Documents or places that are worked on between two looks at the clock of whoever drives the steps. */
const PER_STEP = 50;

/**
 * Compiles documents that `readPolicies` found no error in. Pure; the same documents in any order make the same snapshot.
 * Throws where a document was not checked.
 */
export function compileSnapshot(
  documents: readonly Document[],
  revision: string,
  mode: AttributeMode = 'reject',
): Snapshot {
  const steps = compileSteps(documents, revision, mode);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps, so that a server can answer between them. */
export function* compileSteps(
  documents: readonly Document[],
  revision: string,
  mode: AttributeMode = 'reject',
): Generator<void, Snapshot> {
  const memo = new Map<string, Condition>();
  const conditions = conditionsOf(memo);
  const leaves: Leaf[] = [];
  const trees = yield* placeTrees(documents, conditions, leaves);
  const costs = createCostTable();
  for (const [at, leaf] of leaves.entries()) {
    leaf.compile();
    addCosts(costs, leaf.scope);
    if (at % PER_STEP === 0) yield;
  }
  const roles = yield* compileRoles(ofKind(documents, 'Role'), conditions);
  for (const { grants } of roles.values()) costs.add(grants);
  yield;
  const mapping = compileMapping(ofKind(documents, 'RoleMapping')[0], conditions);
  const table = attributeTable(ofKind(documents, 'Attributes'));
  const reads = [...memo.values()].flatMap((condition) => condition.reads);
  return Object.freeze({
    revision,
    documents: documents.length,
    roles,
    mapping,
    directories: compileDirectories(ofKind(documents, 'Directory')),
    namesOrgs: documents.some((document) => orgsNamed(document).some((name) => name !== '*' && name !== 'default')),
    ...trees,
    attributes: table === undefined ? undefined : compileAttributes(table, mode),
    reads: shortest(table === undefined ? reads : [...reads, ...declaredReads(table)]),
    costs: costs.build(),
  });
}

interface Leaf {
  readonly scope: Scope;
  compile(): void;
}

type Trees = Pick<Snapshot, 'orgs' | 'namespaces' | 'chains' | 'secrets'>;

function* placeTrees(documents: readonly Document[], conditions: Conditions, leaves: Leaf[]): Generator<void, Trees> {
  const scopeOf = (written: readonly (OrgDocument | NamespaceDocument | ChainDocument)[]): Scope => {
    // The tree is built at once and its scopes are filled in later, in steps.
    const scope = {} as Scope;
    leaves.push({ scope, compile: () => Object.freeze(Object.assign(scope, compileScope(written, conditions))) });
    return scope;
  };
  return {
    orgs: yield* tree(ofKind(documents, 'Org'), (org) => [org.name], scopeOf),
    namespaces: yield* tree(ofKind(documents, 'Namespace'), ({ org, name }) => [org, name], scopeOf),
    chains: yield* tree(ofKind(documents, 'Chain'), ({ org, namespace, name }) => [org, namespace, name], scopeOf),
    secrets: yield* tree(ofKind(documents, 'Secret'), ({ org, namespace, name }) => [org, namespace, name], secretUse),
  };
}

function* tree<D, T>(
  documents: readonly D[],
  steps: (document: D) => readonly (readonly string[])[],
  leaf: (written: readonly D[]) => T,
): Generator<void, PlaceNode<T>> {
  const builder = createPlaceTree<D>();
  for (const [at, document] of documents.entries()) {
    builder.add(steps(document), document);
    if (at % PER_STEP === 0) yield;
  }
  const root = builder.build(leaf);
  yield;
  return root;
}

function secretUse(documents: readonly SecretDocument[]): SecretUse {
  return {
    reference: compileSubjects(documents.flatMap((document) => document.reference)),
    inject: documents.flatMap((document) => document.inject).map(compileGlob),
  };
}

function* compileRoles(
  documents: readonly RoleDocument[],
  conditions: Conditions,
): Generator<void, Map<string, CompiledRole>> {
  const byName = new Map(documents.map((document) => [document.name, document]));
  const own = new Map(documents.map(({ name, permissions }) => [name, roleGrants(name, permissions, conditions)]));
  const compiled = new Map<string, CompiledRole>();
  for (const { name } of documents) {
    const includes = inherited(name, byName);
    compiled.set(name, { name, includes, grants: indexGrants([...includes].flatMap((role) => own.get(role) ?? [])) });
    yield;
  }
  return compiled;
}

function inherited(name: string, byName: ReadonlyMap<string, RoleDocument>): Set<string> {
  const found = new Set([name]);
  for (const role of found) for (const base of byName.get(role)?.inherits ?? []) found.add(base);
  return found;
}

function compileMapping(
  document: RoleMappingDocument | undefined,
  conditions: Conditions,
): CompiledMapping | undefined {
  if (document === undefined) return undefined;
  const mapped = (entries: readonly string[]): MappedRole => ({
    roles: entries.filter((entry) => !isPermission(entry)),
    grants: mappingGrants(entries, conditions),
  });
  const listed = new Map([...document.mapping].map(([role, entries]) => [role, mapped(entries)]));
  listed.delete('_default');
  return { listed, fallback: mapped(document.mapping.get('_default') ?? []) };
}

function addCosts(costs: CostTable, scope: Scope): void {
  costs.add(scope.allows);
  costs.add(scope.guards);
  costs.addBindings(scope.bindings);
}

function conditionsOf(memo: Map<string, Condition>): Conditions {
  return (text) => {
    if (text === undefined) return undefined;
    const known = memo.get(text);
    if (known !== undefined) return known;
    const compiled = compileCondition(text);
    // INVARIANT: unreachable for documents that were checked; a condition is never dropped.
    if (!compiled.ok) throw new Error('a condition was compiled before it was checked');
    memo.set(text, compiled.condition);
    return compiled.condition;
  };
}

/** The orgs that a document speaks of by name or pattern. */
function orgsNamed(document: Document): readonly string[] {
  if (document.kind === 'Role' || document.kind === 'RoleMapping' || document.kind === 'Attributes') return [];
  if (document.kind === 'Directory') return [document.org];
  return document.kind === 'Org' ? document.name : document.org;
}

/** The paths without those that another is a prefix of. */
function shortest(paths: readonly ReadPath[]): readonly ReadPath[] {
  const byText = new Map(paths.map((path) => [JSON.stringify(path), path]));
  const isPrefixed = (path: ReadPath): boolean =>
    path.some((_, length) => length > 0 && byText.has(JSON.stringify(path.slice(0, length))));
  return [...byText]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, path]) => (isPrefixed(path) ? [] : [path]));
}

function ofKind<K extends Document['kind']>(documents: readonly Document[], kind: K): Extract<Document, { kind: K }>[] {
  return documents.filter((document): document is Extract<Document, { kind: K }> => document.kind === kind);
}
