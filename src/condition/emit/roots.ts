import type { Activation } from '../condition.ts';
import { Failure, type Timestamp } from '../value/kinds.ts';
import { ofMilliseconds } from '../value/timestamps.ts';

/**
 * How an expression finds its variables in what it runs on. `B` is what it runs on.
 */
export interface Roots<B> {
  has(name: string): boolean;
  /** True where the variable is a JSON value whose members are read as such. */
  isJson(name: string): boolean;
  /** What a member of a variable, or the variable, is for certain: text, or an object. */
  certain(name: string, keys: readonly string[]): 'text' | 'object' | undefined;
  /** The variable's value; an error where there is none. */
  read(bindings: B, name: string): unknown;
  /** Where the variable lies in the bindings `A`, as JavaScript; undefined where `read` has to find it. */
  source(name: string): string | undefined;
}

/** The variables of a condition. */
export const ACTIVATION_ROOTS: Roots<Activation> = {
  has: (name) => NAMES.has(name),
  isJson: (name) => name !== 'now',
  certain: (name, keys) => certainly(name, keys),
  read: readActivation,
  source: (name) => (NAMES.has(name) && name !== 'now' ? `A.${name}` : undefined),
};

const NAMES: ReadonlySet<string> = new Set(['subject', 'action', 'resource', 'context', 'now']);

function certainly(name: string, keys: readonly string[]): 'text' | 'object' | undefined {
  const [key] = keys;
  if (key === undefined) return name === 'now' ? undefined : 'object';
  if (keys.length > 1 || name === 'now' || name === 'context') return undefined;
  if (key === 'properties') return 'object';
  return TEXTS.get(name)?.includes(key) ? 'text' : undefined;
}

const TEXTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['subject', ['type', 'id']],
  ['action', ['name']],
  ['resource', ['type', 'id']],
]);

function readActivation({ subject, action, resource, context, now }: Activation, name: string): unknown {
  switch (name) {
    case 'subject':
      return { type: subject.type, id: subject.id, properties: subject.properties };
    case 'action':
      return { name: action.name, properties: action.properties };
    case 'resource':
      return { type: resource.type, id: resource.id, properties: resource.properties };
    case 'context':
      return context;
    default:
      return instant(now);
  }
}

function instant(milliseconds: number): Timestamp | Failure {
  return ofMilliseconds(milliseconds);
}

/** Variables of any names and values, for expressions that are no conditions. */
export function recordRoots(names: readonly string[], json: boolean): Roots<ReadonlyMap<string, unknown>> {
  const known = new Set(names);
  return {
    has: (name) => known.has(name),
    isJson: () => json,
    certain: () => undefined,
    read: (bindings, name) => bindings.get(name) ?? (bindings.get(name) === null ? null : UNBOUND),
    source: () => undefined,
  };
}

const UNBOUND: Failure = new Failure('no such variable');
