import type { Pdp } from '../pdp/pdp.ts';
import { authzenRoutes } from './authzen.ts';
import { discoveryRoutes } from './discovery.ts';
import { sendJson } from './exchange.ts';
import { nativeRoutes } from './native.ts';
import { describeApi } from './openapi.ts';
import type { Route } from './router.ts';

/** Every route of a decisions listener. */
export function decisionRoutes(pdp: Pdp, publicUrl: string | undefined, version: string): readonly Route[] {
  const description = JSON.stringify(describeApi(version));
  return [
    ...nativeRoutes(pdp),
    ...authzenRoutes(pdp),
    ...discoveryRoutes(publicUrl),
    { method: 'GET', path: '/openapi.json', handle: (exchange) => sendJson(exchange, description) },
  ];
}
