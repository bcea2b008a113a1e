import { describe, expect, it } from 'vitest';
import { call, exchangeRaw, question, rawDecide, serve } from './support.ts';

const LIMIT = 262_144;

function sized(bytes: number): string {
  const empty = JSON.stringify(question('allow', { context: { pad: '' } }));
  return JSON.stringify(question('allow', { context: { pad: 'x'.repeat(bytes - empty.length) } }));
}

function chunked(body: string): Buffer {
  const head = 'POST /decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n';
  const half = body.length >> 1;
  const chunks = [body.slice(0, half), body.slice(half)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
  return Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`);
}

describe('the size of a body', () => {
  it('may be the limit', async () => {
    const { port } = await serve();
    expect((await call({ port, body: sized(LIMIT) })).status).toBe(200);
    expect((await exchangeRaw(port, chunked(sized(LIMIT)))).toString()).toContain('HTTP/1.1 200');
  });

  it('may not be a byte more', async () => {
    const { port } = await serve();
    const reply = await call({ port, body: sized(LIMIT + 1) });
    expect([reply.status, reply.json.decision]).toEqual([413, false]);
    const authzen = await call({ port, path: '/access/v1/evaluation', body: sized(LIMIT + 1) });
    expect([authzen.status, authzen.json.decision]).toEqual([413, false]);
  });

  it('is counted while it streams', async () => {
    const { port, pdp } = await serve();
    expect((await exchangeRaw(port, chunked(sized(LIMIT + 1)))).toString()).toContain('HTTP/1.1 413');
    expect(pdp.seen).toEqual([]);
  });
});

describe('the text of a body', () => {
  const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

  it.each([
    ['', 'not-json'],
    ['{', 'not-json'],
    ['\ufeff{}', 'not-json'],
    ["{'a':1}", 'not-json'],
    [Buffer.from([0x22, 0xff, 0x22]), 'not-utf8'],
    [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not-utf8'],
    [Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'not-utf8'],
    [nested(32), 'not-a-question'],
    [nested(33), 'too-deep'],
    [nested(33, '{"a":', '}'), 'too-deep'],
    [nested(120_000), 'too-deep'],
    ['['.repeat(200_000), 'too-deep'],
  ])('%j', async (body, name) => {
    const { port } = await serve();
    for (const path of ['/decide', '/decide/batch']) {
      const reply = await call({ port, path, body });
      const expected = name === 'not-a-question' && path !== '/decide' ? 'not-a-batch' : name;
      expect([reply.status, reply.json.type]).toEqual([400, `urn:chaperone:problem:${expected}`]);
    }
  });

  it('may hold any number of brackets in text, and side by side', async () => {
    const { port } = await serve();
    const context = { text: '[{"\\'.repeat(50), list: Array.from({ length: 50 }, () => [{}]) };
    expect((await call({ port, body: question('allow', { context }) })).status).toBe(200);
  });

  it('hides no depth behind an escaped quote', async () => {
    const { port } = await serve();
    const body = `{"a":"\\\\","b":${nested(32)},"c":"\\""}`;
    expect((await call({ port, body })).json.type).toBe('urn:chaperone:problem:too-deep');
  });

  it('comes in any number of pieces', async () => {
    const { port } = await serve();
    const bytes = rawDecide(JSON.stringify(question('allow', { context: { a: 'é€😀' } })), 'Host: localhost');
    const pieces = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));
    expect((await exchangeRaw(port, ...pieces)).toString()).toContain('HTTP/1.1 200');
  });
});
