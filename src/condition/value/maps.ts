import { type Kind, Special, Uint } from './kinds.ts';

/** A key as a map looks for it: numbers of all kinds that are equal are one key. */
type Canonical = string | bigint | boolean;

/** A map that a condition makes. What a caller sends stays the JSON object that it is. */
export class CelMap extends Special {
  readonly #entries: Map<Canonical, { readonly key: unknown; readonly value: unknown }> = new Map();

  override get kind(): Kind {
    return 'map';
  }

  get size(): number {
    return this.#entries.size;
  }

  /** False where the key is there already. */
  add(key: unknown, value: unknown): boolean {
    const canonical = canonicalKey(key);
    if (canonical === undefined || this.#entries.has(canonical)) return false;
    this.#entries.set(canonical, { key, value });
    return true;
  }

  get(key: unknown): unknown {
    const canonical = canonicalKey(key);
    return canonical === undefined ? undefined : this.#entries.get(canonical)?.value;
  }

  keys(): readonly unknown[] {
    return [...this.#entries.values()].map((entry) => entry.key);
  }
}

function canonicalKey(key: unknown): Canonical | undefined {
  switch (typeof key) {
    case 'string':
    case 'bigint':
    case 'boolean':
      return key;
    case 'number':
      return Number.isInteger(key) ? BigInt(key) : undefined;
    default:
      return key instanceof Uint ? key.value : undefined;
  }
}

/** True for what may be a key in a map literal: a string, an int, an unsigned int or a bool. */
export function isKey(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean' || value instanceof Uint;
}

/** A JSON object: open keys, read with `Object.hasOwn` alone. */
export type OpenObject = { readonly [key: string]: unknown };

/** True for a caller's JSON object. */
export function isObject(value: unknown): value is OpenObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Special) &&
    !(value instanceof Uint8Array)
  );
}

/** True for a map, a caller's or one that a condition made. */
export function isMap(value: unknown): value is OpenObject | CelMap {
  return value instanceof CelMap || isObject(value);
}

/** The map's value at the key, or undefined where it has none. The keys of a JSON object are strings. */
export function lookup(map: OpenObject | CelMap, key: unknown): unknown {
  if (map instanceof CelMap) return map.get(key);
  return typeof key === 'string' && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The map's keys: of a JSON object those that have a value. */
export function keysOf(map: OpenObject | CelMap): readonly unknown[] {
  if (map instanceof CelMap) return map.keys();
  const keys = Object.keys(map);
  return keys.some((key) => map[key] === undefined) ? keys.filter((key) => map[key] !== undefined) : keys;
}

/** How many keys the map has. */
export function sizeOf(map: OpenObject | CelMap): number {
  return map instanceof CelMap ? map.size : keysOf(map).length;
}
