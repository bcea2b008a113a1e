import fc, { type Arbitrary } from 'fast-check';
import type { JsonObject } from '../../src/model/json.ts';
import type { Shape } from './arbitrary-set.ts';
import {
  ACTIONS,
  CHAINS,
  CLAIMS,
  GROUPS,
  NAMESPACES,
  OBLIGATION_TYPES,
  ORG,
  OTHER_ORG,
  RESOURCE_IDS,
  RESOURCE_TYPES,
  SUBJECT_IDS,
  SUBJECT_TYPES,
} from './words.ts';

/** A question as a caller may write it: all four members are objects. */
export interface Written {
  readonly subject: { readonly type: string; readonly id: string; readonly properties: JsonObject };
  readonly action: { readonly name: string };
  readonly resource: { readonly type: string; readonly id: string; readonly properties: JsonObject };
  readonly context: JsonObject;
}

/** Questions that make sense, on the words of sets of a shape. */
export function questions(shape: Pick<Shape, 'namesOrgs'>): Arbitrary<Written> {
  return fc.oneof({ weight: 4, arbitrary: anyQuestions(shape) }, { weight: 1, arbitrary: secretQuestions(shape) });
}

/** Uses of a secret by a chain beside it. */
function secretQuestions(shape: Pick<Shape, 'namesOrgs'>): Arbitrary<Written> {
  const place = shape.namesOrgs ? { org: ORG, namespace: 'dev' } : { org: 'default', namespace: 'default' };
  return fc
    .record({
      asked: anyQuestions(shape),
      name: fc.constantFrom('inject', 'reference'),
      chain: fc.constantFrom(...CHAINS),
    })
    .map(({ asked, name, chain }) => ({
      subject: asked.subject,
      action: { name },
      resource: { type: 'secret', id: 'K1', properties: { ...asked.resource.properties, ...place } },
      context: { ...asked.context, chain: { namespace: place.namespace, name: chain } },
    }));
}

function anyQuestions(shape: Pick<Shape, 'namesOrgs'>): Arbitrary<Written> {
  return fc
    .record({
      subject: subjects(shape),
      name: fc.constantFrom(...ACTIONS),
      prefixed: fc.boolean(),
      resource: resources(shape),
      context: contexts(shape),
    })
    .map(({ subject, name, prefixed, resource, context }) => ({
      subject,
      action: { name: prefixed ? `${resource.type}:${name}` : name },
      resource,
      context,
    }));
}

/** Any value at all: questions, questions of which one member is replaced, and whatever JSON can say. */
export function values(shape: Pick<Shape, 'namesOrgs'>): Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: questions(shape) },
    { weight: 3, arbitrary: fc.tuple(questions(shape), fc.constantFrom(...MEMBERS), odd()).map(spoilt) },
    { weight: 1, arbitrary: odd() },
  );
}

const MEMBERS: readonly (readonly string[])[] = [
  ['subject'],
  ['subject', 'type'],
  ['subject', 'id'],
  ['subject', 'properties'],
  ['subject', 'properties', 'org'],
  ['subject', 'properties', 'roles'],
  ['subject', 'properties', 'groups'],
  ['subject', 'properties', 'act'],
  ['subject', 'properties', '__proto__'],
  ['action'],
  ['action', 'name'],
  ['action', 'properties'],
  ['resource', 'type'],
  ['resource', 'id'],
  ['resource', 'properties'],
  ['resource', 'properties', 'org'],
  ['resource', 'properties', 'namespace'],
  ['resource', 'properties', 'chain'],
  ['resource', 'properties', 'owner'],
  ['context'],
  ['context', 'chain'],
  ['context', 'chain', 'name'],
  ['context', 'supported_obligations'],
  ['context', 'constructor'],
  ['constructor'],
];

function odd(): Arbitrary<unknown> {
  const words = ['', '*', ':', 'owner', 'group', 'role', 'role:admin', `${OTHER_ORG}/*`, '__proto__', 'constructor'];
  return fc.oneof(fc.constantFrom<unknown>(...words, null, [], {}, ['admin'], 1), fc.jsonValue({ maxDepth: 2 }));
}

function spoilt([question, path, value]: [Written, readonly string[], unknown]): unknown {
  return withMember(question, path, value);
}

/** A copy in which the member at the path is the value. Keys like `__proto__` become own members. */
export function withMember(object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const base = typeof object === 'object' && object !== null && !Array.isArray(object) ? object : {};
  const kept = Object.entries(base).filter(([name]) => name !== key);
  const below = Object.hasOwn(base, key) ? (base as Record<string, unknown>)[key] : undefined;
  const member = withMember(below, rest, value);
  return Object.fromEntries(member === undefined ? kept : [...kept, [key, member]]);
}

function subjects(shape: Pick<Shape, 'namesOrgs'>): Arbitrary<Written['subject']> {
  return fc.record({
    type: fc.constantFrom(...SUBJECT_TYPES),
    id: fc.constantFrom(...SUBJECT_IDS),
    properties: properties({
      org: nearly(orgs(shape)),
      roles: often(fc.oneof(fc.subarray([...CLAIMS], { minLength: 1, maxLength: 3 }), fc.constant(['admin']))),
      groups: often(fc.subarray([...GROUPS], { maxLength: 2 })),
      level: fc.constantFrom(undefined, 1, 'x', null),
    }),
  });
}

function resources(shape: Pick<Shape, 'namesOrgs'>): Arbitrary<Written['resource']> {
  return fc.record({
    type: fc.constantFrom(...RESOURCE_TYPES, 'secret', 'chain'),
    id: fc.constantFrom(...RESOURCE_IDS),
    properties: properties({
      org: nearly(orgs(shape)),
      namespace: nearly(
        fc.oneof(
          { weight: 20, arbitrary: fc.constantFrom(...(shape.namesOrgs ? NAMESPACES : ['default'])) },
          { weight: 1, arbitrary: fc.constantFrom('default', 'qa') },
        ),
      ),
      chain: fc.constantFrom(undefined, ...CHAINS),
      owner: fc.constantFrom(undefined, 'user:u1', 'user:u2', 'group:g1', `${OTHER_ORG}/user:u1`, 'x'),
      risk: fc.constantFrom(undefined, 'low', 'high', 1),
    }),
  });
}

function contexts({ namesOrgs }: Pick<Shape, 'namesOrgs'>): Arbitrary<JsonObject> {
  const chain = properties({
    org: fc.constantFrom(undefined, undefined, undefined, ORG, OTHER_ORG),
    namespace: nearly(namesOrgs ? fc.constantFrom('dev', 'prod') : fc.constant('default')),
    name: nearly(fc.constantFrom(...CHAINS)),
  });
  return properties({
    flag: fc.constantFrom(undefined, true, false, false, 'x'),
    n: fc.constantFrom(undefined, 1, 2, '2'),
    chain: often(chain),
    supported_obligations: often(fc.subarray([...OBLIGATION_TYPES])),
  });
}

function orgs({ namesOrgs }: Pick<Shape, 'namesOrgs'>): Arbitrary<string> {
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant(namesOrgs ? ORG : 'default') },
    { weight: 3, arbitrary: fc.constant(OTHER_ORG) },
    { weight: 1, arbitrary: fc.constantFrom('default', 'nowhere') },
  );
}

function often<T>(one: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.option(one, { nil: undefined, freq: 5 });
}

function nearly<T>(one: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.option(one, { nil: undefined, freq: 20 });
}

function properties(members: { readonly [key: string]: Arbitrary<unknown> }): Arbitrary<JsonObject> {
  return fc
    .record(members)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as JsonObject);
}
