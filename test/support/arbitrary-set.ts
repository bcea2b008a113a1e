import fc, { type Arbitrary } from 'fast-check';
import type {
  ChainDocument,
  DirectoryDocument,
  Document,
  NamespaceDocument,
  OrgDocument,
  RoleDocument,
  RoleMappingDocument,
  Rule,
  SecretDocument,
} from '../../src/policy/documents.ts';
import { arbitraryBindings, arbitraryEntries, arbitraryPermissions, arbitraryRules } from './arbitrary-parts.ts';
import {
  CHAINS,
  CLAIMS,
  GROUPS,
  NAMESPACES,
  ORG,
  OTHER_ORG,
  RESOURCE_IDS,
  ROLES,
  SUBJECT_IDS,
  SUBJECT_TYPES,
} from './words.ts';

/** What a set is like. */
export interface Shape {
  /** True where the set names two orgs; else all lies in the org `default`. */
  readonly namesOrgs: boolean;
  /** True where entries may name an org. */
  readonly qualified: boolean;
}

export interface GeneratedSet extends Shape {
  readonly documents: readonly Document[];
}

/** What several documents of one set share, so that they never say different things of one name. */
interface Common extends Shape {
  readonly rules: readonly Rule[];
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly owner: string;
}

/** Valid policy sets: no circle of roles, recasts that narrow, no two documents at odds. */
export function policySets(shapes: Arbitrary<Shape> = anyShape()): Arbitrary<GeneratedSet> {
  return shapes.chain((shape) =>
    commons(shape)
      .chain((common) => fc.tuple(fc.constant(shape), parts(common)))
      .map(([kept, groups]) => ({ ...kept, documents: groups.flat() })),
  );
}

/** Both kinds of sets, rather the ones that name orgs. */
export function anyShape(): Arbitrary<Shape> {
  const namesOrgs = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
  return fc.record({ namesOrgs, qualified: fc.boolean() });
}

const SHARE_KEYS = ['run', 'read', 'tool:run'] as const;

function commons(shape: Shape): Arbitrary<Common> {
  const owners = shape.qualified ? ['user:u1', 'agent:u2', `${OTHER_ORG}/user:u1`] : ['user:u1', 'agent:u2'];
  return fc.record({
    namesOrgs: fc.constant(shape.namesOrgs),
    qualified: fc.constant(shape.qualified),
    rules: arbitraryRules(shape.qualified),
    owner: fc.constantFrom(...owners),
    lists: fc
      .tuple(...SHARE_KEYS.map(() => fc.array(arbitraryEntries(shape.qualified, ['role']), { maxLength: 2 })))
      .map((lists) => new Map(SHARE_KEYS.map((key, at) => [key, lists[at] ?? []]))),
  });
}

function parts(common: Common): Arbitrary<Document[][]> {
  return fc.tuple(
    roles(),
    few(mappings(), 1),
    directories(common),
    orgs(common),
    namespaces(common),
    few(chains(common), 3),
    few(secrets(common), 3),
  );
}

function few<T>(one: Arbitrary<T>, maxLength: number): Arbitrary<T[]> {
  return fc.array(one, { maxLength });
}

function orgsOf({ namesOrgs }: Shape): readonly [string, ...string[]] {
  return namesOrgs ? [ORG, ORG, OTHER_ORG] : ['default'];
}

/** `viewer`, `builder` that inherits it, and `admin` that may inherit them. */
function roles(): Arbitrary<RoleDocument[]> {
  return fc.tuple(
    ...ROLES.map((name, at) =>
      fc.record({
        kind: fc.constant('Role' as const),
        name: fc.constant(name),
        inherits: at === 1 ? fc.constant(['viewer']) : fc.subarray(ROLES.slice(0, at)),
        permissions: arbitraryPermissions(name === 'admin'),
      }),
    ),
  );
}

function mappings(): Arbitrary<RoleMappingDocument> {
  const target = fc.constantFrom(...ROLES, 'doc:read', '*:run', 'chain:*', 'stored:read', '*');
  return fc.record({
    kind: fc.constant('RoleMapping' as const),
    mapping: mapOf(fc.constantFrom(...CLAIMS, '_default'), fc.uniqueArray(target, { maxLength: 2 })),
  });
}

function directories(shape: Shape): Arbitrary<DirectoryDocument[]> {
  const subject = fc.record({
    roles: fc.subarray([...ROLES]),
    groups: fc.subarray([...GROUPS]),
    properties: fc.constantFrom({}, { level: 1 }, { level: 'x' }),
    defaults: fc.constantFrom({}, { level: 1 }),
  });
  const place = fc.constantFrom(
    {},
    {},
    ...(shape.namesOrgs ? [{ namespace: 'dev' }, { namespace: 'prod', chain: 'c1' }] : [{ chain: 'c1' }]),
  );
  const resource = fc
    .tuple(place, fc.constantFrom({}, { risk: 'low' }, { owner: 'user:u2' }), fc.constantFrom({}, { risk: 'high' }))
    .map(([where, properties, defaults]) => ({ ...where, properties, defaults }));
  return fc.uniqueArray(
    fc.record({
      kind: fc.constant('Directory' as const),
      org: fc.constantFrom(...orgsOf(shape)),
      closed: fc.boolean(),
      subjects: mapOf(joined(SUBJECT_TYPES, SUBJECT_IDS), subject),
      resources: mapOf(joined(['doc', 'tool'], RESOURCE_IDS), resource),
    }),
    { maxLength: 2, selector: (directory) => directory.org },
  );
}

