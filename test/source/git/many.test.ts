import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Served, startServe } from '../../support/cli.ts';
import { ALLOW, follow, inForce, temporaryFolder, until } from './follow.ts';
import { createWorking } from './repositories.ts';

const isLong = Boolean(process.env['CHAPERONE_TEST_LONG']);
const running: Served[] = [];
afterAll(async () => {
  for (const served of running) await served.stop('SIGKILL');
});

/** What a repository with two commits and its packs takes, with room for those that came since it was last cleaned. */
const DISK_KIB = 4_096;

function kibibytes(folder: string): number {
  return Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]);
}

describe('many commits', () => {
  it('leave no more behind than those since the last cleaning', async () => {
    const work = createWorking(temporaryFolder());
    work.push({ 'roles.yaml': ALLOW });
    const stateFolder = temporaryFolder();
    const following = await follow(`file://${work.bare}`, { stateFolder, poll: 0, limits: { cleanEvery: 4 } });
    for (let count = 1; count <= 9; count++) {
      const commit = work.push({ 'roles.yaml': `${ALLOW}description: number ${count}\n` });
      await following.pdp.reload();
      await inForce(following, commit);
    }
    await following.stop();
    const [name = ''] = readdirSync(stateFolder);
    const repository = join(stateFolder, name, 'repository.git');
    const packs = readdirSync(join(repository, 'objects', 'pack')).filter((file) => file.endsWith('.pack'));
    // One after the second cleaning, and one for the ninth commit; what the first left is gone.
    expect(packs.length).toBeLessThanOrEqual(3);
    const list = ['--git-dir', repository, 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype)'];
    const objects = execFileSync('git', list, { encoding: 'utf8' }).trim().split('\n');
    expect(objects.filter((type) => type === 'commit').length).toBeLessThanOrEqual(4);
  });

  const COMMITS = isLong ? 1_000 : 10;
  it(`are each whole, under a load of decisions: ${COMMITS}`, async () => {
    const root = temporaryFolder();
    const work = createWorking(root);
    const ask = (side: string, at: number): string =>
      `kind: Org\nname: default\nrules:\n  - { id: ${side}-${at}, effect: ask, actions: ["chain:run"] }\n`;
    const push = (at: number): string =>
      work.push({ 'roles.yaml': ALLOW, 'left.yaml': ask('left', at), 'right.yaml': ask('right', at) });
    push(0);
    const state = join(root, 'state');
    const policies = ['--policies', `git+file://${work.bare}`, '--poll', '100ms', '--state-dir', state];
    const served = await startServe([...policies, '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0']);
    running.push(served);
    const [listen = ''] = served.listen;
    const seen = new Map<string, string>();
    let isDone = false;
    const asking = (async () => {
      while (!isDone) note(seen, await decide(listen));
    })();
    const { pid = 0 } = served.child;
    const start = { files: openFiles(pid), memory: residentMiB(pid) };
    let last = '';
    for (let at = 1; at <= COMMITS; at++) {
      last = push(at);
      if (at % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await until(async () => (await statusOf(served)).origin.commit === last);
    isDone = true;
    await asking;
    expect(seen.size).toBeGreaterThan(1);
    expect([...seen.values()].at(-1)).toBe(String(COMMITS));
    expect((await statusOf(served)).reloads.refused).toBe(0);
    await until(() => openFiles(pid) <= start.files + 8);
    expect(kibibytes(state)).toBeLessThan(DISK_KIB);
    expect(residentMiB(pid)).toBeLessThan(start.memory + 96);
    expect(await served.stop()).toBe(0);
  }, 600_000);
});

interface Answered {
  readonly revision: string;
  readonly rules: readonly string[];
}

async function decide(listen: string): Promise<Answered> {
  const body = JSON.stringify({
    subject: { type: 'user', id: 'dana', properties: { roles: ['operator'] } },
    action: { name: 'run' },
    resource: { type: 'chain', id: 'x' },
  });
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${listen}/decide`, { method: 'POST', headers, body });
  expect(reply.status).toBe(200);
  return JSON.parse(await reply.text());
}

/** Both rules are of one commit, and each revision has always the same two. */
function note(seen: Map<string, string>, { revision, rules }: Answered): void {
  const [left = '', right = ''] = rules.map((rule) => rule.split('-').at(-1));
  expect(left).toBe(right);
  expect(seen.get(revision) ?? left).toBe(left);
  seen.set(revision, left);
}

async function statusOf({ admin }: Served): Promise<{ origin: { commit: string }; reloads: { refused: number } }> {
  return JSON.parse(await (await fetch(new URL('/status', admin))).text());
}

function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

function residentMiB(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]) / 1024;
}
