import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call, exchangeRaw, serve, temporaryFolder } from './support.ts';

function tokenFile(...tokens: string[]): string {
  const file = `${temporaryFolder()}/tokens`;
  writeFileSync(file, tokens.join('\n'));
  return file;
}

describe('the probes', () => {
  it('answer with a status and nothing else', async () => {
    const { adminPort: port, pdp } = await serve();
    for (const path of ['/healthz', '/readyz', '/readyz?verbose']) {
      const reply = await call({ port, path });
      expect([reply.status, reply.text]).toEqual([200, '']);
    }
    pdp.ready = false;
    expect([(await call({ port, path: '/readyz' })).status, (await call({ port, path: '/healthz' })).status]).toEqual([
      503, 200,
    ]);
  });

  it.each(['Host: 10.0.0.7:4401', 'Host: a b', 'Host:', 'Host: a\r\nHost: b', 'X-None: 1', 'Host: x\r\nOrigin: null'])(
    'answer with `%s`',
    async (lines) => {
      const { adminPort } = await serve();
      for (const path of ['/healthz', '/readyz', '/metrics']) {
        const request = `GET ${path} HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`;
        expect((await exchangeRaw(adminPort, request)).toString()).toContain('HTTP/1.1 200');
      }
    },
  );

  it('answer HEAD', async () => {
    const { adminPort: port } = await serve();
    for (const path of ['/healthz', '/readyz', '/metrics', '/status']) {
      const reply = await call({ port, path, method: 'HEAD' });
      expect([reply.status, reply.text]).toEqual([200, '']);
    }
  });

  it('answer on a unix socket', async () => {
    const path = `${temporaryFolder()}/admin`;
    const { server } = await serve({ admin: { kind: 'unix', path } });
    expect(server.admin).toBe(`unix:${path}`);
    expect((await call({ socket: path, path: '/readyz' })).status).toBe(200);
  });
});

describe('the metrics', () => {
  it('are the text of the registry', async () => {
    const { adminPort: port } = await serve();
    const reply = await call({ port, path: '/metrics' });
    expect([reply.headers['content-type'], reply.text]).toEqual(['text/plain; version=0.0.4', 'up 1\n']);
  });

  it('want their own token where one is set', async () => {
    const { adminPort: port } = await serve({ metricsTokenFile: tokenFile('m'), tokenFile: tokenFile('t') });
    const ask = async (authorization?: string) =>
      (await call({ port, path: '/metrics', ...(authorization ? { headers: { authorization } } : {}) })).status;
    expect([await ask(), await ask('Bearer t'), await ask('Bearer m')]).toEqual([401, 401, 200]);
  });

  it('that fail are a fault', async () => {
    const metrics = { contentType: 'text/plain', text: () => Promise.reject(new Error('secret')) };
    const { adminPort: port } = await serve({ metrics });
    const reply = await call({ port, path: '/metrics' });
    expect([reply.status, reply.json.decision, reply.text.includes('secret')]).toEqual([500, false, false]);
  });
});

describe('/status and /reload', () => {
  it('say what is in force', async () => {
    const { adminPort: port } = await serve();
    expect((await call({ port, path: '/status' })).json).toMatchObject({
      version: '0.0.0',
      ready: true,
      revision: 'r1',
    });
  });

  it('read the source again', async () => {
    const { adminPort: port, pdp } = await serve();
    const good = await call({ port, path: '/reload', method: 'POST' });
    expect([good.status, good.json]).toEqual([200, { result: 'unchanged', revision: 'r1', warnings: [] }]);
    pdp.refusing = true;
    const bad = await call({ port, path: '/reload', method: 'POST' });
    expect([bad.status, bad.headers['content-type']]).toEqual([422, 'application/problem+json']);
    expect(bad.json).toMatchObject({
      result: 'refused',
      detail: 'no `Role` is known',
      diagnostics: [],
      decision: false,
    });
  });

  it('are not for a page in a browser', async () => {
    const { adminPort: port } = await serve();
    for (const headers of [{ host: 'evil.test' }, { origin: 'https://evil.test' }]) {
      expect((await call({ port, path: '/status', headers })).status).toBe(403);
      expect((await call({ port, path: '/reload', method: 'POST', headers })).status).toBe(403);
    }
    expect((await call({ port, path: '/healthz/../status', headers: { host: 'evil.test' } })).status).toBe(403);
  });

  it('want the token off loopback', async () => {
    const admin = { kind: 'tcp', host: '0.0.0.0', port: 0 } as const;
    const { adminPort: port } = await serve({ admin, tokenFile: tokenFile('t') });
    const ask = async (path: string, headers = {}) =>
      (await call({ port, path, method: path === '/reload' ? 'POST' : 'GET', headers })).status;
    expect([await ask('/status'), await ask('/reload'), await ask('/healthz'), await ask('/metrics')]).toEqual([
      401, 401, 200, 200,
    ]);
    const headers = { authorization: 'Bearer t' };
    expect([await ask('/status', headers), await ask('/reload', headers)]).toEqual([200, 200]);
  });
});

describe('paths and methods', () => {
  it.each([
    ['GET', '/decide', 405, 'POST'],
    ['PUT', '/access/v1/evaluation', 405, 'POST'],
    ['POST', '/openapi.json', 405, 'GET, HEAD'],
    ['DELETE', '/.well-known/authzen-configuration', 405, 'GET, HEAD'],
    ['GET', '/', 404, undefined],
    ['GET', '/status', 404, undefined],
    ['POST', '/decide/', 404, undefined],
    ['POST', '//decide', 404, undefined],
    ['POST', '/x/../decide', 404, undefined],
    ['POST', '/x/%2e%2e/decide', 404, undefined],
    ['POST', '/decide%00', 404, undefined],
    ['POST', '/constructor', 404, undefined],
    ['POST', '/a\\decide', 404, undefined],
  ])('%s %s is answered with %i', async (method, path, status, allow) => {
    const { port } = await serve();
    const reply = await call({ port, method, path });
    expect([reply.status, reply.headers.allow, reply.json.decision]).toEqual([status, allow, false]);
  });

  it('of the decisions are not on the admin listener', async () => {
    const { adminPort } = await serve();
    expect((await call({ port: adminPort, path: '/decide', body: {} })).status).toBe(404);
  });
});
