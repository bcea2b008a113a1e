import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startWebhook } from '../../src/server/webhook.ts';
import { call, type Reply, temporaryFolder } from './support.ts';

const SECRET = 'hush-5f3a';
const BODY = '{"ref":"refs/heads/main"}';

interface Hook {
  readonly port: number;
  readonly secretFile: string;
  readonly pushes: () => number;
}

async function hook(secrets = SECRET, limits = {}): Promise<Hook & { close(): Promise<void> }> {
  const secretFile = `${temporaryFolder()}/secret`;
  writeFileSync(secretFile, `${secrets}\n`);
  let pushes = 0;
  const { name, close } = await startWebhook({
    address: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    secretFile,
    socketMode: 0o660,
    tls: undefined,
    pushed: () => {
      pushes++;
    },
    log: () => {},
    limits,
  });
  return { port: Number(new URL(name).port), secretFile, pushes: () => pushes, close };
}

const hex = (secret = SECRET, body = BODY): string => createHmac('sha256', secret).update(body).digest('hex');

function post({ port }: Hook, headers: Record<string, string>, body: string | Buffer = BODY): Promise<Reply> {
  return call({ port, path: '/webhook', method: 'POST', headers, body });
}

function standard(secret: string | Buffer, id = 'evt-1', timestamp = '1795286000'): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${BODY}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,AAAA v1,${signature}` };
}

describe('a webhook', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  it.each([
    ['GitHub', SECRET, { 'x-hub-signature-256': `sha256=${hex()}` }],
    ['Bitbucket', SECRET, { 'x-hub-signature': `sha256=${hex()}` }],
    ['a script', SECRET, { 'x-signature-256': `sha256=${hex().toUpperCase()}` }],
    ['GitLab with a token', SECRET, { 'x-gitlab-token': SECRET }],
    ['GitLab with a signing token', `whsec_${key.toString('base64')}`, standard(key)],
    ['Standard Webhooks with a plain secret', SECRET, standard(SECRET)],
    ['whoever knows the second secret', `another\n${SECRET}`, { 'x-hub-signature-256': `sha256=${hex()}` }],
  ])('of %s makes the source be looked at', async (_, secrets, headers) => {
    const listening = await hook(secrets);
    const reply = await post(listening, { host: 'chaperone.example.com', ...headers });
    expect([reply.status, reply.json]).toEqual([202, { result: 'looking' }]);
    expect(listening.pushes()).toBe(1);
    await listening.close();
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['another secret', { 'x-hub-signature-256': `sha256=${hex('other')}` }],
    ['another body', { 'x-hub-signature-256': `sha256=${hex(SECRET, '{}')}` }],
    ['a part of the signature', { 'x-hub-signature-256': `sha256=${hex().slice(0, 62)}` }],
    ['no algorithm', { 'x-hub-signature-256': hex() }],
    ['a weak algorithm', { 'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(BODY).digest('hex')}` }],
    ['a wrong token', { 'x-gitlab-token': 'hush-5f3' }],
    ['an empty token', { 'x-gitlab-token': '' }],
    ['an empty signature', { 'webhook-signature': '' }],
    ['a signature of another time', { ...standard(SECRET), 'webhook-timestamp': '1' }],
    ['a wrong signature beside a right token', { 'x-hub-signature-256': 'sha256=00', 'x-gitlab-token': SECRET }],
  ])('that shows %s is refused', async (_, headers) => {
    const listening = await hook();
    const reply = await post(listening, headers);
    expect([reply.status, reply.json.decision]).toEqual([401, false]);
    expect(reply.text).not.toContain(SECRET);
    expect(listening.pushes()).toBe(0);
    await listening.close();
  });

  it('has one path, one method, and a limit to its body', async () => {
    const listening = await hook(SECRET, { maxBodySize: 100 });
    const { port } = listening;
    expect((await call({ port, path: '/webhook' })).status).toBe(405);
    expect((await call({ port, path: '/decide', method: 'POST', body: {} })).status).toBe(404);
    const signed = (body: string) => post(listening, { 'x-hub-signature-256': `sha256=${hex(SECRET, body)}` }, body);
    expect((await signed('x'.repeat(100))).status).toBe(202);
    expect((await signed('x'.repeat(101))).status).toBe(413);
    await listening.close();
  });

  it('may be replayed: many make the source be looked at now and once more', async () => {
    const listening = await hook();
    const headers = { 'x-hub-signature-256': `sha256=${hex()}` };
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(listening, headers)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
    expect(listening.pushes()).toBe(1);
    while (listening.pushes() < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await listening.close();
    expect(listening.pushes()).toBe(2);
  });

  it('takes a new secret without a restart, and nobody’s while the file can not be read', async () => {
    const listening = await hook();
    const headers = { 'x-hub-signature-256': `sha256=${hex('next')}` };
    expect((await post(listening, headers)).status).toBe(401);
    writeFileSync(listening.secretFile, 'next\n');
    expect((await post(listening, headers)).status).toBe(202);
    writeFileSync(listening.secretFile, '\n');
    const reply = await post(listening, { 'x-gitlab-token': '' });
    expect([reply.status, reply.json.decision]).toEqual([500, false]);
    await listening.close();
  });

  it('does not start without a secret', async () => {
    await expect(hook('')).rejects.toThrow('holds no secret');
  });
});
