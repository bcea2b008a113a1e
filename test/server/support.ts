import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { readQuestion } from '../../src/model/question.ts';
import type { Asked } from '../../src/model/recorder.ts';
import type { Answer } from '../../src/model/verdict.ts';
import type { Pdp } from '../../src/pdp/pdp.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/server.ts';

/** A pdp for tests of the transport alone: the action's name says the answer. */
export interface FakePdp extends Pdp {
  readonly seen: { value: unknown; asked: Asked | undefined }[];
  ready: boolean;
  refusing: boolean;
  /** Answers the questions that wait. */
  release(): void;
}

export function createFakePdp(): FakePdp {
  const seen: FakePdp['seen'] = [];
  const waiting: (() => void)[] = [];
  const answer = (value: unknown, asked: Asked | undefined): Answer => {
    seen.push({ value, asked });
    const read = readQuestion(value);
    const name = read.ok ? read.question.action.name : '';
    if (name === 'throw') throw new Error('secret detail');
    return fakeAnswer(read.ok ? name : 'malformed');
  };
  const pdp: FakePdp = {
    seen,
    ready: true,
    refusing: false,
    release: () => waiting.splice(0).forEach((go) => void go()),
    ask: (value, asked) => {
      const answered = answer(value, asked);
      if (!answered.rules.includes('later')) return answered;
      return new Promise((resolve) => waiting.push(() => resolve(answered)));
    },
    askAll: (values, asked, stop) => {
      const answers: Answer[] = [];
      for (const value of values) {
        const next = answer(value, asked);
        answers.push(next);
        if (stop?.(next) === true) break;
      }
      return answers;
    },
    explain: () => {
      throw new Error('not asked for here');
    },
    status: () => ({
      ready: pdp.ready,
      stale: false,
      revision: pdp.ready ? 'r1' : null,
      origin: null,
      since: null,
      lastSuccess: null,
      lastFailure: null,
      reloads: { accepted: 1, unchanged: 0, refused: 0 },
      cache: { size: 0, entries: 0, evictions: 0 },
      documents: 1,
      changes: [],
    }),
    reload: async () =>
      pdp.refusing
        ? { result: 'refused', message: 'no `Role` is known', diagnostics: [] }
        : { result: 'unchanged', revision: 'r1', warnings: [] },
    close: async () => {},
  };
  return pdp;
}

function fakeAnswer(name: string): Answer {
  const asks = name === 'approve';
  const effect = asks ? 'ask' : name === 'allow' || name === 'oblige' ? 'allow' : 'deny';
  return {
    decision: effect === 'allow',
    effect,
    id: '01900000-0000-7000-8000-000000000000',
    reason: `because of ${name}`,
    rules: [name === 'malformed' || name === 'fault' ? `!${name}` : name],
    approvals: asks ? [{ rule: name, approvers: ['role:admin'] }] : [],
    obligations: name === 'oblige' ? [{ id: 'names-only', type: 'redact' }] : [],
    revision: 'r1',
  };
}

const cleanups: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A folder of its own, removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Served {
  readonly pdp: FakePdp;
  readonly server: RunningServer;
  readonly port: number;
  readonly adminPort: number;
  readonly lines: string[];
}

/** Starts a server on free ports, closed after the test. */
export async function serve(options: Partial<ServerOptions> = {}): Promise<Served> {
  const pdp = createFakePdp();
  const lines: string[] = [];
  const server = await startServer({
    listen: [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
    admin: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    socketMode: 0o660,
    allowedHosts: [],
    pdp,
    metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'up 1\n' },
    version: '0.0.0',
    log: (line) => lines.push(`${line.level} ${line.message}`),
    ...options,
  });
  cleanups.push(() => {
    pdp.release();
    return server.close();
  });
  return { pdp, server, port: portOf(server.decisions[0] ?? ''), adminPort: portOf(server.admin), lines };
}

function portOf(name: string): number {
  return name.startsWith('http') ? Number(new URL(name).port) : 0;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  readonly json: any;
}

export interface Call {
  readonly port?: number;
  readonly socket?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer | object;
}

/** One request on a connection of its own. A body that is an object is sent as JSON. */
export function call(options: Call): Promise<Reply> {
  const { body, path = '/decide', headers = {} } = options;
  const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        ...(options.socket === undefined ? { host: '127.0.0.1', port: options.port } : { socketPath: options.socket }),
        method: options.method ?? (body === undefined ? 'GET' : 'POST'),
        path,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const json = response.headers['content-type']?.includes('json') === true && text !== '';
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: json ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

/** Sends bytes as they are and gives all that comes back until the connection ends. */
export function exchangeRaw(where: number | NetConnectOpts, ...chunks: (string | Buffer)[]): Promise<Buffer> {
  const socket = connect(typeof where === 'number' ? { host: '127.0.0.1', port: where } : where);
  const received: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(received)));
    for (const chunk of chunks) socket.write(chunk);
  });
}

/** A well-formed question. */
export function question(action = 'allow', more: object = {}): object {
  return {
    subject: { type: 'agent', id: 'bot' },
    action: { name: action },
    resource: { type: 'tool', id: 'x' },
    ...more,
  };
}

/** The text of a request for `POST /decide`, with further header lines. */
export function rawDecide(body: string | Buffer, ...lines: string[]): Buffer {
  const head = [
    'POST /decide HTTP/1.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...lines,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}
