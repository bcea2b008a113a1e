import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChaperoneError } from '../../../src/model/errors.ts';
import type { Fetched } from '../../../src/model/source.ts';
import { ALLOW, type Options, onEnd, sourceOf, temporaryFolder } from './follow.ts';
import { type HttpsGit, startHttps } from './https-server.ts';
import { createWorking, gitIn, type Working } from './repositories.ts';
import { SSHD, startSsh } from './ssh-server.ts';

const TOKEN = 'hush-5f3a';
const root = temporaryFolder();
let https: HttpsGit;

beforeAll(async () => {
  https = await startHttps(join(root, 'tls'), root, TOKEN);
});
afterAll(() => https.stop());

let count = 0;
function fresh(): Working {
  return createWorking(root, `p${++count}`);
}

function read(url: string, options: Partial<Options> = {}): Promise<Fetched> {
  return sourceOf(url, { stateFolder: temporaryFolder(), ...options }).read();
}

/** The message of the failure, which is one line. */
async function failure(url: string, options: Partial<Options> = {}): Promise<string> {
  try {
    await read(url, options);
  } catch (error) {
    if (!(error instanceof ChaperoneError)) throw error;
    expect(error.code).toBe('source-unreadable');
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  return 'nothing failed';
}

describe('what is read', () => {
  it('is a branch, a tag, an annotated tag, a commit, and a folder of each', async () => {
    const work = fresh();
    const first = work.push({ 'a.yaml': 'one', 'sub/b.yml': 'two', 'sub/.hidden.yaml': 'x', 'sub/c.test.yaml': 'x' });
    work.git('tag', 'v1');
    work.git('tag', '-a', '-m', 'annotated', 'v2');
    const second = work.push({ 'a.yaml': 'three' });
    work.git('push', '--quiet', 'origin', 'v1', 'v2', 'HEAD:refs/heads/with/slash');
    const url = `file://${work.bare}`;
    const all = [
      { path: 'a.yaml', text: 'one' },
      { path: 'sub/b.yml', text: 'two' },
    ];
    for (const ref of ['v1', 'v2', first]) expect((await read(`${url}#${ref}`)).files).toEqual(all);
    for (const ref of ['', '#main', '#with/slash', '#refs/heads/main']) {
      expect((await read(`${url}${ref}`)).origin.commit).toBe(second);
    }
    expect((await read(`${url}#main:sub`)).files).toEqual([{ path: 'b.yml', text: 'two' }]);
    expect((await read(`${url}#:/sub/`)).origin.description).toBe(`git+${url}#:sub`);
  });

  it('is the branch where a tag has the same name, also once the branch is gone', async () => {
    const work = fresh();
    work.push({ 'a.yaml': 'tag' });
    work.git('tag', 'main');
    work.git('push', '--quiet', 'origin', 'refs/tags/main');
    work.commit({ 'a.yaml': 'branch' });
    work.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
    const source = sourceOf(`file://${work.bare}#main`, { stateFolder: temporaryFolder() });
    expect((await source.read()).files[0]?.text).toBe('branch');
    work.git('push', '--quiet', 'origin', ':refs/heads/main');
    await expect(source.read()).rejects.toThrow('has no branch or tag `main`');
  });
});

describe('what can not be read', () => {
  it.each<[string, (work: Working) => void, string, RegExp]>([
    ['an empty repository', () => {}, '', /has no commit yet$/],
    ['no such branch', (work) => work.push({ 'a.yaml': 'x' }), '#other', /has no branch or tag `other`$/],
    [
      'no such commit',
      (work) => work.push({ 'a.yaml': 'x' }),
      `#${'0'.repeat(39)}1`,
      /does not have what was asked for/,
    ],
    ['no such folder', (work) => work.push({ 'a.yaml': 'x' }), '#main:b', /^there is no folder `b` in commit `/],
    ['a file for a folder', (work) => work.push({ 'a.yaml': 'x' }), '#main:a.yaml', /^there is no folder `a.yaml`/],
    ['no policy file', (work) => work.push({ 'a.md': 'x' }), '', /^no policy file .* below the root of commit `/],
    ['a link to a file', (work) => linked(work, 'b.yaml', 'a.yaml'), '', /^`b.yaml` is a link: links are not followed/],
    ['a link that leads outside', (work) => linked(work, 'b', '../../../etc'), '', /^`b` is a link/],
    ['a submodule', submodule, '', /^`teams` is a submodule/],
    ['a file over 1 MiB', (work) => work.push({ 'a.yaml': 'x'.repeat(1_048_577) }), '', /^`a.yaml` is over 1 MiB/],
    ['a line break in a path', (work) => work.push({ 'a\nb.yaml': 'x' }), '', /^`a\?b.yaml` is no path/],
    ['a path that is not UTF-8', latin1Path, '', /^`a\?.yaml` is no path/],
    ['a path out of the folder', dotPath, '', /^`\.\.\/a.yaml` is no path that git itself would make$/],
    ['text that is not UTF-8', notText, '', /^`a.yaml` is not UTF-8 text$/],
  ])('%s', async (_, make, suffix, message) => {
    const work = fresh();
    make(work);
    expect(await failure(`file://${work.bare}${suffix}`)).toMatch(message);
  });

  it('links below names that begin with a dot are nobody’s policies', async () => {
    const work = fresh();
    mkdirSync(join(work.folder, '.github'));
    symlinkSync('/etc', join(work.folder, '.github', 'etc'));
    work.push({ 'a.yaml': 'x' });
    expect((await read(`file://${work.bare}`)).files).toHaveLength(1);
  });

  it('more than the limits allow', async () => {
    const work = fresh();
    work.push({ 'a.yaml': 'x'.repeat(600), 'b.yaml': 'y'.repeat(600) });
    const url = `file://${work.bare}`;
    expect(await failure(url, { limits: { files: 1 } })).toBe('more than 1 policy files');
    expect(await failure(url, { limits: { totalSize: 1_199 } })).toContain('larger than 1199 bytes');
    expect((await read(url, { limits: { files: 2, totalSize: 1_200 } })).files).toHaveLength(2);
  });

  it('a repository that is huge: the fetch ends, and its remains are removed', async () => {
    const work = fresh();
    const noise = randomBytes(3_000_000);
    writeFileSync(join(work.folder, 'noise'), noise);
    work.push({ 'a.yaml': 'x' });
    const stateFolder = temporaryFolder();
    const limits = { repositorySize: 1_000_000 };
    const message = await failure(https.url(work.bare.slice(root.length + 1)), {
      stateFolder,
      limits,
      token: TOKEN,
      authorities: https.authority,
    });
    expect(message).toMatch(/needs more than 1 MiB on disk, even without its history$/);
    expect(Number(execFileSync('du', ['-sk', stateFolder], { encoding: 'utf8' }).split('\t')[0])).toBeLessThan(1_000);
  });
});

function linked(work: Working, path: string, target: string): void {
  work.link(path, target);
  work.push({ 'a.yaml': 'x' });
}

function submodule(work: Working): void {
  const hash = work.push({ 'a.yaml': 'x' });
  work.git('update-index', '--add', '--cacheinfo', `160000,${hash},teams`);
  work.git('commit', '--quiet', '-m', 'a submodule');
  work.git('push', '--quiet', 'origin', 'HEAD:main');
}

function notText(work: Working): void {
  writeFileSync(join(work.folder, 'a.yaml'), Buffer.from([0x61, 0xff]));
  work.push({});
}

/** A commit whose one file has a path that git's own tools would not write. */
function craft(work: Working, path: Buffer): void {
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], {
    cwd: work.folder,
    input: 'x',
    encoding: 'utf8',
  });
  let hash = blob.trim();
  let mode = '100644';
  for (const part of path.toString('latin1').split('/').reverse()) {
    const entry = Buffer.concat([Buffer.from(`${mode} ${part}\0`, 'latin1'), Buffer.from(hash, 'hex')]);
    const how = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
    hash = execFileSync('git', how, { cwd: work.folder, input: entry, encoding: 'utf8' }).trim();
    mode = '40000';
  }
  const commit = gitIn(work.folder, 'commit-tree', '-m', 'crafted', hash);
  gitIn(work.bare, 'fetch', '--quiet', work.folder, `${commit}:refs/heads/main`);
}

