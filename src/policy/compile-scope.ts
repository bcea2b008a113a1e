import { canonical } from '../model/canonical.ts';
import { mergeRecasts } from '../model/recast.ts';
import { readReference } from '../model/reference.ts';
import { compileSubjects, type SubjectMatcher } from '../model/selectors.ts';
import { allowRules, type Conditions, guardRules, onlyRule, shareRule } from './compile-rules.ts';
import type { Binding, ChainDocument, NamespaceDocument, OrgDocument, Rule } from './documents.ts';
import type { BindingIndex, BoundPeople, CompiledBinding, Scope } from './snapshot.ts';

type ScopeDocument = OrgDocument | NamespaceDocument | ChainDocument;

/** What several documents of one place say together. */
export function compileScope(documents: readonly ScopeDocument[], conditions: Conditions): Scope {
  const rules = distinctRules(documents.flatMap(rulesOf));
  const bindings = documents.flatMap((document) => document.bindings);
  return {
    recast: mergeRecasts(documents.flatMap((document) => (document.kind === 'Chain' ? [] : [document.recast]))),
    bindings: indexBindings(bindings, conditions),
    allows: allowRules(rules, conditions),
    guards: guardRules(rules, conditions),
    invited: invitedBy(rules),
    owner: documents.map(ownerOf).find((owner) => owner !== undefined),
    namespaced: new Set(documents.flatMap((document) => (document.kind === 'Org' ? document.namespaced : []))),
  };
}

/** All rules of a document, `share` and `only` included. */
function rulesOf(document: ScopeDocument): readonly Rule[] {
  if (document.kind !== 'Chain') return document.rules;
  const shares = [...document.share].map(([key, subjects]) => shareRule(key, subjects));
  const onlys = [...document.only].map(([key, except]) => onlyRule(key, except));
  return [...document.rules, ...shares, ...onlys];
}

function distinctRules(rules: readonly Rule[]): readonly Rule[] {
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

function ownerOf(document: ScopeDocument): Scope['owner'] {
  if (document.kind !== 'Chain' || document.owner === undefined) return undefined;
  const read = readReference(document.owner);
  return read.ok && read.reference.kind === 'subject' ? read.reference : undefined;
}

function invitedBy(rules: readonly Rule[]): SubjectMatcher | undefined {
  const entries = rules.flatMap((rule) => (rule.effect === 'allow' ? (rule.subjects ?? []) : []));
  const matcher = compileSubjects(entries);
  return matcher.qualified === undefined && !matcher.owner ? undefined : matcher;
}

interface PeopleDraft {
  readonly everyone: CompiledBinding[];
  readonly subjects: Map<string, Map<string, CompiledBinding[]>>;
  readonly groups: Map<string, CompiledBinding[]>;
}

function indexBindings(bindings: readonly Binding[], conditions: Conditions): BindingIndex | undefined {
  if (bindings.length === 0) return undefined;
  const local = emptyPeople();
  const qualified = new Map<string, PeopleDraft>();
  const owner: CompiledBinding[] = [];
  for (const binding of [...bindings].sort(byContent)) {
    const compiled = compileBinding(binding, conditions);
    for (const entry of new Set(binding.subjects)) {
      const read = readReference(entry);
      if (!read.ok || read.reference.kind === 'role') continue;
      if (read.reference.kind === 'owner') owner.push(compiled);
      else
        bind(
          read.reference.org === undefined ? local : entryOf(qualified, read.reference.org, emptyPeople),
          read.reference,
          compiled,
        );
    }
  }
  return { local: isEmpty(local) ? undefined : local, qualified: qualified.size === 0 ? undefined : qualified, owner };
}

function compileBinding(binding: Binding, conditions: Conditions): CompiledBinding {
  const { role, from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = binding;
  return { role, from, until, when: conditions(binding.when) };
}

type Bindable = { kind: 'subject'; type: string; id: string } | { kind: 'group'; name: string } | { kind: 'everyone' };

function bind(people: PeopleDraft, reference: Bindable, binding: CompiledBinding): void {
  if (reference.kind === 'everyone') people.everyone.push(binding);
  else if (reference.kind === 'group') entryOf(people.groups, reference.name, () => []).push(binding);
  else
    entryOf(
      entryOf(people.subjects, reference.type, () => new Map()),
      reference.id,
      () => [],
    ).push(binding);
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function emptyPeople(): PeopleDraft {
  return { everyone: [], subjects: new Map(), groups: new Map() };
}

function isEmpty(people: BoundPeople): boolean {
  return people.everyone.length === 0 && people.subjects.size === 0 && people.groups.size === 0;
}

function byContent(left: Binding, right: Binding): number {
  const key = (binding: Binding): string =>
    canonical([binding.role, binding.from ?? null, binding.until ?? null, binding.when ?? null]);
  const [a, b] = [key(left), key(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
