import { isJsonObject, type JsonObject, type JsonValue, own } from '../model/json.ts';

/**
 * A JSON object as the library reads one safely: own members only, whatever they are called. The library takes a plain
 * object with a member `constructor` for an instance of something, and knows no object but plain ones and Maps; so this
 * is a Map to it, which wraps what lies below only when it is read.
 */
export class MemberMap extends Map<string, unknown> {
  readonly #object: JsonObject;
  readonly #lists: ListCache;

  constructor(object: JsonObject, lists: ListCache) {
    super();
    this.#object = object;
    this.#lists = lists;
  }

  override get size(): number {
    return this.#names().length;
  }

  override get(key: unknown): unknown {
    if (typeof key !== 'string') return undefined;
    return wrap(own(this.#object, key), this.#lists);
  }

  override has(key: unknown): boolean {
    return typeof key === 'string' && own(this.#object, key) !== undefined;
  }

  override keys(): MapIterator<string> {
    return this.#names().values();
  }

  override *values(): MapIterator<unknown> {
    for (const name of this.#names()) yield this.get(name);
  }

  override *entries(): MapIterator<[string, unknown]> {
    for (const name of this.#names()) yield [name, this.get(name)];
  }

  override [Symbol.iterator](): MapIterator<[string, unknown]> {
    return this.entries();
  }

  #names(): string[] {
    return Object.keys(this.#object).filter((name) => this.has(name));
  }
}

// The library tells a map by `value.constructor === Map`.
Object.defineProperty(MemberMap.prototype, 'constructor', { value: Map });

/** Lists that were looked through, with what they became: each is looked through once for an activation. */
export interface ListCache {
  known: Map<readonly JsonValue[], readonly unknown[]> | undefined;
}

/** Shorter lists are looked through faster than they are looked up. */
const SHORT = 8;

/** A JSON value as the library reads it: objects become MemberMaps, lists of objects become lists of MemberMaps. */
function wrap(value: JsonValue | undefined, lists: ListCache): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonObject(value)) return new MemberMap(value, lists);
  if (value.length <= SHORT && !value.some(isStructure)) return value;
  return lists.known?.get(value) ?? wrapList(value, lists);
}

function wrapList(list: readonly JsonValue[], lists: ListCache): readonly unknown[] {
  lists.known ??= new Map();
  if (!list.some(isStructure)) {
    lists.known.set(list, list);
    return list;
  }
  const wrapped: unknown[] = [];
  // Known before it is filled, so that a list that holds itself comes to an end.
  lists.known.set(list, wrapped);
  for (const item of list) wrapped.push(wrap(item, lists));
  return wrapped;
}

function isStructure(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}
