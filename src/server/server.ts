import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config, ListenAddress, TlsFiles } from '../config/config.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { Pdp } from '../pdp/pdp.ts';
import { adminRoutes, type MetricsText, OPEN_PATHS } from './admin.ts';
import { type Exchange, fail, type ListenerState, type LogLine, refuse } from './exchange.ts';
import { type GuardOptions, guard } from './guard.ts';
import { createHostList, isLoopback } from './hosts.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type Listening, listen } from './listen.ts';
import { createDecide } from './native.ts';
import { createRouter, type Route } from './router.ts';
import { decisionRoutes } from './routes.ts';
import { createTokens, type Tokens } from './tokens.ts';

type Addresses = Pick<
  Config,
  'listen' | 'admin' | 'socketMode' | 'tokenFile' | 'metricsTokenFile' | 'allowedHosts' | 'publicUrl' | 'tls'
>;

export interface ServerOptions extends Addresses {
  readonly pdp: Pdp;
  readonly metrics: MetricsText;
  readonly version: string;
  readonly log: (line: LogLine) => void;
  readonly limits?: Partial<Limits>;
}

export interface RunningServer {
  /** `http://127.0.0.1:4400`, `unix:/run/chaperone.sock`: in the order asked for, with the ports in use. */
  readonly decisions: readonly string[];
  readonly admin: string;
  /** Takes no more requests, lets what is in flight finish, and frees every address. Does not close the pdp. */
  close(): Promise<void>;
}

/**
 * Serves decisions and administration. Rejects with a ChaperoneError, and leaves nothing open, where an address can't be
 * had, a file can't be read, or a listener that other machines reach has no token.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  requireTokens(options);
  const tokensOf = (file: string | undefined): Tokens | undefined =>
    file === undefined ? undefined : createTokens({ file, log: options.log });
  const tokens = tokensOf(options.tokenFile);
  const routes = decisionRoutes(options.pdp, options.publicUrl, options.version);
  const fast = createDecide(options.pdp);
  const admin = adminRoutes({
    pdp: options.pdp,
    metrics: options.metrics,
    version: options.version,
    tokens: isLocal(options.admin) ? undefined : tokens,
    metricsTokens: tokensOf(options.metricsTokenFile),
  });
  const opened: Listening[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.map((listening) => listening.close()));
  };
  try {
    for (const address of options.listen) {
      const asked = address.kind === 'tcp' ? tokens : undefined;
      opened.push(await serve(options, { address, tokens: asked, routes, fast, tls: options.tls, open: NONE }));
    }
    opened.push(await serve(options, { address: options.admin, routes: admin, open: OPEN_PATHS }));
  } catch (error) {
    await closeAll();
    throw error;
  }
  const names = opened.map((listening) => listening.name);
  return { decisions: names.slice(0, -1), admin: names.at(-1) ?? '', close: closeAll };
}

const NONE: ReadonlySet<string> = new Set();

interface Service {
  readonly address: ListenAddress;
  readonly routes: readonly Route[];
  readonly open: ReadonlySet<string>;
  readonly tokens?: Tokens | undefined;
  readonly tls?: TlsFiles | undefined;
  /** Answers `POST /decide` in front of the router. */
  readonly fast?: (exchange: Exchange) => void;
}

function serve(options: ServerOptions, service: Service): Promise<Listening> {
  const { address, routes, open, tokens, fast } = service;
  const limits = { ...LIMITS, ...options.limits };
  const state: ListenerState = { name: '', closing: false, limits, log: options.log };
  const hosts = address.kind === 'tcp' ? createHostList(address, options.allowedHosts) : undefined;
  const guarding: GuardOptions = { listener: state, hosts, tokens, open };
  const route = createRouter(routes);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { exchange, problem } = guard(request, response, guarding);
    try {
      if (problem !== undefined) refuse(exchange, problem);
      else if (fast !== undefined && request.url === '/decide' && request.method === 'POST') fast(exchange);
      else route(exchange);
    } catch (error) {
      fail(exchange, error);
    }
  };
  return listen({ address, socketMode: options.socketMode, tls: service.tls, state, handle });
}

function isLocal(address: ListenAddress): boolean {
  return address.kind === 'unix' || isLoopback(address.host);
}

function requireTokens(options: ServerOptions): void {
  if (options.tokenFile !== undefined) return;
  const reachable = [...options.listen, options.admin].find((address) => !isLocal(address));
  if (reachable?.kind !== 'tcp') return;
  const where = `${reachable.host}:${reachable.port}`;
  throw new ChaperoneError('config', `\`${where}\` can be reached from other machines: set a token file`);
}
