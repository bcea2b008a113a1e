import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange, ListenerState } from './exchange.ts';
import type { HostList } from './hosts.ts';
import type { Problem } from './problems.ts';
import { pathOf } from './router.ts';
import type { Tokens } from './tokens.ts';

/** What a listener asks of a request before any handler sees it. */
export interface GuardOptions {
  readonly listener: ListenerState;
  /** Undefined on a unix socket, where its mode is the guard. */
  readonly hosts: HostList | undefined;
  /** Undefined where no token is asked for. */
  readonly tokens: Tokens | undefined;
  /** Paths that answer whatever the Host and without the listener's token. */
  readonly open: ReadonlySet<string>;
}

export interface Guarded {
  readonly exchange: Exchange;
  readonly problem: Problem | undefined;
}

interface Head {
  host?: string;
  origin?: string;
  requestId?: string;
  authorization?: string;
  contentType?: string;
  contentEncoding?: string;
  /** The first of these headers that stands twice. */
  repeated?: string;
}

/** Judges the head of a request. With a problem, the exchange is there to be refused and for nothing else. */
export function guard(request: IncomingMessage, response: ServerResponse, options: GuardOptions): Guarded {
  const { listener } = options;
  const head = readHead(request.rawHeaders);
  const fits = head.requestId === undefined || head.requestId.length <= listener.limits.maxRequestIdSize;
  const exchange: Exchange = {
    request,
    response,
    listener,
    requestId: fits ? head.requestId : undefined,
    contentType: head.contentType,
    contentEncoding: head.contentEncoding,
    authorization: head.authorization,
  };
  const problem = fits ? headProblem(request, head, options) : ({ name: 'bad-request-id' } as const);
  return { exchange, problem };
}

// Node's own view keeps one of two equal headers silently, so the guard reads them as they came.
function readHead(raw: readonly string[]): Head {
  const head: Head = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const key = fieldOf(raw[at] as string);
    if (key === undefined) continue;
    if (head[key] !== undefined) head.repeated ??= raw[at] as string;
    else head[key] = raw[at + 1] as string;
  }
  return head;
}

function fieldOf(name: string): Exclude<keyof Head, 'repeated'> | undefined {
  switch (name.length) {
    case 4:
      return name.toLowerCase() === 'host' ? 'host' : undefined;
    case 6:
      return name.toLowerCase() === 'origin' ? 'origin' : undefined;
    case 12: {
      const lower = name.toLowerCase();
      if (lower === 'content-type') return 'contentType';
      return lower === 'x-request-id' ? 'requestId' : undefined;
    }
    case 13:
      return name.toLowerCase() === 'authorization' ? 'authorization' : undefined;
    case 16:
      return name.toLowerCase() === 'content-encoding' ? 'contentEncoding' : undefined;
    default:
      return undefined;
  }
}

function headProblem(request: IncomingMessage, head: Head, options: GuardOptions): Problem | undefined {
  const { maxHeaders } = options.listener.limits;
  if (request.rawHeaders.length > 2 * maxHeaders) {
    return { name: 'headers-too-large', detail: `the limit is ${maxHeaders} headers` };
  }
  const target = request.url ?? '';
  if (target.charCodeAt(0) !== 0x2f) return { name: 'bad-target' };
  if (options.open.size > 0 && options.open.has(pathOf(target))) return undefined;
  if (head.repeated !== undefined) {
    return head.repeated.toLowerCase() === 'host' ? { name: 'bad-host' } : { name: 'repeated-header' };
  }
  return hostProblem(request, head, options.hosts) ?? tokenProblem(head.authorization, options.tokens);
}

function hostProblem(request: IncomingMessage, head: Head, hosts: HostList | undefined): Problem | undefined {
  if (hosts === undefined) return undefined;
  if (head.host === undefined || head.host === '') return { name: 'bad-host' };
  if (!hosts.allowsHost(head.host, request.socket.localAddress)) {
    return { name: 'host-not-allowed', detail: 'name the host with `--allowed-host` to accept it' };
  }
  if (head.origin !== undefined && !hosts.allowsOrigin(head.origin)) return { name: 'origin-not-allowed' };
  return undefined;
}

/** The problem of a request without a valid bearer token; none where no token is asked for. */
export function tokenProblem(authorization: string | undefined, tokens: Tokens | undefined): Problem | undefined {
  if (tokens === undefined || tokens.accepts(authorization)) return undefined;
  const error = authorization === undefined ? '' : ', error="invalid_token"';
  return { name: 'unauthorized', headers: ['www-authenticate', `Bearer realm="chaperone"${error}`] };
}
