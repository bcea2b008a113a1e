import { isJsonObject, isTextList, type JsonObject, type JsonValue, own } from '../model/json.ts';
import { ATTRIBUTE_TYPES, type AttributeType } from './attribute-schema.ts';

/** A word of a schema: what it is for and what may stand behind it. */
export interface Keyword {
  /** The types that it says something about; undefined for any. */
  readonly about: readonly AttributeType[] | undefined;
  /** What is due, as the end of a sentence, where the value is not that. */
  readonly wrong: (value: JsonValue) => string | undefined;
}

const NUMBERS: readonly AttributeType[] = ['number', 'integer'];

/** Every word that a schema may have; what else JSON Schema has can't be checked in a condition. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['type', { about: undefined, wrong: wrongType }],
  ['description', { about: undefined, wrong: (value) => (typeof value === 'string' ? undefined : 'must be text') }],
  ['enum', { about: undefined, wrong: wrongEnum }],
  ['const', { about: undefined, wrong: (value) => (isScalar(value) ? undefined : 'must be one plain value') }],
  ['properties', { about: ['object'], wrong: (value) => (isJsonObject(value) ? undefined : 'must be a map') }],
  ['required', { about: ['object'], wrong: wrongRequired }],
  ['additionalProperties', { about: ['object'], wrong: wrongSwitch }],
  ['items', { about: ['array'], wrong: (value) => (isJsonObject(value) ? undefined : 'must be a map') }],
  ['minItems', { about: ['array'], wrong: wrongCount }],
  ['maxItems', { about: ['array'], wrong: wrongCount }],
  ['minLength', { about: ['string'], wrong: wrongCount }],
  ['maxLength', { about: ['string'], wrong: wrongCount }],
  ['minimum', { about: NUMBERS, wrong: (value) => (typeof value === 'number' ? undefined : 'must be a number') }],
  ['maximum', { about: NUMBERS, wrong: (value) => (typeof value === 'number' ? undefined : 'must be a number') }],
]);

/** The types that a schema allows; undefined where it does not say. */
export function typesOf(schema: JsonObject): ReadonlySet<AttributeType> | undefined {
  const written = own(schema, 'type');
  const types = (Array.isArray(written) ? written : [written]).filter(isType);
  return types.length === 0 ? undefined : new Set(types);
}

/** Which of the two bounds say that nothing fits. */
export const BOUNDS: readonly (readonly [string, string])[] = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
];

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

function isType(value: JsonValue | undefined): value is AttributeType {
  return ATTRIBUTE_TYPES.some((type) => type === value);
}

/** One type, or one that may be null as well: what else a list would mix has no type in a condition. */
function wrongType(value: JsonValue): string | undefined {
  if (isType(value)) return undefined;
  const due = `must be ${ATTRIBUTE_TYPES.map((type) => `\`${type}\``).join(', ')}, or one of them with \`"null"\``;
  if (!Array.isArray(value) || !value.every(isType)) return due;
  const isPair = value.length === 2 && value.includes('null') && value[0] !== value[1];
  return isPair ? undefined : due;
}

function wrongEnum(value: JsonValue): string | undefined {
  const isRight = Array.isArray(value) && value.length > 0 && value.every(isScalar);
  return isRight ? undefined : 'must be a list of plain values, one at least';
}

function wrongRequired(value: JsonValue): string | undefined {
  return isTextList(value) ? undefined : 'must be a list of names';
}

function wrongSwitch(value: JsonValue): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be `true` or `false`';
}

function wrongCount(value: JsonValue): string | undefined {
  return Number.isInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number from 0 on';
}
