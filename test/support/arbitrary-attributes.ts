import fc, { type Arbitrary } from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { AttributesDocument } from '../../src/policy/documents.ts';
import { ACTIONS, RESOURCE_TYPES, SUBJECT_TYPES } from './words.ts';

const NAMES = {
  subject: ['level', 'groups', 'org', 'other', '__proto__'],
  resource: ['risk', 'owner', 'namespace', 'other', 'constructor'],
  context: ['flag', 'n', 'missing', 'chain', 'supported_obligations', '__proto__'],
} as const;

/** Attributes documents that are right, about the words of generated questions; loose enough that some questions fit. */
export function attributes(): Arbitrary<AttributesDocument> {
  return fc.record({
    kind: fc.constant('Attributes' as const),
    subject: section(['*', ...SUBJECT_TYPES], NAMES.subject),
    resource: section(['*', ...RESOURCE_TYPES], NAMES.resource),
    context: section(
      [
        '*',
        ...ACTIONS.map((action) => `*:${action}`),
        ...RESOURCE_TYPES.map((type) => `${type}:*`),
        'doc:read',
        'chain:run',
      ],
      NAMES.context,
    ),
  });
}

function section(keys: readonly string[], names: readonly string[]): Arbitrary<JsonObject> {
  const members = fc.array(fc.tuple(fc.constantFrom(...keys), root(names)), { maxLength: 2 });
  return members.map((list) => plain(list));
}

function root(names: readonly string[]): Arbitrary<JsonObject> {
  return fc
    .record({
      properties: fc.array(fc.tuple(fc.constantFrom(...names), part()), { maxLength: 4 }).map(plain),
      closed: fc.boolean(),
      required: fc.boolean(),
    })
    .map(({ properties, closed, required }) => ({
      properties,
      ...(closed ? { additionalProperties: false } : {}),
      ...(required ? { required: Object.keys(properties).slice(0, 1) } : {}),
    }));
}

function part(): Arbitrary<JsonValue> {
  return fc.constantFrom<JsonValue>(
    {},
    { type: 'boolean' },
    { type: 'number', maximum: 2 },
    { type: 'integer' },
    { type: ['string', 'null'] },
    { type: 'string', minLength: 1, maxLength: 4 },
    { enum: ['low', 'x', 1, null, true] },
    { const: 'low' },
    { type: 'array', maxItems: 1, items: { type: 'string' } },
    { type: 'object', properties: { deep: { type: 'boolean' } }, additionalProperties: false },
    { type: 'object', required: ['name'] },
  );
}

/** Keys like `__proto__` are members like any other. */
function plain(members: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object: Record<string, JsonValue> = Object.create(null);
  for (const [key, value] of members) object[key] = value;
  return object;
}
