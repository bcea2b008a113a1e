import type { IncomingMessage } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { type Exchange, fail, refuse } from './exchange.ts';

/** One method on one path. A GET also answers HEAD. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Answers the exchange, now or later. What it throws is answered as a fault. */
  handle(exchange: Exchange): void | Promise<void>;
}

interface Env {
  Bindings: HttpBindings;
}

// No route needs more; what a URL parser would rewrite (`..`, `%2e`, a backslash) leads nowhere.
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]*)+$/;

/** Hands each exchange to the route that it asks for, and refuses it where there is none. */
export function createRouter(routes: readonly Route[]): (exchange: Exchange) => void {
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  const exchangeOf = (context: Context<Env>): Exchange => exchanges.get(context.env.incoming) as Exchange;
  const app = new Hono<Env>();
  for (const route of routes) {
    app.on(route.method, route.path, (context) => {
      const exchange = exchangeOf(context);
      void run(route, exchange);
      return RESPONSE_ALREADY_SENT;
    });
  }
  app.notFound((context) => {
    refuseUnrouted(exchangeOf(context), routes, context.req.path);
    return RESPONSE_ALREADY_SENT;
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return (exchange) => {
    const { request } = exchange;
    if (!PLAIN_PATH.test(pathOf(request.url ?? ''))) {
      refuse(exchange, { name: 'not-found' });
      return;
    }
    exchanges.set(request, exchange);
    // The guard has judged the Host; the adapter makes a URL of it, which an odd one on a socket must not break.
    request.headers.host = 'localhost';
    void listener(request, exchange.response);
  };
}

/** The path of a request target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

async function run(route: Route, exchange: Exchange): Promise<void> {
  try {
    await route.handle(exchange);
  } catch (error) {
    fail(exchange, error);
  }
}

function refuseUnrouted(exchange: Exchange, routes: readonly Route[], path: string): void {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method);
  if (methods.length === 0) {
    refuse(exchange, { name: 'not-found' });
    return;
  }
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  refuse(exchange, { name: 'method-not-allowed', headers: ['allow', allowed.join(', ')] });
}
