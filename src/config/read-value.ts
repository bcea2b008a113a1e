import { isAbsolute, join } from 'node:path';
import type { ListenAddress } from './config.ts';

export type ValueRead<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

/** Reads one value. `folder` is where a relative path starts: empty for the working directory. */
export type ReadValue<Value> = (text: string, folder: string) => ValueRead<Value>;

/** A path of the file system, as written; one from a configuration file starts at that file's folder. */
export function readPath(text: string, folder: string): ValueRead<string> {
  return good(folder === '' || isAbsolute(text) ? text : join(folder, text));
}

/** A path, or `-` for standard output. */
export function readPathOrDash(text: string, folder: string): ValueRead<string> {
  return text === '-' ? good(text) : readPath(text, folder);
}

/** `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`. Port 0 lets the system choose one. */
export function readAddress(text: string, folder: string): ValueRead<ListenAddress> {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length);
    if (path === '') return bad(text, 'has no path; write `unix:/run/chaperone.sock`');
    const read = readPath(path, folder);
    return read.ok ? good({ kind: 'unix', path: read.value }) : read;
  }
  const parts = /^(?:\[([0-9a-f:.%]+)\]|([^[\]:/@\s]+)):(\d{1,5})$/i.exec(text);
  const port = Number(parts?.[3] ?? Number.NaN);
  const host = parts?.[1] ?? parts?.[2];
  if (host === undefined) return bad(text, 'is no address; write `127.0.0.1:4400`, `[::1]:4400` or `unix:/PATH`');
  if (port > 65_535) return bad(text, 'has a port above 65535');
  return good({ kind: 'tcp', host, port });
}

/** The text that `readAddress` reads back. */
export function printAddress(address: ListenAddress): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** Three octal digits, with or without a `0` or `0o` before them. */
export function readMode(text: string): ValueRead<number> {
  if (!/^(?:0o?)?[0-7]{3}$/.test(text)) return bad(text, 'is no socket mode; write three octal digits, as in `0660`');
  return good(Number.parseInt(text.slice(-3), 8));
}

/** The text that `readMode` reads back. */
export function printMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** A whole number from 0 to a million, without a sign. */
export function readSize(text: string): ValueRead<number> {
  const size = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  return size <= 1_000_000 ? good(size) : bad(text, 'is no whole number from 0 to 1000000');
}

/** A host name or address as a `Host` header may carry it, with or without a port; lower case. */
export function readHost(text: string): ValueRead<string> {
  const parts = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(text);
  if (parts === null || Number(parts[1] ?? 0) > 65_535) {
    return bad(text, 'is no host; write it as a client names it, as in `chaperone.internal` or `pdp.example.com:8443`');
  }
  return good(text.toLowerCase());
}

/**
 * The URL that callers know the service by, kept as written: they compare it character by character. AuthZEN asks for
 * https without query and fragment.
 */
export function readPublicUrl(text: string): ValueRead<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') return bad(text, 'is no https URL');
  if (url.username !== '' || url.password !== '') return bad(text, 'has a user or a password in it');
  if (/[?#]/.test(text)) return bad(text, 'has a query or a fragment');
  return good(text);
}

function good<Value>(value: Value): ValueRead<Value> {
  return { ok: true, value };
}

function bad(text: string, why: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message: `\`${text}\` ${why}` };
}
