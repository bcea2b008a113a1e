import * as v from 'valibot';
import type {
  AttributesDocument,
  Binding,
  ChainDocument,
  DirectoryDocument,
  Document,
  NamespaceDocument,
  OrgDocument,
  Permission,
  ResourceEntry,
  RoleDocument,
  RoleMappingDocument,
  Rule,
  SecretDocument,
  SubjectEntry,
} from './documents.ts';
import {
  closed,
  common,
  data,
  filled,
  list,
  listOrWord,
  mapped,
  obligations,
  openMap,
  owner,
  type Part,
  permission,
  placedKey,
  placedName,
  reference,
  resource,
  resourceEntry,
  roleName,
  ruleId,
  scopeName,
  some,
  someOrWord,
  subjectEntry,
  timestamp,
  typeName,
  word,
} from './schema-parts.ts';

const HERE = 'default';

const places = v.exactOptional(someOrWord(scopeName), HERE);
const condition = v.exactOptional(filled);

const fullPermission = closed({
  permission: someOrWord(permission),
  resources: v.exactOptional(some(resource)),
  when: condition,
  obligations,
});

const rolePermission: Part<Permission> = v.pipe(
  v.union([permission, fullPermission]),
  v.transform((value): Permission => (typeof value === 'string' ? { permission: [value], obligations: [] } : value)),
);

const binding: Part<Binding> = closed({
  role: roleName,
  subjects: some(reference),
  from: v.exactOptional(timestamp),
  until: v.exactOptional(timestamp),
  when: condition,
});

const writtenRule = closed({
  id: ruleId,
  effect: v.picklist(['allow', 'deny', 'ask']),
  actions: some(permission),
  resources: v.exactOptional(some(resource)),
  subjects: v.exactOptional(some(reference)),
  except: v.exactOptional(some(reference)),
  when: condition,
  reason: v.exactOptional(filled),
  approvers: list(reference),
  obligations,
});

const rule: Part<Rule> = v.pipe(
  writtenRule,
  v.transform((value): Rule => ({ ...value, except: value.except ?? [] })),
);

const role: Part<RoleDocument> = closed({
  ...common,
  kind: v.literal('Role'),
  name: roleName,
  inherits: list(roleName),
  permissions: list(rolePermission),
});

const recast = v.exactOptional(openMap(roleName, listOrWord(roleName)), () => new Map());
const grantees = v.exactOptional(openMap(placedKey, v.array(reference)), () => new Map());
const scope = { bindings: list(binding), rules: list(rule) };

const roleMapping: Part<RoleMappingDocument> = closed({
  ...common,
  kind: v.literal('RoleMapping'),
  mapping: v.exactOptional(openMap(filled, v.array(mapped)), () => new Map()),
});

const free = v.exactOptional(data, () => Object.create(null));

const subject: Part<SubjectEntry> = closed({
  roles: list(roleName),
  groups: list(filled),
  properties: free,
  defaults: free,
});

const placedResource: Part<ResourceEntry> = closed({
  namespace: v.exactOptional(word),
  chain: v.exactOptional(placedName),
  properties: free,
  defaults: free,
});

const directory: Part<DirectoryDocument> = closed({
  ...common,
  kind: v.literal('Directory'),
  org: v.exactOptional(word, HERE),
  closed: v.exactOptional(v.boolean(), false),
  subjects: v.exactOptional(openMap(subjectEntry, subject), () => new Map()),
  resources: v.exactOptional(openMap(resourceEntry, placedResource), () => new Map()),
});

const org: Part<OrgDocument> = closed({
  ...common,
  kind: v.literal('Org'),
  name: someOrWord(scopeName),
  namespaced: list(typeName),
  recast,
  ...scope,
});

const namespace: Part<NamespaceDocument> = closed({
  ...common,
  kind: v.literal('Namespace'),
  org: places,
  name: someOrWord(scopeName),
  recast,
  ...scope,
});

const chain: Part<ChainDocument> = closed({
  ...common,
  kind: v.literal('Chain'),
  org: places,
  namespace: places,
  name: someOrWord(placedName),
  owner: v.exactOptional(owner),
  ...scope,
  share: grantees,
  only: grantees,
});

const secret: Part<SecretDocument> = closed({
  ...common,
  kind: v.literal('Secret'),
  org: places,
  namespace: places,
  name: someOrWord(placedName),
  reference: list(reference),
  inject: list(filled),
});

const attributes: Part<AttributesDocument> = closed({
  ...common,
  kind: v.literal('Attributes'),
  subject: free,
  resource: free,
  context: free,
});

/**
 * What each kind of document looks like: checks, defaults and, through the exported types, documents.ts itself. The
 * input is what `readValue` makes of YAML.
 */
export const SCHEMAS: { readonly [Kind in Document['kind']]: Part<Extract<Document, { kind: Kind }>> } = {
  Role: role,
  RoleMapping: roleMapping,
  Directory: directory,
  Org: org,
  Namespace: namespace,
  Chain: chain,
  Secret: secret,
  Attributes: attributes,
};
