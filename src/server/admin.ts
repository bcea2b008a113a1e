import type { Pdp, ReloadResult } from '../pdp/pdp.ts';
import { type Exchange, refuse, send, sendJson } from './exchange.ts';
import { tokenProblem } from './guard.ts';
import type { Route } from './router.ts';
import type { Tokens } from './tokens.ts';

/** The registry of metrics, as text. */
export interface MetricsText {
  readonly contentType: string;
  text(): Promise<string>;
}

export interface AdminOptions {
  readonly pdp: Pdp;
  readonly metrics: MetricsText;
  readonly version: string;
  /** Asked for on `/status` and `/reload`. */
  readonly tokens: Tokens | undefined;
  /** Asked for on `/metrics`. */
  readonly metricsTokens: Tokens | undefined;
}

/** Paths that answer whatever the Host: probes and scrapers go by address. */
export const OPEN_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** The routes of the admin listener. */
export function adminRoutes(options: AdminOptions): readonly Route[] {
  const { pdp, metrics, version, tokens, metricsTokens } = options;
  return [
    { method: 'GET', path: '/healthz', handle: (exchange) => sendStatus(exchange, 200) },
    { method: 'GET', path: '/readyz', handle: (exchange) => sendStatus(exchange, pdp.status().ready ? 200 : 503) },
    {
      method: 'GET',
      path: '/metrics',
      handle: guarded(metricsTokens, async (exchange) =>
        send(exchange, 200, metrics.contentType, await metrics.text()),
      ),
    },
    {
      method: 'GET',
      path: '/status',
      handle: guarded(tokens, (exchange) => sendJson(exchange, JSON.stringify({ version, ...pdp.status() }))),
    },
    {
      method: 'POST',
      path: '/reload',
      handle: guarded(tokens, async (exchange) => sendReload(exchange, await pdp.reload())),
    },
  ];
}

function sendStatus(exchange: Exchange, status: number): void {
  send(exchange, status, 'text/plain', '');
}

function sendReload(exchange: Exchange, reload: ReloadResult): void {
  if (reload.result !== 'refused') {
    sendJson(exchange, JSON.stringify(reload));
    return;
  }
  const { result, message, diagnostics } = reload;
  refuse(exchange, { name: 'reload-refused', detail: message, more: { result, diagnostics } });
}

function guarded(tokens: Tokens | undefined, handle: Route['handle']): Route['handle'] {
  return (exchange) => {
    const problem = tokenProblem(exchange.authorization, tokens);
    if (problem === undefined) return handle(exchange);
    refuse(exchange, problem);
    return undefined;
  };
}
