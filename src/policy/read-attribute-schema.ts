import { isJsonObject, type JsonObject, type JsonValue, own } from '../model/json.ts';
import { BOUNDS, KEYWORDS, typesOf } from './attribute-keywords.ts';
import { type AttributeSchema, isOfType } from './attribute-schema.ts';
import type { Path } from './locate.ts';
import type { Finding } from './report.ts';
import { didYouMean } from './words.ts';

/** Bounds on one schema: how deep its parts nest, and how many there are. */
const MAX_SCHEMA_DEPTH = 12;
const MAX_SCHEMA_PARTS = 1000;

/** Something wrong with a schema: at the value of a path, or at the key at its end. */
export interface SchemaFault {
  readonly path: Path;
  readonly key: boolean;
  readonly finding: Finding;
}

export interface SchemaRead {
  readonly schema: AttributeSchema;
  /** Where there is one, the schema is not to be used. */
  readonly faults: readonly SchemaFault[];
}

interface Reading {
  readonly faults: SchemaFault[];
  parts: number;
}

/**
 * Reads the schema of a subject's or a resource's properties or of a context: an object, whether it says so or not.
 * `reserved` are the names there that mean something by themselves and need not be declared.
 */
export function readAttributeSchema(value: JsonValue, reserved: readonly string[]): SchemaRead {
  const reading: Reading = { faults: [], parts: 0 };
  const root = isJsonObject(value) && own(value, 'type') === undefined ? { ...value, type: 'object' } : value;
  const schema = readPart(reading, root, [], reserved);
  if (reading.faults.length === 0 && (schema.types?.has('object') !== true || schema.types.size !== 1)) {
    fault(reading, ['type'], 'bad-value', 'properties and contexts are objects: `type` must be `object` here');
  }
  return { schema, faults: reading.faults };
}

function readPart(reading: Reading, value: JsonValue, path: Path, reserved: readonly string[] = []): AttributeSchema {
  reading.parts += 1;
  if (!isJsonObject(value)) {
    fault(reading, path, 'wrong-type', 'a schema must be a map');
    return partOf(Object.create(null), new Map(), undefined);
  }
  if (path.length > 2 * MAX_SCHEMA_DEPTH || reading.parts > MAX_SCHEMA_PARTS) {
    const isFirst = reading.parts <= MAX_SCHEMA_PARTS + 1;
    const bounds = `at most ${MAX_SCHEMA_PARTS} parts and nests at most ${MAX_SCHEMA_DEPTH} deep`;
    if (isFirst) fault(reading, path, 'limit', `a schema has ${bounds}`);
    return partOf(Object.create(null), new Map(), undefined);
  }
  checkKeywords(reading, value, path);
  const properties = new Map<string, AttributeSchema>();
  const written = own(value, 'properties');
  for (const [name, part] of isJsonObject(written) ? Object.entries(written) : []) {
    properties.set(name, readPart(reading, part, [...path, 'properties', name]));
  }
  const items = own(value, 'items');
  const schema = partOf(
    value,
    properties,
    items === undefined ? undefined : readPart(reading, items, [...path, 'items']),
  );
  checkTogether(reading, schema, value, path, reserved);
  return schema;
}

function checkKeywords(reading: Reading, schema: JsonObject, path: Path): void {
  const types = typesOf(schema);
  for (const [name, value] of Object.entries(schema)) {
    const keyword = KEYWORDS.get(name);
    if (keyword === undefined) {
      const known = [...KEYWORDS.keys()];
      const hint =
        didYouMean(name, known) ?? `the words of a schema are ${known.map((one) => `\`${one}\``).join(', ')}`;
      reading.faults.push({
        path: [...path, name],
        key: true,
        finding: { code: 'unknown-key', message: `\`${name}\` is no word of a schema here`, hint },
      });
      continue;
    }
    const wrong = keyword.wrong(value);
    if (wrong !== undefined) fault(reading, [...path, name], 'bad-value', `\`${name}\` ${wrong}`);
    else if (keyword.about !== undefined && !keyword.about.some((type) => types?.has(type) === true)) {
      const message = `\`${name}\` says nothing without \`type: ${keyword.about[0] ?? ''}\` beside it`;
      reading.faults.push({ path: [...path, name], key: true, finding: { code: 'never-matches', message } });
    }
  }
}

/** What each word says by itself may be right, and yet nothing can be as all of them say. */
function checkTogether(
  reading: Reading,
  { types, properties, required, closed, values }: AttributeSchema,
  schema: JsonObject,
  path: Path,
  reserved: readonly string[],
): void {
  for (const [least, most] of BOUNDS) {
    const [from, to] = [own(schema, least), own(schema, most)];
    if (typeof from !== 'number' || typeof to !== 'number' || from <= to) continue;
    fault(reading, [...path, most], 'never-matches', `nothing can be so: \`${most}\` is below \`${least}\``);
  }
  for (const name of closed ? required : []) {
    if (properties.has(name) || reserved.includes(name)) continue;
    const hint = didYouMean(name, properties.keys());
    fault(reading, [...path, 'required'], 'never-matches', `\`${name}\` is required and none of \`properties\``, hint);
  }
  for (const value of types === undefined ? [] : (values ?? [])) {
    if (types !== undefined && isOfType(types, value)) continue;
    const word = own(schema, 'const') === undefined ? 'enum' : 'const';
    fault(reading, [...path, word], 'never-matches', `\`${JSON.stringify(value)}\` is not of the \`type\` beside it`);
  }
}

function fault(reading: Reading, path: Path, code: string, message: string, hint?: string): void {
  reading.faults.push({ path, key: false, finding: { code, message, hint } });
}

function partOf(
  schema: JsonObject,
  properties: ReadonlyMap<string, AttributeSchema>,
  items: AttributeSchema | undefined,
): AttributeSchema {
  const required = own(schema, 'required');
  return {
    types: typesOf(schema),
    properties,
    required: Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
    closed: own(schema, 'additionalProperties') === false,
    items,
    values: valuesOf(schema),
    minimum: numberOf(schema, 'minimum'),
    maximum: numberOf(schema, 'maximum'),
    minLength: numberOf(schema, 'minLength'),
    maxLength: numberOf(schema, 'maxLength'),
    minItems: numberOf(schema, 'minItems'),
    maxItems: numberOf(schema, 'maxItems'),
  };
}

/** `const` beside `enum` must be both. */
function valuesOf(schema: JsonObject): readonly JsonValue[] | undefined {
  const one = own(schema, 'const');
  const several = own(schema, 'enum');
  const listed = Array.isArray(several) ? (several as readonly JsonValue[]) : undefined;
  if (one === undefined) return listed;
  return listed === undefined || listed.includes(one) ? [one] : [];
}

function numberOf(schema: JsonObject, key: string): number | undefined {
  const value = own(schema, key);
  return typeof value === 'number' ? value : undefined;
}
