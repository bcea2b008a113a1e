import { ChaperoneError } from '../model/errors.ts';
import { refuse, send } from './exchange.ts';
import type { Route } from './router.ts';

const WELL_KNOWN = '/.well-known/authzen-configuration';

/**
 * The AuthZEN metadata. A decision point is known by its https URL alone, so without one there is nothing to tell.
 * Throws a ChaperoneError where the URL is none that the standard allows.
 */
export function discoveryRoutes(publicUrl: string | undefined): readonly Route[] {
  if (publicUrl === undefined) {
    return [{ method: 'GET', path: WELL_KNOWN, handle: (exchange) => refuse(exchange, { name: 'not-found' }) }];
  }
  const path = readPublicUrl(publicUrl).pathname.replace(/\/+$/, '');
  const base = publicUrl.replace(/\/+$/, '');
  const body = JSON.stringify({
    policy_decision_point: publicUrl,
    access_evaluation_endpoint: `${base}/access/v1/evaluation`,
    access_evaluations_endpoint: `${base}/access/v1/evaluations`,
  });
  // The well-known segment stands between the host and the path of the URL.
  const paths = path === '' ? [WELL_KNOWN] : [WELL_KNOWN, `${WELL_KNOWN}${path}`];
  return paths.map((at) => ({
    method: 'GET',
    path: at,
    handle: (exchange) => send(exchange, 200, 'application/json', body, ['cache-control', 'max-age=3600']),
  }));
}

function readPublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || /[?#]/.test(text) || url.username !== '' || url.password !== '') {
    throw new ChaperoneError('config', `the public URL \`${text}\` must be an https URL without query or fragment`);
  }
  return url;
}
