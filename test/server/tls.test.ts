import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { question, serve } from './support.ts';

const file = (name: string) => fileURLToPath(new URL(`./tls/${name}.pem`, import.meta.url));
const SERVER = { certificate: file('server'), key: file('server-key') };

function ask(port: number, more: object = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const options = { host: '127.0.0.1', port, path: '/decide', method: 'POST', headers, agent: false as const };
    const sent = request({ ...options, ca: readFileSync(file('ca')), ...more }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(question()));
  });
}

describe('TLS', () => {
  it('protects the decisions', async () => {
    const { port, server } = await serve({ tls: SERVER });
    expect(server.decisions).toEqual([`https://127.0.0.1:${port}`]);
    expect(await ask(port)).toBe(200);
  });

  it('lets in only those with a certificate where an authority is named', async () => {
    const { port } = await serve({ tls: { ...SERVER, clientAuthority: file('ca') } });
    const client = { cert: readFileSync(file('client')), key: readFileSync(file('client-key')) };
    expect(await ask(port, client)).toBe(200);
    await expect(ask(port)).rejects.toThrow();
    expect(await ask(port, client)).toBe(200);
  });

  it.each([{ key: '/nowhere.pem' }, { key: file('ca') }])(
    'with files that do not fit is an error at start: %j',
    async (tls) => {
      await expect(serve({ tls: { ...SERVER, ...tls } })).rejects.toMatchObject({ code: 'config' });
    },
  );
});
