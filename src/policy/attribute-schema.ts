import type { JsonValue } from '../model/json.ts';

/** What JSON Schema calls the types of values. An `integer` is a number without a fraction. */
export const ATTRIBUTE_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** What a policy set declares of one attribute: a part of JSON Schema, read and checked. */
export interface AttributeSchema {
  /** Never empty; undefined is any type. */
  readonly types: ReadonlySet<AttributeType> | undefined;
  readonly properties: ReadonlyMap<string, AttributeSchema>;
  readonly required: readonly string[];
  /** True where only the properties listed may stand. */
  readonly closed: boolean;
  readonly items: AttributeSchema | undefined;
  /** Texts, numbers, booleans and null alone. Undefined is any value. */
  readonly values: readonly JsonValue[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
}

/** The type of a value as a schema names it; a number counts as `number` alone. */
export function typeOfValue(value: JsonValue): AttributeType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

/** True for a value of one of the types. */
export function isOfType(types: ReadonlySet<AttributeType>, value: JsonValue): boolean {
  return types.has(typeOfValue(value)) || (types.has('integer') && Number.isInteger(value));
}
