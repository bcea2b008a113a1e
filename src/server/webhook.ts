import { readFileSync } from 'node:fs';
import type { ListenAddress, TlsFiles } from '../config/config.ts';
import { ChaperoneError } from '../model/errors.ts';
import { type Exchange, fail, type ListenerState, type LogLine, refuse, send } from './exchange.ts';
import { guard } from './guard.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type Listening, listen } from './listen.ts';
import { createRouter } from './router.ts';
import { checkFor, type SignatureCheck } from './webhook-signature.ts';

export interface WebhookOptions {
  readonly address: ListenAddress;
  /** One secret a line; read for each request, so that secrets rotate without a restart. */
  readonly secretFile: string;
  readonly socketMode: number;
  readonly tls: TlsFiles | undefined;
  /** Called for what was pushed, at most once a second; a last call is never lost. */
  readonly pushed: () => void;
  readonly log: (line: LogLine) => void;
  readonly limits?: Partial<Limits>;
}

/** What the largest forge sends at most. The body is never kept, only signed. */
const MAX_BODY = 26_214_400;
const NONE: ReadonlySet<string> = new Set();

/**
 * Listens for a forge that says that something was pushed (`POST /webhook`). Whoever knows a secret may say so: it makes
 * the source be looked at, and nothing in the message is believed. Rejects with a ChaperoneError where the secrets can't
 * be read or the address can't be had.
 */
export async function startWebhook(options: WebhookOptions): Promise<Listening> {
  readSecrets(options.secretFile);
  const limits: Limits = { ...LIMITS, maxBodySize: MAX_BODY, ...options.limits };
  const state: ListenerState = { name: '', closing: false, limits, log: options.log };
  const spaced = spaceOut(options.pushed);
  const route = createRouter([
    { method: 'POST', path: '/webhook', handle: (exchange) => receive(exchange, options.secretFile, spaced.call) },
  ]);
  const listening = await listen({
    address: options.address,
    socketMode: options.socketMode,
    tls: options.tls,
    state,
    handle: (request, response) => {
      // The signature says who asks; a forge comes by whatever name and without a token.
      const { exchange, problem } = guard(request, response, {
        listener: state,
        hosts: undefined,
        tokens: undefined,
        open: NONE,
      });
      try {
        if (problem === undefined) route(exchange);
        else refuse(exchange, problem);
      } catch (error) {
        fail(exchange, error);
      }
    },
  });
  const close = async (): Promise<void> => {
    spaced.stop();
    await listening.close();
  };
  return { name: listening.name, close };
}

function receive(exchange: Exchange, secretFile: string, pushed: () => void): void {
  const check = checkFor(exchange.request.headers, readSecrets(secretFile));
  if (check === undefined) {
    refuseUnsigned(exchange, 'the message is not signed');
    return;
  }
  readSigned(exchange, check, () => {
    if (!check.isSigned()) {
      refuseUnsigned(exchange, 'the signature is none of ours');
      return;
    }
    send(exchange, 202, 'application/json', '{"result":"looking"}');
    pushed();
  });
}

function refuseUnsigned(exchange: Exchange, detail: string): void {
  refuse(exchange, { name: 'unsigned', detail, headers: ['connection', 'close'] });
}

function readSigned(exchange: Exchange, check: SignatureCheck, done: () => void): void {
  const { request } = exchange;
  const { maxBodySize } = exchange.listener.limits;
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= maxBodySize) {
      check.update(chunk);
      return;
    }
    request.off('data', onData);
    request.off('end', done);
    request.resume();
    refuse(exchange, { name: 'body-too-large', detail: `the limit is ${maxBodySize} bytes` });
  };
  request.on('data', onData);
  request.on('end', done);
}

function readSecrets(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ChaperoneError('config', `the webhook secret file \`${file}\` can not be read`, { cause: error });
  }
  const secrets = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (secrets.length === 0) throw new ChaperoneError('config', `the webhook secret file \`${file}\` holds no secret`);
  return secrets;
}

const SPACE_MS = 1_000;

/** Passes the first call on at once, and of those that come within a second of it one, at its end. */
function spaceOut(task: () => void): { readonly call: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  const run = (): void => {
    isWaiting = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWaiting) run();
    }, SPACE_MS);
    timer.unref();
    task();
  };
  const call = (): void => {
    if (timer === undefined) run();
    else isWaiting = true;
  };
  return { call, stop: () => clearTimeout(timer) };
}
