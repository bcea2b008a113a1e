import type { ListenAddress } from '../config/config.ts';

/** Which `Host` and `Origin` values a TCP listener accepts. */
export interface HostList {
  /** `local` is the address that the connection came in on. */
  allowsHost(host: string, local: string | undefined): boolean;
  allowsOrigin(origin: string): boolean;
}

const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]@/?#\s]+)(?::(\d{1,5}))?$/;

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * The hosts of a listener: its own address, `localhost` and each allowed host. A name without a port is accepted with
 * any (a forwarded port is not the listener's own), one with a port with that alone. The address that a connection came
 * in on is accepted too: a page that rebinds a name sends that name, never an address. An origin must be an allowed
 * host: that it runs on this machine proves nothing about a page.
 */
export function createHostList(address: ListenAddress, allowedHosts: readonly string[]): HostList {
  const extra = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const names = new Set(['localhost', ...extra]);
  if (address.kind === 'tcp') names.add(bracketed(address.host.toLowerCase()));
  return {
    allowsHost(host, local) {
      const text = host.toLowerCase();
      const name = HOST.exec(text)?.[1];
      if (name === undefined) return false;
      if (names.has(name) || extra.has(text)) return true;
      return local !== undefined && name === bracketed(local.replace(/^::ffff:/, ''));
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
