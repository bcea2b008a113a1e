import type { Place } from '../../src/model/verdict.ts';
import type {
  Binding,
  ChainDocument,
  Document,
  NamespaceDocument,
  OrgDocument,
  Rule,
} from '../../src/policy/documents.ts';
import { ofKind } from './place.ts';
import { anyGlob } from './text.ts';

/** One document at one level of the path, with the PATH that names its rules. */
export interface Scope {
  readonly path: string;
  readonly bindings: readonly Binding[];
  /** The document's rules, with what `share` and `only` stand for. */
  readonly rules: readonly Rule[];
  readonly recast: ReadonlyMap<string, readonly string[]>;
}

/** The levels from the top down: `Org "*"`, org, `Namespace "*"`, namespace, chain. */
export function levelsOf(documents: readonly Document[], place: Place): readonly (readonly Scope[])[] {
  const { org, namespace, chain } = place;
  const orgs = ofKind(documents, 'Org');
  const namespaces = ofKind(documents, 'Namespace').filter((document) => anyGlob(document.org, org));
  const levels = [everywhere(orgs, '*'), named(orgs, org, org)];
  if (namespace === undefined) return levels;
  levels.push(everywhere(namespaces, `${org}/*`), named(namespaces, namespace, `${org}/${namespace}`));
  if (chain === undefined) return levels;
  const chains = ofKind(documents, 'Chain').filter(
    (document) => anyGlob(document.org, org) && anyGlob(document.namespace, namespace),
  );
  const inside = `${org}/${namespace}`;
  levels.push([...everywhere(chains, `${inside}/*`), ...named(chains, chain, `${inside}/${chain}`)]);
  return levels;
}

/** The owner that the Chain documents of a place name, if any does. */
export function chainOwner(documents: readonly Document[], { org, namespace, chain }: Place): string | undefined {
  if (namespace === undefined || chain === undefined) return undefined;
  return ofKind(documents, 'Chain').find(
    (document) =>
      document.owner !== undefined &&
      anyGlob(document.org, org) &&
      anyGlob(document.namespace, namespace) &&
      anyGlob(document.name, chain),
  )?.owner;
}

type ScopeDocument = OrgDocument | NamespaceDocument | ChainDocument;

function everywhere(documents: readonly ScopeDocument[], path: string): Scope[] {
  return documents.filter((document) => document.name.includes('*')).map((document) => scopeOf(document, path));
}

function named(documents: readonly ScopeDocument[], name: string, path: string): Scope[] {
  return documents
    .filter((document) => document.name.some((pattern) => pattern !== '*' && anyGlob([pattern], name)))
    .map((document) => scopeOf(document, path));
}

function scopeOf(document: ScopeDocument, path: string): Scope {
  const { bindings, rules } = document;
  if (document.kind !== 'Chain') return { path, bindings, rules, recast: document.recast };
  const shares = [...document.share].map(([key, subjects]) => ({ ...ruleOn('allow', 'share', key), subjects }));
  const onlys = [...document.only].map(([key, except]) => ({ ...ruleOn('deny', 'only', key), except }));
  return { path, bindings, rules: [...rules, ...shares, ...onlys], recast: new Map() };
}

/** A key is an action on the chain itself, or a whole permission. */
function ruleOn(effect: 'allow' | 'deny', word: string, key: string): Rule {
  const action = key.includes(':') ? key : `chain:${key}`;
  return { id: `${word}.${key}`, effect, actions: [action], except: [], approvers: [], obligations: [] };
}
