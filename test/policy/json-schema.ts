import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
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
    definitions: Object.fromEntries(kinds.map(({ kind, shape }) => [kind, shape])),
  };
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
