import { Environment } from '@marcbachmann/cel-js';
import { ENTRIES } from './function/registry.ts';
import { NAMESPACES } from './functions.ts';

/** Bounds on a condition's text: nodes of its tree, and how deep brackets nest. */
export const MAX_NODES = 1000;
export const MAX_DEPTH = 32;

const TIMESTAMP = 'google.protobuf.Timestamp';

/** The environment that a condition is parsed and checked in. Nothing is ever evaluated in it. */
export function createCheckEnvironment(options?: { readonly loose?: boolean }): Environment {
  const entity = { type: 'string', id: 'string', properties: 'map' };
  return createEnvironment(options)
    .registerVariable({ name: 'subject', schema: entity })
    .registerVariable({ name: 'action', schema: { name: 'string', properties: 'map' } })
    .registerVariable({ name: 'resource', schema: entity })
    .registerVariable('context', 'map')
    .registerVariable('now', TIMESTAMP);
}

/**
 * An environment without variables, which knows our functions. In a loose one brackets nest as deep as the library
 * takes, and what a list or a map holds may be of several types.
 */
export function createEnvironment({ loose = false }: { readonly loose?: boolean } = {}): Environment {
  const limits = { maxAstNodes: MAX_NODES, maxListElements: MAX_NODES };
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: !loose,
    limits: loose ? limits : { ...limits, maxDepth: MAX_DEPTH },
  });
  for (const name of NAMESPACES) {
    if (name !== 'cel' && name !== 'optional') registerNamespace(environment, name);
  }
  for (const operator of ['<', '<=', '>', '>=']) environment.registerOperator(`bytes ${operator} bytes`, neverTrue);
  for (const type of TYPES) registerOpaque(environment, type);
  environment.registerFunction(`${TIMESTAMP}.timeSince(): google.protobuf.Duration`, neverCalled, { async: false });
  for (const { signatures } of ENTRIES) {
    for (const signature of signatures) environment.registerFunction(signature, neverCalled, { async: false });
  }
  return environment;
}

/** Types of ours, whose values have no members. */
const HIERARCHY = 'hierarchy.Name';
const TYPES: readonly string[] = ['net.IP', 'net.CIDR', 'net.URL', HIERARCHY, 'spiffe.ID'];

function registerOpaque(environment: Environment, name: string): void {
  environment.registerType(name, class {});
  environment.registerOperator(`${name} == ${name}`, neverTrue);
  if (name !== HIERARCHY) environment.registerFunction(`string(${name}): string`, neverCalled, { async: false });
}

/** The library knows the functions of a namespace as methods of a constant. */
function registerNamespace(environment: Environment, name: string): void {
  class Namespace {}
  environment.registerType(namespaceType(name), Namespace);
  environment.registerConstant(name, namespaceType(name), new Namespace());
}

function namespaceType(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Space`;
}

function neverTrue(): boolean {
  return false;
}

function neverCalled(): undefined {
  return undefined;
}
