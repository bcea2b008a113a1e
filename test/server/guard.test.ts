import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call, exchangeRaw, question, rawDecide, serve, temporaryFolder } from './support.ts';

const BODY = JSON.stringify(question());

async function statusOf(port: number, ...lines: string[]): Promise<string> {
  return (await exchangeRaw(port, rawDecide(BODY, ...lines))).toString('latin1').slice(9, 12);
}

describe('the Host', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST:99', '127.0.0.1:1', 'pdp.test', 'PDP.test:8080', 'only.test:81'])(
    'accepts %s',
    async (host) => {
      const { port } = await serve({ allowedHosts: ['pdp.test', 'only.test:81'] });
      expect(await statusOf(port, `Host: ${host}`)).toBe('200');
    },
  );

  it.each([
    ['evil.test', '403'],
    ['only.test', '403'],
    ['only.test:82', '403'],
    ['localhost.evil.test', '403'],
    ['evil@localhost', '403'],
    ['localhost:x', '403'],
    ['[::1]', '403'],
    ['', '400'],
  ])('refuses `%s`', async (host, status) => {
    const { port, pdp } = await serve({ allowedHosts: ['only.test:81'] });
    expect(await statusOf(port, `Host: ${host}`)).toBe(status);
    expect(pdp.seen).toEqual([]);
  });

  it('must stand there once', async () => {
    const { port } = await serve();
    expect(await statusOf(port)).toBe('400');
    expect(await statusOf(port, 'Host: localhost', 'Host: localhost')).toBe('400');
  });

  it('has no meaning on a unix socket', async () => {
    const path = `${temporaryFolder()}/s`;
    await serve({ listen: [{ kind: 'unix', path }] });
    for (const host of ['evil.test', 'not a host', '']) {
      const reply = await exchangeRaw({ path }, rawDecide(BODY, `Host: ${host}`));
      expect(reply.toString()).toContain('HTTP/1.1 200');
      const batch = await call({ socket: path, path: '/decide/batch', headers: { host }, body: { questions: [] } });
      expect(batch.status).toBe(200);
    }
  });

  it('of a listener on all addresses may be the one that the connection came in on', async () => {
    const folder = temporaryFolder();
    const tokenFile = `${folder}/t`;
    writeFileSync(tokenFile, 'one\n');
    const { port } = await serve({ listen: [{ kind: 'tcp', host: '0.0.0.0', port: 0 }], tokenFile });
    expect(await statusOf(port, 'Host: 127.0.0.1', 'Authorization: Bearer one')).toBe('200');
    expect(await statusOf(port, 'Host: 10.9.9.9', 'Authorization: Bearer one')).toBe('403');
  });
});