function orgs(common: Common): Arbitrary<OrgDocument[]> {
  const names = common.namesOrgs ? [[ORG], [OTHER_ORG], ['*'], ['*'], ['a*'], [ORG, 'g*']] : [['default'], ['*']];
  const document = (name: Arbitrary<readonly string[]>) =>
    fc.record({
      kind: fc.constant('Org' as const),
      name,
      namespaced: fc.constantFrom([], [], ['tool']),
      recast: fc.constant(new Map()),
      bindings: arbitraryBindings(common.qualified),
      rules: fc.subarray([...common.rules]),
    });
  const first = document(fc.constant(common.namesOrgs ? [ORG, OTHER_ORG] : ['default']));
  return fc.tuple(first, few(document(fc.constantFrom(...names)), 2)).map(([one, others]) => [one, ...others]);
}

function namespaces(common: Common): Arbitrary<NamespaceDocument[]> {
  const names = common.namesOrgs ? [['dev'], ['*-prod'], ['*'], ['*'], ['prod', 'd*']] : [['default'], ['*']];
  const document = (org: Arbitrary<readonly string[]>, name: Arbitrary<readonly string[]>) =>
    fc.record({
      kind: fc.constant('Namespace' as const),
      org,
      name,
      recast: recasts(),
      bindings: arbitraryBindings(common.qualified),
      rules: fc.subarray([...common.rules]),
    });
  const someOrg = fc.oneof(fc.constantFrom(...orgsOf(common)), fc.constant('*')).map((org) => [org]);
  const first = document(fc.constant(['*']), fc.constant(common.namesOrgs ? ['dev', 'prod'] : ['default']));
  const others = few(document(someOrg, fc.constantFrom(...names)), 2);
  return fc.tuple(first, others).map(([one, more]) => [one, ...more]);
}

/** Each narrows: a `builder` inherits `viewer`, and an `admin` has `*`. */
function recasts(): Arbitrary<ReadonlyMap<string, readonly string[]>> {
  const pairs: [string, string[]][] = [
    ['viewer', []],
    ['builder', []],
    ['builder', ['builder']],
    ['builder', ['viewer']],
    ['admin', ['viewer']],
    ['admin', ['builder']],
    ['admin', ['builder', 'viewer']],
  ];
  return fc
    .uniqueArray(fc.constantFrom(...pairs), { maxLength: 2, selector: ([role]) => role })
    .map((some) => new Map(some));
}

function chains(common: Common): Arbitrary<ChainDocument> {
  const keys = fc
    .subarray([...SHARE_KEYS])
    .map((some) => new Map(some.map((key) => [key, common.lists.get(key) ?? []])));
  return fc
    .record({
      kind: fc.constant('Chain' as const),
      ...places(common),
      name: fc.constantFrom(...[...CHAINS, 'c*', '*'].map((name) => [name]), [...CHAINS]),
      owned: fc.boolean(),
      bindings: arbitraryBindings(common.qualified),
      rules: fc.subarray([...common.rules]),
      share: keys,
      only: keys,
    })
    .map(({ owned, ...document }) => ({ ...document, ...(owned ? { owner: common.owner } : {}) }));
}

function secrets(common: Common): Arbitrary<SecretDocument> {
  const entry = arbitraryEntries(common.qualified, ['role', 'star']);
  return fc.record({
    kind: fc.constant('Secret' as const),
    ...places(common),
    name: fc.constantFrom(['K1'], ['K*'], ['*'], ['d1']),
    reference: fc.array(entry, { minLength: 1, maxLength: 2 }),
    inject: fc.constantFrom(['*'], ['c1'], ['c*'], []),
  });
}

function places(shape: Shape) {
  const namespace = shape.namesOrgs ? [...NAMESPACES.slice(0, 2), '*'] : ['default', '*'];
  return {
    org: fc.oneof(fc.constantFrom(...orgsOf(shape)), fc.constant('*')).map((org) => [org]),
    namespace: fc.constantFrom(...namespace).map((name) => [name]),
  };
}

function joined(types: readonly string[], ids: readonly string[]): Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...types), fc.constantFrom(...ids)).map(([type, id]) => `${type}:${id}`);
}

function mapOf<T>(key: Arbitrary<string>, value: Arbitrary<T>): Arbitrary<ReadonlyMap<string, T>> {
  return fc
    .uniqueArray(fc.tuple(key, value), { maxLength: 3, selector: ([name]) => name })
    .map((entries) => new Map(entries));
}
