import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { ListenAddress, TlsFiles } from '../config/config.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { ListenerState } from './exchange.ts';
import { bracketed } from './hosts.ts';
import { rejectBroken } from './rejects.ts';
import { clearSocketPath, setSocketMode } from './unix-socket.ts';

export interface ListenOptions {
  readonly address: ListenAddress;
  readonly socketMode: number;
  readonly tls: TlsFiles | undefined;
  /** Its name is set once the port is known. */
  readonly state: ListenerState;
  readonly handle: RequestListener;
}

/** A listener that takes connections. */
export interface Listening {
  readonly name: string;
  /** Takes no more connections, lets what is in flight finish within `closeTimeout`, then ends what is left. */
  close(): Promise<void>;
}

/** Opens a listener. Rejects with a ChaperoneError where the address can't be had. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { address, state } = options;
  if (address.kind === 'unix') await clearSocketPath(address.path);
  const server = createHttpServer(options);
  await open(server, address);
  server.on('error', (error) => state.log({ level: 'error', message: `a listener failed: ${error.message}` }));
  if (address.kind === 'unix') {
    state.name = `unix:${address.path}`;
    setSocketMode(address.path, options.socketMode);
  } else {
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
    state.name = `${options.tls === undefined ? 'http' : 'https'}://${bracketed(address.host)}:${port}`;
  }
  return { name: state.name, close: () => close(server, state) };
}

function createHttpServer(options: ListenOptions): Server {
  const { limits } = options.state;
  const settings: ServerOptions = {
    headersTimeout: limits.headersTimeout,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    connectionsCheckingInterval: limits.connectionsCheckingInterval,
    maxHeaderSize: limits.maxHeaderSize,
    // The guard judges the Host, so that its refusal is like the others.
    requireHostHeader: false,
  };
  const { address, tls } = options;
  const server = address.kind === 'tcp' && tls !== undefined ? createTlsServer(settings, tls) : createServer(settings);
  server.maxConnections = limits.maxConnections;
  server.on('request', options.handle);
  // An expectation that nobody knows may be passed over (RFC 9110, 10.1.1); Node would answer without the guard.
  server.on('checkExpectation', options.handle);
  rejectBroken(server, options.state);
  return server;
}

function createTlsServer(settings: ServerOptions, files: TlsFiles): Server {
  const { certificate, key, clientAuthority } = files;
  const secure = {
    cert: readPem(certificate),
    key: readPem(key),
    minVersion: 'TLSv1.2' as const,
    ...(clientAuthority === undefined
      ? {}
      : { ca: readPem(clientAuthority), requestCert: true, rejectUnauthorized: true }),
  };
  try {
    return createSecureServer({ ...settings, ...secure });
  } catch (error) {
    const message = `the TLS files \`${certificate}\` and \`${key}\` do not fit`;
    throw new ChaperoneError('config', message, { cause: error });
  }
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ChaperoneError('config', `the TLS file \`${file}\` can not be read`, { cause: error });
  }
}

function open(server: Server, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(listenError(address, error));
    server.once('error', onError);
    server.listen(address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port }, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function listenError(address: ListenAddress, error: NodeJS.ErrnoException): ChaperoneError {
  const where = address.kind === 'unix' ? address.path : `${bracketed(address.host)}:${address.port}`;
  if (error.code === 'EADDRINUSE') {
    return new ChaperoneError('address-in-use', `the address \`${where}\` is in use`, { cause: error });
  }
  return new ChaperoneError('listen-failed', `can not listen on \`${where}\`: ${error.code ?? error.message}`, {
    cause: error,
  });
}

function close(server: Server, state: ListenerState): Promise<void> {
  state.closing = true;
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), state.limits.closeTimeout);
    // A connection that was in use when the listener closed is idle a moment later.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
