import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/server/limits.ts';
import { call, exchangeRaw, question, rawDecide, serve } from './support.ts';

const QUICK = { headersTimeout: 60, requestTimeout: 60, connectionsCheckingInterval: 20 };
const HEAD = 'POST /decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

describe('the limits', () => {
  it('are those promised', () => {
    expect(LIMITS).toEqual({
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 75_000,
      connectionsCheckingInterval: 1_000,
      maxConnections: 1_024,
      maxHeaderSize: 16_384,
      maxHeaders: 64,
      maxRequestIdSize: 256,
      maxBodySize: 262_144,
      maxDepth: 32,
      maxBatch: 100,
      closeTimeout: 10_000,
    });
  });
});

describe('a slow asker', () => {
  it('of headers is answered 408', async () => {
    const { port } = await serve({ limits: QUICK });
    const reply = await exchangeRaw(port, 'POST /decide HTTP/1.1\r\nHost: loc');
    expect(reply.toString()).toMatch(/^HTTP\/1.1 408 .*"decision":false}$/s);
  });

  it('of a body is answered 408, with its request id', async () => {
    const { port, pdp } = await serve({ limits: QUICK });
    const reply = await exchangeRaw(port, `${HEAD}Content-Length: 100\r\nX-Request-ID: slow\r\n\r\n{"subject"`);
    expect(reply.toString()).toMatch(/^HTTP\/1.1 408 .*x-request-id: slow.*"decision":false}$/s);
    expect(pdp.seen).toEqual([]);
  });

  it('of a body that is refused already is cut off', async () => {
    const { port } = await serve({ limits: QUICK });
    const reply = await exchangeRaw(port, 'POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    expect(reply.toString()).toContain('HTTP/1.1 404');
  });
});

describe('what is no HTTP', () => {
  it.each([
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\x16\x03\x01\x00\xa5\x01',
    `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`,
    `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `${HEAD}Bad Header: 1\r\n\r\n`,
    `${HEAD}X: a\x00b\r\n\r\n`,
    `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
  ])('%j is refused', async (text) => {
    const { port, pdp } = await serve({ limits: QUICK });
    const reply = await exchangeRaw(port, Buffer.from(text, 'latin1'));
    expect(reply.toString()).toMatch(/^HTTP\/1.1 4\d\d .*"decision":false}$/s);
    expect(pdp.seen).toEqual([]);
    expect((await call({ port, body: question() })).status).toBe(200);
  });

  it('is lived through, a connection broken at any byte too', async () => {
    const { port } = await serve();
    const bytes = rawDecide(JSON.stringify(question()), 'Host: localhost');
    for (let at = 0; at < bytes.length; at += 11) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(bytes.subarray(0, at), () => socket.resetAndDestroy()),
        );
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    }
    expect((await call({ port, body: question() })).status).toBe(200);
  });

  it.each(['CONNECT localhost:80 HTTP/1.1', 'TRACE /decide HTTP/1.1', 'PRI * HTTP/2.0'])('%s', async (line) => {
    const { port } = await serve();
    const reply = await exchangeRaw(port, `${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(reply.toString()).not.toContain('HTTP/1.1 200');
    expect((await call({ port, body: question() })).status).toBe(200);
  });

  it.each(['100-continue', 'miracles'])('that expects %s is answered after the guard', async (expect_) => {
    const { port } = await serve();
    const body = JSON.stringify(question());
    const good = await exchangeRaw(port, rawDecide(body, 'Host: localhost', `Expect: ${expect_}`));
    expect(good.toString()).toMatch(/HTTP\/1.1 200 .*"decision":true/s);
    const bad = await exchangeRaw(port, rawDecide(body, 'Host: evil.test', `Expect: ${expect_}`));
    expect(bad.toString()).toMatch(/HTTP\/1.1 403 .*"decision":false/s);
  });

  it('asked to become something else stays HTTP', async () => {
    const { port } = await serve();
    const body = JSON.stringify(question());
    const upgrade = rawDecide(body, 'Host: localhost')
      .toString()
      .replace('close', 'close, Upgrade\r\nUpgrade: websocket');
    expect((await exchangeRaw(port, upgrade)).toString()).toContain('HTTP/1.1 200');
  });
});

describe('pipelined requests', () => {
  it('are answered in order', async () => {
    const { port } = await serve();
    const ask = (action: string, ...lines: string[]) => {
      const body = JSON.stringify(question(action));
      return `${HEAD}Content-Length: ${body.length}\r\n${lines.join('')}\r\n${body}`;
    };
    const all = [
      ask('allow'),
      ask('no'),
      `GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      ask('approve', 'Connection: close\r\n'),
    ];
    const reply = (await exchangeRaw(port, all.join(''))).toString();
    expect([...reply.matchAll(/HTTP\/1.1 (\d+)|"effect":"(\w+)"/g)].map((hit) => hit[1] ?? hit[2])).toEqual([
      '200',
      'allow',
      '200',
      'deny',
      '404',
      '200',
      'ask',
    ]);
  });
});

describe('connections', () => {
  it('are as many as allowed, and not one more', async () => {
    const { port, lines } = await serve({ limits: { maxConnections: 2 } });
    const open = () =>
      new Promise<ReturnType<typeof connect>>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket));
      });
    const held = [await open(), await open()];
    const third = await open();
    await new Promise((resolve) => third.on('close', resolve).on('error', () => {}));
    expect(lines).toEqual([`warn 1 connections dropped: \`http://127.0.0.1:${port}\` has 2 already`]);
    for (const socket of held) socket.destroy();
  });
});

describe('an idle connection', () => {
  it('is ended in the end', async () => {
    const { port } = await serve({ limits: { keepAliveTimeout: 30 } });
    const text = rawDecide(JSON.stringify(question()), 'Host: localhost').toString().replace('close', 'keep-alive');
    expect((await exchangeRaw(port, text)).toString()).toContain('HTTP/1.1 200');
  });
});

describe('closing', () => {
  const openIdle = async (port: number) => {
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    const text = rawDecide(JSON.stringify(question()), 'Host: localhost').toString().replace('close', 'keep-alive');
    await new Promise((resolve) => socket.once('data', resolve) && socket.write(text));
    return { closed };
  };

  it('ends idle connections and answers what is in flight', async () => {
    const { port, server, pdp } = await serve();
    const idle = await openIdle(port);
    const waiting = call({ port, body: question('later'), headers: { connection: 'keep-alive' } });
    while (pdp.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    const closed = server.close();
    await idle.closed;
    await expect(call({ port, body: question() })).rejects.toThrow(/ECONNREFUSED/);
    pdp.release();
    const reply = await waiting;
    expect([reply.status, reply.headers.connection]).toEqual([200, 'close']);
    await closed;
  });

  it('ends what does not come to an end', async () => {
    const { port, server, pdp } = await serve({ limits: { closeTimeout: 30 } });
    const waiting = call({ port, body: question('later') });
    while (pdp.seen.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    const ended = expect(waiting).rejects.toThrow();
    await server.close();
    await ended;
  });
});
