import { isUtf8 } from 'node:buffer';
import { type Exchange, fail, markReading, refuse } from './exchange.ts';
import type { Limits } from './limits.ts';
import type { Problem } from './problems.ts';

type JsonRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };

/**
 * Reads the request's body as JSON and hands it on; what is no acceptable body is refused here. Where the connection
 * breaks, `next` is never called. What `next` throws is answered as a fault.
 */
export function receiveJson(exchange: Exchange, next: (value: unknown) => void): void {
  const problem = headProblem(exchange);
  if (problem !== undefined) {
    refuse(exchange, problem);
    return;
  }
  readBytes(exchange, (bytes) => {
    try {
      const read = parseJson(bytes, exchange.listener.limits);
      if (read.ok) next(read.value);
      else refuse(exchange, read.problem);
    } catch (error) {
      fail(exchange, error);
    }
  });
}

function headProblem(exchange: Exchange): Problem | undefined {
  const { contentEncoding, contentType } = exchange;
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    return { name: 'encoded-body', detail: 'send the body without `Content-Encoding`' };
  }
  if (contentType === 'application/json' || (contentType !== undefined && isJsonType(contentType))) return undefined;
  return { name: 'not-json-typed' };
}

function isJsonType(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  if (type.trim() !== 'application/json') return false;
  return parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.split('=');
    return name.trim() !== 'charset' || ['utf-8', '"utf-8"', 'utf8'].includes(value.trim());
  });
}

function readBytes(exchange: Exchange, done: (bytes: Buffer) => void): void {
  const { request } = exchange;
  const limit = exchange.listener.limits.maxBodySize;
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > limit) {
      request.off('data', onData);
      request.off('end', onEnd);
      // The rest is let through unread, within the request's time-out, so that the asker gets to read the answer.
      request.resume();
      refuse(exchange, { name: 'body-too-large', detail: `the limit is ${limit} bytes` });
    } else if (first === undefined) first = chunk;
    else if (rest === undefined) rest = [first, chunk];
    else rest.push(chunk);
  };
  const onEnd = (): void => done(rest === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(rest, size));
  markReading(exchange);
  request.on('data', onData);
  request.on('end', onEnd);
}

/** Parses bytes as JSON: strict UTF-8, bounded depth. Never throws. */
function parseJson(bytes: Buffer, limits: Limits): JsonRead {
  if (!isUtf8(bytes)) return { ok: false, problem: { name: 'not-utf8' } };
  const text = bytes.toString('utf8');
  if (isDeeper(text, limits.maxDepth)) {
    return { ok: false, problem: { name: 'too-deep', detail: `the limit is ${limits.maxDepth} levels` } };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: { name: 'not-json' } };
  }
}

function isDeeper(text: string, limit: number): boolean {
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    // `[` and `{` differ in one bit: 0x5b and 0x7b. Few of either, quoted ones included, can't nest deep.
    if ((text.charCodeAt(at) & 0xffdf) === 0x5b && ++opened > limit) return nestsDeeper(text, limit);
  }
  return false;
}

function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if ((code & 0xffdf) === 0x5b && ++depth > limit) return true;
    else if ((code & 0xffdf) === 0x5d) depth--;
  }
  return false;
}
