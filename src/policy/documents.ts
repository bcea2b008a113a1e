import type { JsonObject } from '../model/json.ts';
import type { Obligation } from '../model/verdict.ts';

/** Several ways to write one thing are one here: a single word is a list of one, an absent list is empty. */
export interface Permission {
  /** Patterns as written. */
  readonly permission: readonly string[];
  /** `type:id` globs; absent means every resource. */
  readonly resources?: readonly string[];
  readonly when?: string;
  readonly obligations: readonly Obligation[];
}

export interface RoleDocument {
  readonly kind: 'Role';
  readonly name: string;
  readonly description?: string;
  readonly inherits: readonly string[];
  readonly permissions: readonly Permission[];
}

export interface RoleMappingDocument {
  readonly kind: 'RoleMapping';
  readonly mapping: ReadonlyMap<string, readonly string[]>;
}

export interface SubjectEntry {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Null-prototype objects all the way down. */
  readonly properties: JsonObject;
  readonly defaults: JsonObject;
}

export interface ResourceEntry {
  readonly namespace?: string;
  readonly chain?: string;
  readonly properties: JsonObject;
  readonly defaults: JsonObject;
}

export interface DirectoryDocument {
  readonly kind: 'Directory';
  readonly org: string;
  readonly closed: boolean;
  /** Keys are `type:id`. */
  readonly subjects: ReadonlyMap<string, SubjectEntry>;
  readonly resources: ReadonlyMap<string, ResourceEntry>;
}

export interface Binding {
  readonly role: string;
  readonly subjects: readonly string[];
  /** Epoch milliseconds. */
  readonly from?: number;
  readonly until?: number;
  readonly when?: string;
}

export interface Rule {
  readonly id: string;
  readonly effect: 'allow' | 'deny' | 'ask';
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly subjects?: readonly string[];
  readonly except: readonly string[];
  readonly when?: string;
  readonly reason?: string;
  readonly approvers: readonly string[];
  readonly obligations: readonly Obligation[];
}

export interface OrgDocument {
  readonly kind: 'Org';
  readonly name: readonly string[];
  readonly namespaced: readonly string[];
  readonly recast: ReadonlyMap<string, readonly string[]>;
  readonly bindings: readonly Binding[];
  readonly rules: readonly Rule[];
}

export interface NamespaceDocument {
  readonly kind: 'Namespace';
  readonly org: readonly string[];
  readonly name: readonly string[];
  readonly recast: ReadonlyMap<string, readonly string[]>;
  readonly bindings: readonly Binding[];
  readonly rules: readonly Rule[];
}

export interface ChainDocument {
  readonly kind: 'Chain';
  readonly org: readonly string[];
  readonly namespace: readonly string[];
  readonly name: readonly string[];
  readonly owner?: string;
  readonly bindings: readonly Binding[];
  readonly rules: readonly Rule[];
  readonly share: ReadonlyMap<string, readonly string[]>;
  readonly only: ReadonlyMap<string, readonly string[]>;
}

export interface SecretDocument {
  readonly kind: 'Secret';
  readonly org: readonly string[];
  readonly namespace: readonly string[];
  readonly name: readonly string[];
  readonly reference: readonly string[];
  readonly inject: readonly string[];
}

/** JSON Schemas of what questions bring, as written: null-prototype objects all the way down. */
export interface AttributesDocument {
  readonly kind: 'Attributes';
  /** Keys are types, or `*` for every type. */
  readonly subject: JsonObject;
  readonly resource: JsonObject;
  /** Keys are permissions without an id. */
  readonly context: JsonObject;
}

export type Document =
  | RoleDocument
  | RoleMappingDocument
  | DirectoryDocument
  | OrgDocument
  | NamespaceDocument
  | ChainDocument
  | SecretDocument
  | AttributesDocument;
