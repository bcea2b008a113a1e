/** What a value is, in the words of messages. `nothing` is what no JSON and no CEL value can be. */
export type Kind =
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'list'
  | 'map'
  | 'timestamp'
  | 'duration'
  | 'type'
  | 'optional'
  | 'ip'
  | 'cidr'
  | 'url'
  | 'hierarchy'
  | 'spiffe'
  | 'error'
  | 'nothing';

/**
 * What CEL knows and JSON doesn't. INVARIANT: every other object is a caller's JSON and is read by its own members
 * alone; so no member of these classes can be reached from a condition.
 */
export abstract class Special {
  abstract get kind(): Kind;
}

/** An error as a value: operators pass it on or absorb it, nothing throws it. Its message never tells a value. */
export class Failure extends Special {
  readonly message: string;

  constructor(message: string) {
    super();
    this.message = message;
    // Most are made once and given to every caller.
    Object.freeze(this);
  }

  override get kind(): Kind {
    return 'error';
  }
}

/** An unsigned int of 64 bits. */
export class Uint extends Special {
  readonly value: bigint;

  constructor(value: bigint) {
    super();
    this.value = value;
  }

  override get kind(): Kind {
    return 'uint';
  }
}

/** An instant: whole seconds since 1970, rounded down, and the nanoseconds above them (0 to 999 999 999). */
export class Timestamp extends Special {
  readonly seconds: number;
  readonly nanos: number;

  constructor(seconds: number, nanos: number) {
    super();
    this.seconds = seconds;
    this.nanos = nanos;
  }

  override get kind(): Kind {
    return 'timestamp';
  }
}

/** A span of time: whole seconds, rounded down, and the nanoseconds above them (0 to 999 999 999). */
export class Duration extends Special {
  readonly seconds: number;
  readonly nanos: number;

  constructor(seconds: number, nanos: number) {
    super();
    this.seconds = seconds;
    this.nanos = nanos;
  }

  override get kind(): Kind {
    return 'duration';
  }
}

/** The type of a value, as `type(x)` gives it. */
export class TypeValue extends Special {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override get kind(): Kind {
    return 'type';
  }
}

/** A value that may be absent: undefined inside. */
export class Optional extends Special {
  readonly value: unknown;

  constructor(value: unknown) {
    super();
    this.value = value;
  }

  override get kind(): Kind {
    return 'optional';
  }
}

/** What a value is. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'object':
      return value === null ? 'null' : kindOfObject(value);
    default:
      return 'nothing';
  }
}

function kindOfObject(value: object): Kind {
  if (value instanceof Special) return value.kind;
  if (Array.isArray(value)) return 'list';
  return value instanceof Uint8Array ? 'bytes' : 'map';
}

/** True for a list. A guard of our own, since `Array.isArray` makes `any` of what it finds. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
