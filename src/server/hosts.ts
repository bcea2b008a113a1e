import type { ListenAddress } from '../config/config.ts';

/** Which `Host` and `Origin` values a TCP listener accepts. */
export interface HostList {
  /** `local` is the address that the connection came in on. */
  allowsHost(host: string, local: string | undefined): boolean;
  allowsOrigin(origin: string): boolean;
}

const WILDCARDS = new Set(['0.0.0.0', '::']);
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]@/?#\s]+)(?::(\d{1,5}))?$/;

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * The hosts of a listener: its own address, `localhost` and each allowed host. A name without a port is accepted with
 * any (a forwarded port is not the listener's own), one with a port with that alone. A listener on all addresses also
 * accepts the one that a connection came in on. An origin must be an allowed host: that it runs on this machine proves
 * nothing about a page.
 */
export function createHostList(address: ListenAddress, allowedHosts: readonly string[]): HostList {
  const extra = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const own = address.kind === 'tcp' ? address.host.toLowerCase() : undefined;
  const names = new Set(['localhost', ...extra]);
  if (own !== undefined) names.add(bracketed(own));
  const everywhere = own !== undefined && WILDCARDS.has(own);
  return {
    allowsHost(host, local) {
      const text = host.toLowerCase();
      const name = HOST.exec(text)?.[1];
      if (name === undefined) return false;
      if (names.has(name) || extra.has(text)) return true;
      return everywhere && local !== undefined && name === bracketed(local.replace(/^::ffff:/, ''));
    },
    allowsOrigin(origin) {
      const text = /^https?:\/\/(.+)$/.exec(origin.toLowerCase())?.[1] ?? '';
      const name = HOST.exec(text)?.[1];
      return name !== undefined && (extra.has(name) || extra.has(text));
    },
  };
}

/** A host as it stands in a URL. */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
