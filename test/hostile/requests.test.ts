import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { call, exchangeRaw, rawDecide } from '../server/support.ts';
import { question, serveText, VIEWER } from './service.ts';

// Each limit at N and N + 1, and what is no HTTP: test/server. Here many come at once to a process that goes on
// answering others.

const isLong = process.env['CHAPERONE_TEST_LONG'] !== undefined;
const HEAD = 'POST /decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

interface Held {
  readonly socket: Socket;
  /** All that comes back, once the connection ends. */
  readonly reply: Promise<string>;
}

function hold(port: number, text: string): Promise<Held> {
  const socket = connect(port, '127.0.0.1');
  let got = '';
  socket.setEncoding('utf8').on('data', (more: string) => {
    got += more;
  });
  socket.on('error', () => {});
  const reply = new Promise<string>((resolve) => socket.on('close', () => resolve(got)));
  return new Promise((resolve) => socket.write(text, () => resolve({ socket, reply })));
}

describe('hundreds of askers who never come to an end', () => {
  it('hold up nobody else, and are sent away in time', async () => {
    const service = await serveText(VIEWER);
    const slow = [
      HEAD,
      `${HEAD}Content-Length: 1000\r\n\r\n{"subject"`,
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\n{"sub`,
    ];
    const held = await Promise.all(Array.from({ length: 300 }, (_, at) => hold(service.port, slow[at % 3] ?? '')));
    for (let at = 0; at < 20; at += 1) expect(await service.effect(question())).toBe('allow');
    // The time-outs are seconds.
    if (isLong) for (const { reply } of held) expect(await reply).toMatch(/^HTTP\/1\.1 408 .*"decision":false}$/s);
    for (const { socket } of held) socket.destroy();
    expect(await service.effect(question())).toBe('allow');
    expect(service.log().filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('requests beyond every limit', () => {
  it('are refused with their status, none of them allowed, and the process answers on', async () => {
    const service = await serveText(VIEWER);
    const { port } = service;
    const body = JSON.stringify(question());
    const many = Array.from({ length: 2_000 }, (_, at) => `X-${at}: 1`);
    const bad: readonly (readonly [string, string, Buffer])[] = [
      ['a huge header', '431', rawDecide(body, 'Host: localhost', `X: ${'a'.repeat(1 << 20)}`)],
      ['many headers', '431', rawDecide(body, 'Host: localhost', ...many)],
      ['a huge target', '431', Buffer.from(`POST /${'a'.repeat(1 << 18)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)],
      ['a huge body', '413', rawDecide(JSON.stringify(question({ a: 'x'.repeat(1 << 19) })), 'Host: localhost')],
      [
        'a deep body',
        '400',
        rawDecide(
          JSON.stringify(question()).replace('{}', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`),
          'Host: localhost',
        ),
      ],
      ['a body without end', '400', rawDecide('['.repeat(200_000), 'Host: localhost')],
      [
        'bytes that are no text',
        '400',
        rawDecide(Buffer.from(body.replace('dana', 'd\xffna'), 'latin1'), 'Host: localhost'),
      ],
    ];
    for (const [name, status, bytes] of bad) {
      // A listener that has heard enough may cut the connection before all is sent.
      const reply = await exchangeRaw(port, bytes).catch((error: Error) => Buffer.from(`cut ${error.message}`));
      if (reply.toString().startsWith('cut')) expect(status, name).toMatch(/431|413/);
      else expect(reply.toString(), name).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*"decision":false}$`, 's'));
      expect(await service.effect(question()), name).toBe('allow');
    }
    expect(service.log().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('and questions just below them are answered', async () => {
    const service = await serveText(VIEWER);
    const nested = JSON.parse(`${'{"a":'.repeat(29)}1${'}'.repeat(29)}`);
    expect(await service.effect(question({ nested }))).toBe('allow');
    const wide = Object.fromEntries(Array.from({ length: 15_000 }, (_, at) => [`k${at}`, at]));
    expect(await service.effect(question(wide))).toBe('allow');
    const roles = Array.from({ length: 15_000 }, (_, at) => `r${at}`);
    const asked = { subject: { type: 'user', id: 'u', properties: { roles, groups: roles } } };
    expect(await service.effect({ ...question(), ...asked })).toBe('deny');
    const id = 'x'.repeat(200_000);
    const reply = await call({ port: service.port, body: { ...question(), resource: { type: 'doc', id } } });
    expect(reply.json.effect).toBe('allow');
  });
});
