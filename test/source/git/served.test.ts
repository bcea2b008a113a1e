import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../pdp/folder-of.ts';
import { runCli, type Served, startServe } from '../../support/cli.ts';
import { ALLOW, BROKEN, REVOKED, temporaryFolder, until } from './follow.ts';
import { createWorking } from './repositories.ts';

const root = temporaryFolder();
const running: Served[] = [];
afterAll(async () => {
  for (const served of running) await served.stop('SIGKILL');
});

const ANY = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];

async function ask(listen: string): Promise<{ effect: string; revision: string | null; rules: string[] }> {
  const headers = { 'content-type': 'application/json' };
  return JSON.parse(
    await (await fetch(`${listen}/decide`, { method: 'POST', headers, body: JSON.stringify(run()) })).text(),
  );
}

describe('serve with policies from git', () => {
  it('takes a push that a webhook tells of, records the commit, and keeps the last good set over a restart', async () => {
    const work = createWorking(root);
    const first = work.push({ 'acme/roles.yaml': ALLOW }, 'operators may run');
    const secret = join(root, 'secret');
    const log = join(root, 'decisions.jsonl');
    const state = join(root, 'state');
    writeFileSync(secret, 'hush\n');
    const policies = ['--policies', `git+file://${work.bare}#main:acme`, '--state-dir', state];
    const webhook = ['--poll', '1h', '--webhook', '127.0.0.1:0', '--webhook-secret-file', secret];
    const served = await startServe([...policies, ...ANY, ...webhook, '--decision-log', log]);
    running.push(served);
    const [listen = ''] = served.listen;
    expect((await ask(listen)).effect).toBe('allow');
    const accepted = served.log().find(({ message }) => message === 'policies in force');
    expect(accepted).toMatchObject({ commit: first, subject: 'operators may run', level: 'info' });
    const status = await (await fetch(new URL('/status', served.admin))).json();
    expect(status).toMatchObject({ stale: false, origin: { commit: first, subject: 'operators may run' } });

    const second = work.push({ 'acme/roles.yaml': REVOKED });
    const headers = { 'x-hub-signature-256': `sha256=${createHmac('sha256', 'hush').update('{}').digest('hex')}` };
    const told = await fetch(`${served.ready['webhook']}/webhook`, { method: 'POST', headers, body: '{}' });
    expect(told.status).toBe(202);
    await until(async () => (await ask(listen)).effect === 'deny');
    expect(await served.stop()).toBe(0);
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const decisions = lines.filter(({ kind }) => kind === 'decision');
    expect([decisions[0].commit, decisions.at(-1).commit]).toEqual([first, second]);

    work.push({ 'acme/roles.yaml': BROKEN });
    const again = await startServe([...policies, ...ANY]);
    running.push(again);
    expect((await ask(again.listen[0] ?? '')).effect).toBe('deny');
    await until(() => again.log().some(({ message }) => message === 'policies refused'));
    const refused = again.log().find(({ message }) => message === 'policies refused');
    expect(refused?.['errors']).toEqual([expect.stringContaining('roles.yaml:3:1:')]);
    const metrics = await (await fetch(new URL('/metrics', again.admin))).text();
    expect(metrics).toContain('chaperone_policy_behind 1');
    expect(await again.stop()).toBe(0);
  });

  it('stays up, not ready, and denies while there is nothing to decide by', async () => {
    const work = createWorking(root, 'later');
    const starting = startServe([
      '--policies',
      `git+file://${work.bare}`,
      '--poll',
      '100ms',
      '--state-dir',
      join(root, 'later-state'),
      ...['--listen', `unix:${join(root, 's')}`, '--admin', `unix:${join(root, 'a')}`],
    ]);
    await until(async () => (await runCli(['health', '--admin', `unix:${join(root, 'a')}`])).code === 1);
    work.push({ 'roles.yaml': ALLOW });
    const served = await starting;
    running.push(served);
    expect((await runCli(['health', '--admin', `unix:${join(root, 'a')}`])).code).toBe(0);
    const messages = served.log().map(({ message }) => message);
    expect(messages.slice(-2)).toEqual(['policies in force', 'ready']);
    expect(messages).toContain('waiting for policies');
    expect(served.log().find(({ message }) => message === 'policies refused')).toMatchObject({
      detail: expect.stringContaining('has no commit yet'),
      revision: null,
    });
    expect(await served.stop()).toBe(0);
  });
});
