import { Environment } from '@marcbachmann/cel-js';
import type { Charged } from './charged.ts';
import { CHARGE, CHARGE_DEEP, CHARGE_SCAN, HAS_MEMBER, REPLACED, REPLACED_METHODS } from './replacements.ts';
import * as strict from './strict.ts';

/** Bounds on a condition's text: nodes of its tree, and how deep brackets nest. */
export const MAX_NODES = 1000;
export const MAX_DEPTH = 32;

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';
const SYNC = { async: false } as const;

/** The environment that a condition is checked in, as its author wrote it. */
export function createCheckEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    enableOptionalTypes: false,
    limits: { maxAstNodes: MAX_NODES, maxDepth: MAX_DEPTH, maxListElements: MAX_NODES },
  });
  const entity = { type: 'string', id: 'string', properties: 'map' };
  return environment
    .registerVariable({ name: 'subject', schema: entity })
    .registerVariable({ name: 'action', schema: { name: 'string', properties: 'map' } })
    .registerVariable({ name: 'resource', schema: entity })
    .registerVariable('context', 'map')
    .registerVariable('now', TIMESTAMP)
    .registerFunction(`int(${TIMESTAMP}): int`, strict.toInt, SYNC)
    .registerFunction(`string(${TIMESTAMP}): string`, strict.toText, SYNC)
    .registerFunction(`timestamp(${TIMESTAMP}): ${TIMESTAMP}`, strict.toTimestamp, SYNC);
}

/**
 * The environment that a rewritten condition runs in. Its variables are not declared further, since the library converts
 * declared ones again on every run; that the members exist was checked before.
 */
export function createRunEnvironment(charged: Charged): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    enableOptionalTypes: false,
    // Room for what the rewriting adds.
    limits: { maxAstNodes: 4 * MAX_NODES, maxDepth: 2 * MAX_DEPTH, maxListElements: MAX_NODES },
  });
  for (const name of ['subject', 'action', 'resource', 'context']) environment.registerVariable(name, 'dyn');
  environment.registerVariable('now', TIMESTAMP);
  const add = (signature: string, handler: (...values: never[]) => unknown) =>
    environment.registerFunction(signature, handler, SYNC);
  add(`${HAS_MEMBER}(dyn, string): bool`, strict.hasMember);
  add(`dyn.${CHARGE}(): dyn`, charged.iterate);
  add(`dyn.${CHARGE_SCAN}(): dyn`, charged.scan);
  add(`dyn.${CHARGE_DEEP}(): dyn`, charged.compare);
  add(`${REPLACED.get('size')}(dyn): int`, charged.size);
  add(`dyn.${REPLACED_METHODS.get('size')}(): int`, charged.size);
  add(`string.${REPLACED_METHODS.get('contains')}(string): bool`, charged.contains);
  add(`${REPLACED.get('timestamp')}(dyn): ${TIMESTAMP}`, strict.toTimestamp);
  add(`${REPLACED.get('duration')}(dyn): ${DURATION}`, strict.toDuration);
  add(`${REPLACED.get('int')}(dyn): int`, strict.toInt);
  add(`${REPLACED.get('double')}(dyn): double`, strict.toDouble);
  add(`${REPLACED.get('string')}(dyn): string`, strict.toText);
  add(`${TIMESTAMP}.${REPLACED_METHODS.get('getDayOfYear')}(): int`, strict.toDayOfYear);
  add(`string.${REPLACED_METHODS.get('lowerAscii')}(): string`, charged.lowerAscii);
  add(`string.${REPLACED_METHODS.get('upperAscii')}(): string`, charged.upperAscii);
  add(`string.${REPLACED_METHODS.get('split')}(string): list<string>`, charged.split);
  return environment;
}
