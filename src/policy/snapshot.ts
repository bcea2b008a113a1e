import type { Activation, Condition, ReadPath } from '../condition/condition.ts';
import type { Glob } from '../model/glob.ts';
import type { JsonObject } from '../model/json.ts';
import type { PermissionIndex } from '../model/permission-index.ts';
import type { PlaceNode } from '../model/place-tree.ts';
import type { Recast } from '../model/recast.ts';
import type { SubjectReference } from '../model/reference.ts';
import type { ResourceMatcher, SubjectMatcher } from '../model/selectors.ts';
import type { Obligation } from '../model/verdict.ts';

/** A whole policy set, compiled. Nothing in it ever changes. */
export interface Snapshot {
  /** Digest of the files' paths and contents. */
  readonly revision: string;
  readonly documents: number;
  readonly roles: ReadonlyMap<string, CompiledRole>;
  readonly mapping: CompiledMapping | undefined;
  readonly directories: ReadonlyMap<string, CompiledDirectory>;
  /** True where a document names an org but `default`: then nobody and nothing is of `default` by saying nothing. */
  readonly namesOrgs: boolean;
  readonly orgs: PlaceNode<Scope>;
  readonly namespaces: PlaceNode<Scope>;
  readonly chains: PlaceNode<Scope>;
  readonly secrets: PlaceNode<SecretUse>;
  /** What the set declares of questions; undefined where it declares nothing. */
  readonly attributes: DeclaredAttributes | undefined;
  /** Every path that a condition of the set, or what it declares, reads; none is a prefix of another. */
  readonly reads: readonly ReadPath[];
  /** What the conditions that may apply to a permission are estimated to cost, in nanoseconds. */
  readonly costs: PermissionCosts;
}

/** What becomes of a question whose attributes are not as declared: it is denied, or decided with a warning. */
export type AttributeMode = 'reject' | 'warn';

export interface DeclaredAttributes {
  readonly mode: AttributeMode;
  /** What in the completed question is not as declared, in a line that names the member; undefined where all is. */
  problem(activation: Activation): string | undefined;
}

export interface CompiledRole {
  readonly name: string;
  /** Itself and all that it inherits. */
  readonly includes: ReadonlySet<string>;
  /** Its permissions and the inherited ones. */
  readonly grants: PermissionIndex<Grant> | undefined;
}

/** What can be granted: a permission of a role or of the mapping, or an `allow` rule. */
export interface Grant {
  /** The whole name, or for what is named by its place or by the role claimed, the part after `#`. */
  readonly label: string;
  readonly complete: boolean;
  readonly resources: ResourceMatcher | undefined;
  /** Whom an `allow` rule names; undefined for the permissions of a role. */
  readonly subjects: SubjectMatcher | undefined;
  readonly when: Condition | undefined;
  readonly reason: string | undefined;
  readonly obligations: readonly Obligation[];
  /** Canonical text of the obligations, to break ties. */
  readonly obligationsKey: string;
}

/** A `deny` or `ask` rule. */
export interface Guard {
  readonly label: string;
  readonly effect: 'deny' | 'ask';
  readonly resources: ResourceMatcher | undefined;
  /** Undefined means everyone, outsiders included. */
  readonly subjects: SubjectMatcher | undefined;
  readonly except: SubjectMatcher | undefined;
  readonly when: Condition | undefined;
  readonly reason: string | undefined;
  readonly approvers: readonly string[];
}

export interface CompiledBinding {
  readonly role: string;
  /** Epoch milliseconds; -Infinity and Infinity where open. */
  readonly from: number;
  readonly until: number;
  readonly when: Condition | undefined;
}

/** Bindings by whom they name. */
export interface BindingIndex {
  readonly local: BoundPeople | undefined;
  readonly qualified: ReadonlyMap<string, BoundPeople> | undefined;
  readonly owner: readonly CompiledBinding[];
}

export interface BoundPeople {
  readonly everyone: readonly CompiledBinding[];
  readonly subjects: ReadonlyMap<string, ReadonlyMap<string, readonly CompiledBinding[]>>;
  readonly groups: ReadonlyMap<string, readonly CompiledBinding[]>;
}

/** What the documents of one place, or of one pattern for places, say. */
export interface Scope {
  readonly recast: Recast | undefined;
  readonly bindings: BindingIndex | undefined;
  readonly allows: PermissionIndex<Grant> | undefined;
  readonly guards: PermissionIndex<Guard> | undefined;
  /** Everyone that an `allow` rule here names with an org. */
  readonly invited: SubjectMatcher | undefined;
  readonly owner: Extract<SubjectReference, { kind: 'subject' }> | undefined;
  readonly namespaced: ReadonlySet<string>;
}

export interface SecretUse {
  readonly reference: SubjectMatcher;
  readonly inject: readonly Glob[];
}

export interface CompiledMapping {
  readonly listed: ReadonlyMap<string, MappedRole>;
  /** What each role that is not listed stands for. */
  readonly fallback: MappedRole;
}

export interface MappedRole {
  readonly roles: readonly string[];
  readonly grants: PermissionIndex<Grant> | undefined;
}

export interface CompiledDirectory {
  readonly closed: boolean;
  readonly subjects: ReadonlyMap<string, ReadonlyMap<string, KnownSubject>>;
  readonly resources: ReadonlyMap<string, ReadonlyMap<string, KnownResource>>;
  /** Those that its resources are listed in. */
  readonly namespaces: ReadonlySet<string>;
}

export interface KnownSubject {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly properties: JsonObject;
  readonly defaults: JsonObject;
}

export interface KnownResource {
  readonly namespace: string | undefined;
  readonly chain: string | undefined;
  readonly properties: JsonObject;
  readonly defaults: JsonObject;
}

export interface PermissionCosts {
  readonly known: ReadonlyMap<string, ActionCosts>;
  readonly other: ActionCosts;
}

export interface ActionCosts {
  readonly known: ReadonlyMap<string, number>;
  readonly other: number;
}
