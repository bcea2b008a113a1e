import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import type { JsonValue } from '../model/json.ts';
import { spanOf } from './locate.ts';
import type { Report } from './report.ts';
import { ALIAS_HINT, type YamlDocument } from './yaml.ts';

/** Stands where a value was that has been reported already. */
export const FAULTY: unique symbol = Symbol('faulty');

/** A condition's text and where it stands. */
export interface ConditionSite {
  readonly text: string;
  readonly scalar: Scalar;
  readonly document: YamlDocument;
}

/** A document as plain data: closed maps are objects, maps with open keys are Maps, free data is null-prototype. */
export interface PlainDocument {
  readonly value: { readonly [key: string]: unknown };
  readonly conditions: readonly ConditionSite[];
}

/** Keys whose map has open keys, wherever they stand; and those whose value is free JSON. */
const OPEN: ReadonlySet<string> = new Set(['mapping', 'recast', 'share', 'only', 'subjects', 'resources']);
const FREE: ReadonlySet<string> = new Set(['properties', 'defaults', 'ask', 'subject', 'resource', 'context']);

/** An anchor and a tag before a value are looked for within this many characters. */
const MAX_DECORATION = 200;

type Shape = 'closed' | 'open' | 'free';

interface Walk {
  readonly document: YamlDocument;
  readonly report: Report;
  readonly conditions: ConditionSite[];
}

/** Turns a YAML document into plain data. Aliases, anchors, tags, duplicate keys and blank values go to the report. */
export function readValue(document: YamlDocument, report: Report): PlainDocument {
  const walk: Walk = { document, report, conditions: [] };
  const value = readNode(walk, document.root, 'closed', 'the document');
  return { value: isPlain(value) ? value : {}, conditions: walk.conditions };
}

function isPlain(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function readNode(walk: Walk, node: Node | null | undefined, shape: Shape, name: string): unknown {
  if (node === null || node === undefined) return FAULTY;
  if (isAlias(node)) return refuseAlias(walk, node);
  const decorated = readDecoration(walk, node);
  if (isMap(node)) return readMap(walk, node.items as Pair<Node, Node | null>[], shape);
  if (isSeq(node)) {
    const below = shape === 'free' ? 'free' : 'closed';
    return node.items.map((item) => readNode(walk, item as Node, below, `an entry of ${name}`));
  }
  const value = readScalar(walk, node as Scalar, shape, name);
  return decorated ? value : FAULTY;
}

function refuseAlias(walk: Walk, node: Alias): typeof FAULTY {
  return fault(walk, node, 'alias', `\`*${node.source}\` is an alias, and policies have none`, ALIAS_HINT);
}

/** False where the node has an anchor or a tag; that is reported where it is written, before the node. */
function readDecoration(walk: Walk, node: Node): boolean {
  const anchored = 'anchor' in node && typeof node.anchor === 'string';
  if (!anchored && typeof node.tag !== 'string') return true;
  const { source } = walk.document;
  const end = node.range?.[0] ?? 0;
  const written = /([&!]\S*)(?:\s+[&!]\S*)*\s*$/u.exec(source.text.slice(Math.max(0, end - MAX_DECORATION), end));
  const start = written === null ? end : end - written[0].length;
  const [what, sign] = anchored ? ['an anchor', '&'] : ['a tag', '!'];
  walk.report.error(
    source,
    { start, end: start + (written?.[1]?.length ?? 0) },
    {
      code: anchored ? 'anchor' : 'tag',
      message: `\`${written?.[1] ?? sign}\` is ${what}, and policies have none`,
      hint: `\`${sign}\` begins ${what} in YAML: quote the text or the condition`,
    },
  );
  return false;
}

function readMap(walk: Walk, pairs: readonly Pair<Node, Node | null>[], shape: Shape): unknown {
  const seen = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    const name = readKey(walk, key);
    if (name === undefined) continue;
    if (seen.has(name)) {
      fault(walk, key, 'duplicate-key', `\`${name}\` stands here twice`, 'keep one of the two');
      continue;
    }
    if (shape === 'closed' && name === 'when' && isScalar(value) && typeof value.value === 'string') {
      walk.conditions.push({ text: value.value, scalar: value, document: walk.document });
    }
    seen.set(name, readMember(walk, key, value, shape, name));
  }
  return shape === 'open' ? seen : objectOf(seen);
}

function readMember(walk: Walk, key: Node, value: Node | null, shape: Shape, name: string): unknown {
  if (value === null) return fault(walk, key, 'blank', `\`${name}\` is blank`, BLANK_HINT);
  return readNode(walk, value, shapeBelow(shape, name), `\`${name}\``);
}

function shapeBelow(shape: Shape, name: string): Shape {
  if (shape === 'free') return 'free';
  if (shape === 'open') return 'closed';
  if (FREE.has(name)) return 'free';
  return OPEN.has(name) ? 'open' : 'closed';
}

function readKey(walk: Walk, key: Node): string | undefined {
  if (isAlias(key)) {
    refuseAlias(walk, key);
    return undefined;
  }
  if (!readDecoration(walk, key)) return undefined;
  if (isScalar(key) && typeof key.value === 'string') return key.value;
  fault(walk, key, 'wrong-type', 'a key must be text');
  return undefined;
}

/** A null prototype, so that keys like `__proto__` are members like any other. */
function objectOf(members: ReadonlyMap<string, unknown>): object {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of members) object[key] = value;
  return object;
}

function readScalar(walk: Walk, node: Scalar, shape: Shape, name: string): JsonValue | typeof FAULTY {
  const { value } = node;
  if (value === null) return readNull(walk, node, shape, name);
  if (typeof value === 'number') {
    const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    if (exact) return value;
    return fault(
      walk,
      node,
      'number',
      `\`${node.source ?? value}\` is no number that can be kept exactly`,
      'quote it, to keep it as text',
    );
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return fault(walk, node, 'wrong-type', `${name} holds what is neither text, a number nor a boolean`);
}

function readNull(walk: Walk, node: Scalar, shape: Shape, name: string): null | typeof FAULTY {
  const blank = (node.source ?? '') === '';
  if (shape === 'free' && !blank) return null;
  return fault(walk, node, 'blank', `${name} ${blank ? 'is blank' : 'is null'}`, BLANK_HINT);
}

const BLANK_HINT = 'write a value, or leave it out';

function fault(walk: Walk, node: Node, code: string, message: string, hint?: string): typeof FAULTY {
  walk.report.error(walk.document.source, spanOf(node, walk.document), { code, message, hint });
  return FAULTY;
}
