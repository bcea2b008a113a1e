import type { ApiDescription } from '../../src/server/openapi.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
}

/**
 * What keeps a value from the schema; stricter than JSON Schema in one thing: an object with described members may have
 * no other. Knows the keywords that the description uses for answers.
 */
export function conforms(value: unknown, schema: Schema, api: ApiDescription, path = ''): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return conforms(value, api.components.schemas[name] as Schema, api, path);
  }
  if (schema.oneOf !== undefined) {
    const fitting = schema.oneOf.filter((one) => conforms(value, one, api, path).length === 0);
    return fitting.length === 1 ? [] : [`${path}: ${fitting.length} of oneOf`];
  }
  if ('const' in schema && value !== schema.const) return [`${path}: not ${String(schema.const)}`];
  if (schema.enum?.includes(value) === false) return [`${path}: not one of the words`];
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.includes(typeOf(value))) return [`${path}: not ${types.join(' or ')}`];
  if (Array.isArray(value)) return itemsConform(value, schema, api, path);
  return typeOf(value) === 'object' ? membersConform(value as object, schema, api, path) : [];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function itemsConform(value: readonly unknown[], schema: Schema, api: ApiDescription, path: string): string[] {
  if (value.length < (schema.minItems ?? 0)) return [`${path}: too short`];
  return value.flatMap((item, at) => conforms(item, schema.items ?? {}, api, `${path}/${at}`));
}

function membersConform(value: object, schema: Schema, api: ApiDescription, path: string): string[] {
  const { properties } = schema;
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    if (properties === undefined) return [];
    const described = properties[name];
    return described === undefined
      ? [`${path}/${name}: not described`]
      : conforms(member, described, api, `${path}/${name}`);
  });
  return [...missing.map((name) => `${path}/${name}: missing`), ...wrong];
}