describe('the rest of the head', () => {
  it.each([
    ['Origin: https://evil.test', '403'],
    ['Origin: null', '403'],
    ['Origin: http://localhost', '403'],
    ['Origin: https://pdp.test', '200'],
    ['Origin: https://pdp.test:444', '200'],
    ['Origin: https://pdp.test.evil.test', '403'],
    ['Content-Encoding: gzip', '415'],
    ['Content-Encoding: identity', '200'],
    ['X-Request-ID: a\r\nX-Request-ID: b', '400'],
    ['Content-Type: application/json', '400'],
    ['Authorization: a\r\nAuthorization: a', '400'],
  ])('with `%s` is answered with %s', async (line, status) => {
    const { port } = await serve({ allowedHosts: ['pdp.test'] });
    expect(await statusOf(port, 'Host: localhost', ...line.split('\r\n'))).toBe(status);
  });

  it('never allows a page of another origin', async () => {
    const { port } = await serve();
    const reply = await call({ port, method: 'OPTIONS', headers: { origin: 'https://evil.test' } });
    expect(reply.status).toBe(403);
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it.each([
    ['application/json', 200],
    ['Application/JSON; charset=UTF-8', 200],
    ['application/json;charset="utf-8"', 200],
    ['application/json; charset=latin1', 415],
    ['text/plain', 415],
    ['application/jsonp', 415],
    ['', 415],
  ])('content type `%s` is answered with %i', async (type, status) => {
    const { port } = await serve();
    const native = await call({ port, body: BODY, headers: { 'content-type': type } });
    expect([native.status, native.headers['content-type']]).toEqual([
      status,
      status === 200 ? 'application/json' : 'application/problem+json',
    ]);
    const authzen = await call({ port, path: '/access/v1/evaluation', body: BODY, headers: { 'content-type': type } });
    expect(authzen.status).toBe(status === 415 ? 400 : status);
  });

  it.each(['http://localhost/decide', 'localhost:80', '*'])('refuses the target %s', async (target) => {
    const { port } = await serve();
    const reply = await exchangeRaw(port, `OPTIONS ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(reply.toString()).toMatch(/^HTTP\/1.1 400 .*"decision":false}$/s);
  });

  it('may have 64 headers, and not 65', async () => {
    const { port } = await serve();
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `X-${at}: 1`);
    // Host and the three of a raw question are counted too.
    expect(await statusOf(port, 'Host: localhost', ...lines(60))).toBe('200');
    expect(await statusOf(port, 'Host: localhost', ...lines(61))).toBe('431');
    expect(await statusOf(port, 'Host: localhost', ...lines(2_500))).toBe('431');
  });

  it('may have 16 KiB, and not more', async () => {
    const { port } = await serve();
    expect(await statusOf(port, 'Host: localhost', `X-Big: ${'a'.repeat(16_000)}`)).toBe('200');
    const over = await exchangeRaw(port, rawDecide(BODY, 'Host: localhost', `X-Big: ${'a'.repeat(16_384)}`));
    expect(over.toString()).toMatch(/^HTTP\/1.1 431 .*"decision":false}$/s);
  });
});

describe('the request id', () => {
  it('comes back on every answer', async () => {
    const { port, adminPort, pdp } = await serve();
    const headers = { 'x-request-id': 'r-1' };
    const calls = [
      call({ port, headers, body: question() }),
      call({ port, headers, body: '{' }),
      call({ port, headers, path: '/decide/batch', body: { questions: [] } }),
      call({ port, headers, path: '/access/v1/evaluation', body: '{' }),
      call({ port, headers, path: '/nothing' }),
      call({ port, headers, path: '/decide' }),
      call({ port, headers: { ...headers, host: 'evil.test' }, body: question() }),
      call({ port: adminPort, headers, path: '/healthz' }),
      call({ port, headers, path: '/decide', body: 'x'.repeat(300_000) }),
    ];
    for (const reply of await Promise.all(calls)) expect(reply.headers['x-request-id']).toBe('r-1');
    expect(pdp.seen[0]?.asked?.requestId).toBe('r-1');
  });

  it('is not made up', async () => {
    const { port } = await serve();
    expect((await call({ port, body: question() })).headers['x-request-id']).toBeUndefined();
  });

  it('keeps its bytes, in front of Hono and behind it', async () => {
    const { port } = await serve();
    const id = Buffer.from('x-request-id: caf\xe9 \u00ff', 'latin1');
    const decide = await exchangeRaw(port, rawDecide(BODY, 'Host: localhost', id.toString('latin1')));
    expect(decide.includes(Buffer.concat([id, Buffer.from('\r\n')]))).toBe(true);
    const request = `GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${id.toString('latin1')}\r\n\r\n`;
    const other = await exchangeRaw(port, Buffer.from(request, 'latin1'));
    expect(other.includes(Buffer.concat([id, Buffer.from('\r\n')]))).toBe(true);
  });

  it('may be 256 bytes long, and not 257', async () => {
    const { port } = await serve();
    const ask = (size: number) => call({ port, body: question(), headers: { 'x-request-id': 'a'.repeat(size) } });
    expect((await ask(256)).headers['x-request-id']).toBe('a'.repeat(256));
    const over = await ask(257);
    expect([over.status, over.headers['x-request-id']]).toEqual([400, undefined]);
  });
});
