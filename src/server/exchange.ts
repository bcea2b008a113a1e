import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Asked } from '../model/recorder.ts';
import type { Limits } from './limits.ts';
import { errorDialectOf, type Problem, renderProblem } from './problems.ts';

/** One line of the process's own log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [member: string]: unknown;
}

/** What every request of one listener shares. */
export interface ListenerState {
  /** `http://127.0.0.1:4400` or `unix:/run/chaperone.sock`. */
  name: string;
  /** True once the listener stops: connections then end with their answer. */
  closing: boolean;
  readonly limits: Limits;
  readonly log: (line: LogLine) => void;
}

/** One request and the answer that it gets. The header fields are those the guard has read. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listener: ListenerState;
  readonly requestId: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly authorization: string | undefined;
}

// Node writes headers as UTF-8 when they leave with a text and as Latin-1, the bytes that came, with a Buffer.
const HIGH_BYTE = /[\x80-\xff]/;

/** Writes the whole answer. Whoever asked may be gone by then; that is no error. */
export function send(
  exchange: Exchange,
  status: number,
  contentType: string,
  body: string,
  more?: readonly string[],
): void {
  const { response, requestId, listener } = exchange;
  if (response.headersSent) return;
  const headers = ['content-type', contentType, 'content-length', String(Buffer.byteLength(body))];
  if (more !== undefined) headers.push(...more);
  if (requestId !== undefined) headers.push('x-request-id', requestId);
  if (listener.closing && more?.includes('connection') !== true) headers.push('connection', 'close');
  response.writeHead(status, headers);
  response.end(requestId !== undefined && HIGH_BYTE.test(requestId) ? Buffer.from(body) : body);
}

/** Answers 200 with a text that is JSON already. */
export function sendJson(exchange: Exchange, body: string): void {
  send(exchange, 200, 'application/json', body);
}

/** Answers a refusal, in the dialect of the path asked. */
export function refuse(exchange: Exchange, problem: Problem): void {
  const rendered = renderProblem(problem, errorDialectOf(exchange.request.url ?? ''));
  send(exchange, rendered.status, rendered.contentType, rendered.body, problem.headers);
}

/** Answers 500 for what should not have happened. What it was goes to the process's log alone. */
export function fail(exchange: Exchange, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  exchange.listener.log({ level: 'error', message: `a request failed: ${message}` });
  refuse(exchange, { name: 'fault' });
}

const READING: unique symbol = Symbol('reading');

interface Marked {
  [READING]?: Exchange;
}

/** Notes on the connection that the exchange waits for its body. A property costs less than a map, on every request. */
export function markReading(exchange: Exchange): void {
  (exchange.request.socket as Marked)[READING] = exchange;
}

/** The exchange on this connection whose body broke off, if there is one to answer. */
export function unfinishedOn(socket: Duplex): Exchange | undefined {
  const exchange = (socket as Marked)[READING];
  if (exchange === undefined || exchange.request.complete || exchange.response.headersSent) return undefined;
  return exchange;
}

/** Who asks, for the record. */
export function askedOf(exchange: Exchange, dialect: string): Asked {
  const peer = exchange.request.socket.remoteAddress;
  return {
    listener: exchange.listener.name,
    dialect,
    ...(peer === undefined ? {} : { peer }),
    ...(exchange.requestId === undefined ? {} : { requestId: exchange.requestId }),
  };
}
