import { canonical } from '../model/canonical.ts';
import type { Facts } from '../model/change.ts';
import type { JsonValue } from '../model/json.ts';
import type {
  AttributesDocument,
  Binding,
  ChainDocument,
  DirectoryDocument,
  Document,
  NamespaceDocument,
  OrgDocument,
  RoleDocument,
  RoleMappingDocument,
  SecretDocument,
} from './documents.ts';

type Say = (name: string, value: JsonValue | undefined) => void;

/** Documents that are taken apart between two looks at the clock of whoever drives the steps. */
const PER_STEP = 20;

/** Takes a set apart into facts, in small steps: a set may be large, and a server answers between them. */
export function* factsOf(documents: readonly Document[]): Generator<void, Facts> {
  const facts = new Map<string, string[]>();
  const say: Say = (name, value) => {
    const text = canonical(value ?? null);
    const said = facts.get(name);
    if (said === undefined) facts.set(name, [text]);
    else if (!said.includes(text)) said.push(text);
  };
  for (const [at, document] of documents.entries()) {
    sayDocument(document, say);
    if (at % PER_STEP === 0) yield;
  }
  return new Map([...facts].map(([name, said]) => [name, said.sort().join()]));
}

function sayDocument(document: Document, say: Say): void {
  if (document.kind === 'Role') sayRole(document, say);
  else if (document.kind === 'RoleMapping') sayMapping(document, say);
  else if (document.kind === 'Directory') sayDirectory(document, say);
  else if (document.kind === 'Secret') saySecret(document, say);
  else if (document.kind === 'Attributes') sayAttributes(document, say);
  else sayScope(document, say);
}

function sayRole({ name, inherits, permissions }: RoleDocument, say: Say): void {
  say(`role ${name}`, true);
  for (const base of inherits) say(`role ${name}: inherits ${base}`, true);
  for (const { permission, resources, when, obligations } of permissions) {
    for (const text of permission) {
      say(`role ${name}: permission ${text}`, [listed(resources), when ?? null, plain(obligations)]);
    }
  }
}

function sayMapping({ mapping }: RoleMappingDocument, say: Say): void {
  for (const [claimed, entries] of mapping) say(`role mapping: ${claimed}`, [...entries].sort());
}

function sayDirectory({ org, closed, subjects, resources }: DirectoryDocument, say: Say): void {
  if (closed) say(`directory ${org}: closed`, true);
  for (const [key, { roles, groups, properties, defaults }] of subjects) {
    say(`directory ${org}: subject ${key}`, [[...roles].sort(), [...groups].sort(), properties, defaults]);
  }
  for (const [key, { namespace, chain, properties, defaults }] of resources) {
    say(`directory ${org}: resource ${key}`, [namespace ?? null, chain ?? null, properties, defaults]);
  }
}

function saySecret({ org, namespace, name, reference, inject }: SecretDocument, say: Say): void {
  for (const place of placesOf([org, namespace, name])) {
    say(`secret ${place}`, true);
    for (const entry of reference) say(`secret ${place}: reference ${entry}`, true);
    for (const chain of inject) say(`secret ${place}: inject ${chain}`, true);
  }
}

function sayAttributes(document: AttributesDocument, say: Say): void {
  for (const section of ['subject', 'resource', 'context'] as const) {
    for (const [key, schema] of Object.entries(document[section])) say(`attributes: ${section} ${key}`, schema);
  }
}

function sayScope(document: OrgDocument | NamespaceDocument | ChainDocument, say: Say): void {
  for (const place of placesOf(namesOf(document))) {
    const at = `${document.kind.toLowerCase()} ${place}`;
    say(at, true);
    for (const binding of document.bindings) sayBinding(at, binding, say);
    for (const rule of document.rules) say(`${at}: rule ${rule.id}`, plain({ ...rule }));
    if (document.kind === 'Chain') sayChain(at, document, say);
    else for (const [role, into] of document.recast) say(`${at}: recast ${role}`, [...into].sort());
    if (document.kind === 'Org') for (const type of document.namespaced) say(`${at}: namespaced ${type}`, true);
  }
}

function sayChain(at: string, { owner, share, only }: ChainDocument, say: Say): void {
  if (owner !== undefined) say(`${at}: owner`, owner);
  for (const [key, subjects] of share) say(`${at}: share ${key}`, [...subjects].sort());
  for (const [key, except] of only) say(`${at}: only ${key}`, [...except].sort());
}

function sayBinding(at: string, { role, subjects, from, until, when }: Binding, say: Say): void {
  for (const subject of subjects) {
    say(`${at}: binding of ${role} to ${subject}`, [from ?? null, until ?? null, when ?? null]);
  }
}

function namesOf(document: OrgDocument | NamespaceDocument | ChainDocument): readonly (readonly string[])[] {
  if (document.kind === 'Org') return [document.name];
  if (document.kind === 'Namespace') return [document.org, document.name];
  return [document.org, document.namespace, document.name];
}

function placesOf(steps: readonly (readonly string[])[]): readonly string[] {
  return steps.reduce<readonly string[]>(
    (places, names) => places.flatMap((place) => names.map((name) => (place === '' ? name : `${place}/${name}`))),
    [''],
  );
}

function listed(list: readonly string[] | undefined): JsonValue {
  return list === undefined ? null : [...list].sort();
}

/** Plain data as JSON: what is undefined is left out. */
function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
