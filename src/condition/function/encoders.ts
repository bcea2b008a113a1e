import type { Budget } from '../value/budget.ts';
import { notTaken, TOO_LONG } from '../value/failures.ts';
import { Failure } from '../value/kinds.ts';
import { type FunctionEntry, plain } from './entry.ts';

const NOT_BASE64: Failure = new Failure('not base64');
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Bytes that are turned into text at a time. */
const CHUNK = 8192;

/** Base64, with or without padding. */
export const ENCODERS: readonly FunctionEntry[] = [
  plain('base64.encode', [1], encode, 'Base64Space.encode(bytes): string'),
  plain('base64.decode', [1], decode, 'Base64Space.decode(string): bytes'),
];

function encode(budget: Budget, bytes: unknown): unknown {
  if (!(bytes instanceof Uint8Array)) return notTaken('base64.encode', bytes);
  if (!budget.build(2 * bytes.length)) return TOO_LONG;
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

function decode(budget: Budget, text: unknown): unknown {
  if (typeof text !== 'string') return notTaken('base64.decode', text);
  if (!budget.build(text.length)) return TOO_LONG;
  const bare = text.replace(/=+$/, '');
  if (!BASE64.test(text) || bare.length % 4 === 1) return NOT_BASE64;
  return Uint8Array.from(atob(bare), (character) => character.charCodeAt(0));
}
