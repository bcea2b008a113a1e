import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ListenerState, refuse, unfinishedOn } from './exchange.ts';
import { type ProblemName, renderProblem } from './problems.ts';

/** Answers what never becomes a request: broken HTTP, headers over the limit, a request too slow to arrive. */
export function rejectBroken(server: Server, state: ListenerState): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const name = problemOf(error.code);
    const exchange = unfinishedOn(socket);
    // A request that broke off in its body has a dialect and an id, so it is refused like the others.
    if (exchange !== undefined) refuse(exchange, { name, headers: ['connection', 'close'] });
    else socket.end(rawAnswer(name), () => socket.destroy());
  });
  server.on('tlsClientError', (_error: Error, socket: Duplex) => socket.destroy());
  let dropped = 0;
  server.on('drop', () => {
    // Powers of two only: a flood of connections must not become a flood of lines.
    dropped++;
    if ((dropped & (dropped - 1)) !== 0) return;
    const message = `${dropped} connections dropped: \`${state.name}\` has ${state.limits.maxConnections} already`;
    state.log({ level: 'warn', message });
  });
}

function problemOf(code: string | undefined): ProblemName {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too-slow' : 'bad-request';
}

function rawAnswer(name: ProblemName): string {
  const { status, contentType, body } = renderProblem({ name }, 'native');
  const head = [
    `HTTP/1.1 ${status} `,
    `content-type: ${contentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
