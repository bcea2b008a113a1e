import type { ReadPath } from '../condition/condition.ts';
import { isJsonObject, type JsonObject, type JsonValue, own } from '../model/json.ts';
import type { Question } from '../model/question.ts';
import type { Snapshot } from '../policy/snapshot.ts';

/** What a question says to the engine by itself, whatever the policies read. */
const ALWAYS: readonly ReadPath[] = [
  ['subject', 'properties', 'org'],
  ['subject', 'properties', 'roles'],
  ['subject', 'properties', 'groups'],
  ['subject', 'properties', 'act'],
  ['resource', 'properties', 'org'],
  ['resource', 'properties', 'namespace'],
  ['resource', 'properties', 'chain'],
  ['resource', 'properties', 'owner'],
  ['context', 'chain'],
  ['context', 'supported_obligations'],
];

/** Deeper values are not worth a key, and no caller can make the encoder overflow the stack. */
const MAX_DEPTH = 32;

/**
 * An injective text of all that the engine could read of a question: two questions with one key have one verdict.
 * Undefined where a value is no JSON or too deep: such a question is not cached.
 */
export function cacheKey(snapshot: Snapshot, question: Question): string | undefined {
  const { subject, action, resource } = question;
  const parts = [subject.type, subject.id, action.name, resource.type, resource.id].map((text) => JSON.stringify(text));
  for (const paths of [ALWAYS, snapshot.keyPaths]) {
    for (const path of paths) {
      const part = encodeAt(question, path);
      if (part === undefined) return undefined;
      parts.push(part);
    }
  }
  return parts.join(' ');
}

/** The value at a path; where there is none, at which step the way ended and at what kind of value. */
function encodeAt(question: Question, path: ReadPath): string | undefined {
  const [variable, member] = path;
  // Types, ids and names are in every key by themselves.
  if (variable !== 'context' && member !== undefined && member !== 'properties') return '';
  let value: JsonValue = rootOf(question, variable);
  for (let depth = variable === 'context' ? 1 : 2; depth < path.length; depth++) {
    const next: JsonValue | undefined = isJsonObject(value) ? own(value, path[depth] ?? '') : undefined;
    if (next === undefined) return `!${depth}${kindOf(value)}`;
    value = next;
  }
  return encode(value, 0);
}

function rootOf(question: Question, variable: string | undefined): JsonObject {
  if (variable === 'subject') return question.subject.properties;
  if (variable === 'resource') return question.resource.properties;
  return variable === 'action' ? question.action.properties : question.context;
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'n';
  return Array.isArray(value) ? 'l' : typeof value;
}

function encode(value: JsonValue | undefined, depth: number): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value !== 'object' || depth === MAX_DEPTH) return undefined;
  if (isJsonObject(value)) return isPlain(value) ? encodeObject(value, depth) : undefined;
  return encodeList(value, depth);
}

/** False for what only an in-process caller can pass: a Date, a Map and their like have contents that no key shows. */
function isPlain(object: JsonObject): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function encodeList(list: readonly JsonValue[], depth: number): string | undefined {
  const parts: string[] = [];
  for (const item of list) {
    const part = encode(item, depth + 1);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return `[${parts.join(',')}]`;
}

function encodeObject(object: JsonObject, depth: number): string | undefined {
  const parts: string[] = [];
  for (const key of Object.keys(object)) {
    const part = encode(object[key], depth + 1);
    if (part === undefined) return undefined;
    parts.push(`${JSON.stringify(key)}:${part}`);
  }
  return `{${parts.join(',')}}`;
}
