import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { page } from './pages.ts';
import { type Served, serve } from './served.ts';

const { text, blocks } = page('docs/operations.md');
const ROLE = 'kind: Role\nname: viewer\npermissions: [chain:view]\n';

describe('docs/operations.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-operations-'));
  const policies = join(folder, 'policies');
  let served: Served;
  beforeAll(async () => {
    makeRepository(policies);
    const location = `git+file://${policies}#main`;
    served = await serve({ args: ['--policies', location, '--state-dir', join(folder, 'state'), '--poll', '0'] });
  });
  afterAll(async () => {
    expect(await served?.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('lists every metric of ours, and of Node only what there is', async () => {
    const shown = await (await fetch(`${served.admin}/metrics`)).text();
    const exposed = [...shown.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name);
    const listed = rows('Metrics');
    const isOurs = (name: string): boolean => name.startsWith('chaperone_');
    expect(listed.filter(isOurs).sort()).toEqual(exposed.filter(isOurs).sort());
    expect(exposed).toEqual(expect.arrayContaining([...listed]));
  });

  it('lists every field of the status, in every state, and no other', async () => {
    const fine = await status();
    writeFileSync(join(policies, 'roles.yaml'), 'kind: Rule\n');
    commit(policies, 'Break it');
    const refused = await fetch(`${served.admin}/reload`, { method: 'POST' });
    expect(refused.status).toBe(422);
    const broken = await status();
    const kept = await afterRestart();
    const seen = [fine, broken, kept].flatMap((state) => paths(state));
    expect([...new Set(seen)].sort()).toEqual([...rows('`GET /status`')].sort());
    expect(broken['revision']).toBe(fine['revision']);
  });

  it('reads the policies on SIGHUP, and ends with 0 on SIGINT and SIGTERM', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const plain = await serve({ args: ['--policies', 'policies/default'] });
      const reloads = async (): Promise<unknown> => (await read(plain))['reloads'];
      expect(await reloads()).toMatchObject({ unchanged: 0 });
      plain.signal('SIGHUP');
      await expect.poll(reloads).toMatchObject({ unchanged: 1 });
      expect(await plain.stop(signal)).toBe(0);
    }
  });

  it('says what the exit codes are', () => {
    const missing = spawnSync(process.execPath, ['dist/cli/main.js', 'serve', '--policies', '/nowhere'], {
      encoding: 'utf8',
    });
    expect(missing.status).toBe(2);
    expect(rows('Exit codes of `serve`', /^\| (\d) \|/)).toEqual(['0', '2']);
    expect(rows('Signals', /^\| `(SIG\w+)` \|/)).toEqual(['SIGTERM', 'SIGINT', 'SIGHUP']);
  });

  it('has a section for each alert', () => {
    const rules = readFileSync(new URL('../../deploy/prometheus/rules.yaml', import.meta.url), 'utf8');
    const { groups }: { groups: { rules: { alert?: string }[] }[] } = parse(rules);
    const alerts = groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? []));
    const sections = [...text.matchAll(/^### (Chaperone\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(alerts);
  });

  it('shows commands that are answered', async () => {
    const commands = (blocks.find(({ language }) => language === 'sh')?.text ?? '').trim().split('\n');
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      const words = command.replace('http://127.0.0.1:4401', served.admin).split(' ').slice(1);
      expect(spawnSync('curl', words, { encoding: 'utf8' }), command).toMatchObject({ status: 0, stdout: /./ });
    }
  });

  const status = (): Promise<Record<string, unknown>> => read(served);

  /** The status of a process that starts while the newest commit is broken. */
  async function afterRestart(): Promise<Record<string, unknown>> {
    await served.stop();
    const location = `git+file://${policies}#main`;
    served = await serve({ args: ['--policies', location, '--state-dir', join(folder, 'state'), '--poll', '0'] });
    let now = await status();
    while (now['lastFailure'] === null || now['revision'] === null) {
      await sleep(50);
      now = await status();
    }
    return now;
  }
});

async function read({ admin }: Served): Promise<Record<string, unknown>> {
  return (await fetch(`${admin}/status`)).json() as Promise<Record<string, unknown>>;
}

/** The dotted paths of an object's members; of a list's items nothing. */
function paths(value: object, above = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const isObject = typeof member === 'object' && member !== null && !Array.isArray(member);
    return [above + key, ...(isObject ? paths(member, `${above}${key}.`) : [])];
  });
}

/** The first cells of a section's table. */
function rows(section: string, row = /^\| `([\w.]+)` \|/): readonly string[] {
  const [, after = ''] = text.split(`\n## ${section}\n`);
  const [table = ''] = after.split('\n## ');
  return table.split('\n').flatMap((line) => row.exec(line)?.[1] ?? []);
}

function makeRepository(path: string): void {
  git('.', 'init', '--quiet', '--initial-branch=main', path);
  writeFileSync(join(path, 'roles.yaml'), ROLE);
  commit(path, 'A role');
}

function commit(path: string, message: string): void {
  git(path, 'add', '.');
  git(path, '-c', 'user.name=Dana', '-c', 'user.email=dana@example.com', 'commit', '--quiet', '-m', message);
}

function git(path: string, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', path, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
