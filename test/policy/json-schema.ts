import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { KEYWORDS } from '../../src/policy/attribute-keywords.ts';
import { ATTRIBUTE_TYPES } from '../../src/policy/attribute-schema.ts';
import { SCHEMAS } from '../../src/policy/schema.ts';

/**
 * The JSON Schema of one policy document, from the schemas that the reader checks by: for editors. It knows shapes and
 * not what texts mean, since checks of single texts have no words in JSON Schema.
 */
export function policyJsonSchema(): JsonSchema {
  const kinds = Object.entries(SCHEMAS).map(([kind, schema]) => ({ kind, shape: shapeOf(schema) }));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'chaperone policy document',
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: kinds.map(({ kind }) => kind) } },
    allOf: kinds.map(({ kind }) => ({
      // Which kind it is decides alone, so that an editor shows the findings of that kind and not of all.
      if: { properties: { kind: { const: kind } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { $ref: `#/definitions/${kind}` },
    })),
    definitions: {
      ...Object.fromEntries(kinds.map(({ kind, shape }) => [kind, kind === 'Attributes' ? withSchemas(shape) : shape])),
      attributeSchema: attributeSchema(),
    },
  };
}

const REFERENCE: JsonSchema = { $ref: '#/definitions/attributeSchema' };

/** The reader takes schemas as free data and reads them by hand. */
function withSchemas(shape: JsonSchema): JsonSchema {
  const section: JsonSchema = { type: 'object', additionalProperties: REFERENCE };
  return { ...shape, properties: { ...shape.properties, subject: section, resource: section, context: section } };
}

function attributeSchema(): JsonSchema {
  const count: JsonSchema = { type: 'integer', minimum: 0 };
  const plain: JsonSchema = { type: ['string', 'number', 'boolean', 'null'] };
  const type: JsonSchema = { enum: [...ATTRIBUTE_TYPES] };
  const words: Record<string, JsonSchema> = {
    type: { anyOf: [type, { type: 'array', items: type, minItems: 2, maxItems: 2, uniqueItems: true }] },
    description: { type: 'string' },
    enum: { type: 'array', items: plain, minItems: 1 },
    const: plain,
    properties: { type: 'object', additionalProperties: REFERENCE },
    required: { type: 'array', items: { type: 'string' } },
    additionalProperties: { type: 'boolean' },
    items: REFERENCE,
    minItems: count,
    maxItems: count,
    minLength: count,
    maxLength: count,
    minimum: { type: 'number' },
    maximum: { type: 'number' },
  };
  if (Object.keys(words).join() !== [...KEYWORDS.keys()].join()) throw new Error('the words of a schema have changed');
  return { type: 'object', properties: words, additionalProperties: false };
}

function shapeOf(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...shape } = toJsonSchema(schema, {
    target: 'draft-07',
    typeMode: 'input',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema, jsonSchema }) => overridden(valibotSchema, jsonSchema),
  });
  return shape;
}

function overridden(schema: v.GenericSchema, jsonSchema: JsonSchema): JsonSchema | undefined {
  if (schema.type === 'map' && 'value' in schema) {
    return { type: 'object', additionalProperties: shapeOf(schema.value as v.GenericSchema) };
  }
  if (schema.type === 'custom') return { type: 'object' };
  if (schema.type === 'exact_optional') {
    const { default: _, ...rest } = jsonSchema;
    return rest;
  }
  return undefined;
}