function latin1Path(work: Working): void {
  craft(work, Buffer.from('a\xe9.yaml', 'latin1'));
}

function dotPath(work: Working): void {
  craft(work, Buffer.from('../a.yaml'));
}

describe('a server that says no', () => {
  const ours = (): Partial<Options> => ({ token: TOKEN, authorities: https.authority });

  it('to wrong credentials, which stand in no message and on no command line', async () => {
    const work = fresh();
    work.push({ 'a.yaml': ALLOW });
    const url = https.url(work.bare.slice(root.length + 1));
    for (const credentials of [{ token: 'wrong-secret' }, {}]) {
      const message = await failure(url, { ...ours(), token: undefined, ...credentials } as Partial<Options>);
      expect(message).toMatch(/can't be read: the git server refuses the credentials: /);
      expect(message).not.toContain('wrong-secret');
    }
    const tokenFile = join(root, 'missing-token');
    const { token: _token, ...rest } = ours();
    expect(await failure(url, { ...rest, tokenFile })).toContain('refuses the credentials');
    writeFileSync(tokenFile, `${TOKEN}\n`);
    expect((await read(url, { ...rest, tokenFile, username: 'bot' })).files).toHaveLength(1);
  });

  it('where its certificate is nobody’s', async () => {
    const work = fresh();
    const url = https.url(work.bare.slice(root.length + 1));
    expect(await failure(url, { token: TOKEN })).toContain("the certificate of the git server can't be trusted");
  });

  it('where the repository has vanished', async () => {
    expect(await failure(https.url('nowhere.git'), ours())).toContain('there is no such repository');
    expect(await failure(`file://${root}/nowhere.git`)).toContain('there is no such repository');
  });

  it('where nobody listens, and where nobody answers', async () => {
    expect(await failure('https://127.0.0.1:1/p.git')).toContain("the git server can't be reached");
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    onEnd(() => silent.close());
    await new Promise((resolve) => silent.on('listening', resolve));
    const { port } = silent.address() as { port: number };
    const message = await failure(`https://127.0.0.1:${port}/p.git`, { limits: { fetchTimeout: 500 } });
    expect(message).toBe('git took longer than 0.5 s');
  });

  it.skipIf(SSHD === undefined)('on ssh, to a strange key and as a strange host', async () => {
    const ssh = await startSsh(join(root, 'ssh'));
    onEnd(() => ssh.stop());
    const work = fresh();
    work.push({ 'a.yaml': ALLOW });
    const url = ssh.url(work.bare);
    const { knownHosts, key: sshKey } = ssh;
    expect(await failure(url, { knownHosts, sshKey: ssh.strangeKey })).toContain('refuses the credentials');
    expect(await failure(url, { knownHosts: '/dev/null', sshKey })).toContain('not among the known hosts');
    // Paths with blanks and quotes reach ssh whole.
    const odd = join(root, "a b'c");
    mkdirSync(odd);
    symlinkSync(knownHosts, join(odd, 'hosts'));
    expect((await read(url, { knownHosts: join(odd, 'hosts'), sshKey })).files).toHaveLength(1);
  });
});

describe('a machine that is not ready for it', () => {
  it('without git', async () => {
    expect(await failure('https://127.0.0.1:1/p.git', { env: { PATH: root } })).toBe(
      '`git` is not installed, or not on PATH',
    );
  });

  it('with a state folder that can’t be written', async () => {
    const stateFolder = join(root, 'file');
    writeFileSync(stateFolder, '');
    expect(await failure('https://127.0.0.1:1/p.git', { stateFolder })).toMatch(
      /^the state folder `.*` can't be written \(E\w+\): name another with --state-dir$/,
    );
  });

  it('with configuration, hooks and keys of its user: none takes part', async () => {
    const work = fresh();
    work.push({ 'a.yaml': ALLOW });
    const home = join(root, 'evil-home');
    mkdirSync(home);
    const touched = join(root, 'touched');
    writeFileSync(join(home, 'askpass'), `#!/bin/sh\ntouch ${touched}\n`);
    chmodSync(join(home, 'askpass'), 0o700);
    writeFileSync(join(home, '.gitconfig'), `[url "file:///nowhere/"]\n  insteadOf = file://${root}/\n`);
    const env = {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: home,
      GIT_ASKPASS: join(home, 'askpass'),
      GIT_DIR: '/x',
    };
    expect((await read(`file://${work.bare}`, { env })).files).toHaveLength(1);
    await failure(https.url(work.bare.slice(root.length + 1)), { env, authorities: https.authority });
    expect(existsSync(touched)).toBe(false);
  });
});
