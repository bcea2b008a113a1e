import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from '../../docs/pages.ts';
import { CLI, cleanEnv, type Served, startServe } from '../../support/cli.ts';
import { ALLOW, REVOKED, temporaryFolder, until } from './follow.ts';
import { type HttpsGit, startHttps } from './https-server.ts';
import { createWorking, type Working } from './repositories.ts';
import { SSHD, type SshGit, startSsh } from './ssh-server.ts';

const TOKEN = 'hush-5f3a';
const COMMANDS = page('docs/git.md')
  .blocks.filter(({ language }) => language === 'sh')
  .map(({ text }) => text);
const root = temporaryFolder();
const folder = join(root, 'user');
const running: Served[] = [];
let https: HttpsGit;
let ssh: SshGit | undefined;
let work: Working;

beforeAll(async () => {
  mkdirSync(join(root, 'acme'));
  mkdirSync(folder);
  https = await startHttps(join(root, 'tls'), root, TOKEN);
  ssh = SSHD === undefined ? undefined : await startSsh(join(root, 'ssh'));
  work = createWorking(join(root, 'acme'));
  writeFileSync(join(folder, 'git-token'), TOKEN);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'dana')]);
  const signed = ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${join(folder, 'dana')}`, '--gpg-sign'];
  work.push({ 'prod/roles.yaml': ALLOW }, 'a start', ...signed);
});
afterAll(async () => {
  for (const served of running) await served.stop('SIGKILL');
  await https.stop();
  await ssh?.stop();
});

/** The block with the words, without the lines that begin with one of them. */
function block(words: string): string {
  const found = COMMANDS.find((text) => text.includes(words));
  if (found === undefined) throw new Error(`docs/git.md has no command with \`${words}\``);
  return found;
}

/** What a user would type, with the addresses of the test's servers. */
function here(text: string): string {
  return text
    .replaceAll('https://git.example.com', https.url('').replace(/\/$/, ''))
    .replaceAll('ssh://git@git.example.com/', ssh?.url(`${root}/`) ?? '')
    .replace('deploy-key', ssh?.key ?? '');
}

/** The flags of the one `chaperone serve` of a block. */
function flags(text: string): string[] {
  const line =
    here(text)
      .split('\n')
      .find((each) => each.startsWith('chaperone serve ')) ?? '';
  return [...line.slice('chaperone serve '.length).matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

async function serve(text: string, ...more: string[]): Promise<Served> {
  const anywhere = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', '--state-dir', temporaryFolder()];
  const given = flags(text).map((flag) => flag.replace('0.0.0.0:4402', '127.0.0.1:0'));
  const served = await startServe([...given, ...anywhere, ...more], { cwd: folder });
  running.push(served);
  return served;
}

/** Runs shell commands as the user. Not synchronous: what they ask may be in this process. */
function shell(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', text], { cwd: folder, env: cleanEnv() });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (more: string) => {
        output += more;
      });
    }
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
  });
}

function withoutServe(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('chaperone serve '))
    .join('\n');
}

async function statusOf({ admin }: Served): Promise<{ ready: boolean; origin: { subject: string }; stale: boolean }> {
  return JSON.parse(await shell(block('/status').replace('http://127.0.0.1:4401', admin.replace(/\/$/, ''))));
}

describe('docs/git.md', () => {
  it('follows over https, with a folder', async () => {
    const served = await serve(block('policies.git#main:prod'), '--git-ca', https.authority);
    expect(await statusOf(served)).toMatchObject({ ready: true, origin: { subject: 'a start' } });
  });

  it.skipIf(SSHD === undefined)('follows over ssh, by the keys that ssh-keyscan finds', async () => {
    const text = block('ssh-keyscan');
    const port = /:(\d+)/.exec(ssh?.url('') ?? '')?.[1];
    await shell(withoutServe(text).replace('git.example.com', `-p ${port} 127.0.0.1 2>/dev/null`));
    expect((await statusOf(await serve(text))).ready).toBe(true);
  });

  it('takes a push that a script tells of, and only signed commits', async () => {
    await shell(withoutServe(block('openssl rand')));
    await shell(withoutServe(block('allowed-signers')));
    const [, trust = ''] = /(--require-signed .*)$/m.exec(block('--require-signed')) ?? [];
    const served = await serve(block('--webhook '), '--git-ca', https.authority, ...trust.split(' '));
    const tell = block('X-Signature-256').replace('http://127.0.0.1:4402', String(served.ready['webhook']));
    work.push({ 'prod/roles.yaml': REVOKED }, 'unsigned');
    expect(await shell(tell)).toBe('{"result":"looking"}');
    await until(() => served.log().some(({ detail }) => /is not signed by a key in/.test(String(detail))));
    expect((await statusOf(served)).origin.subject).toBe('a start');
  });

  it('makes a keyring', async () => {
    const made = join(root, 'gpg');
    mkdirSync(made, { mode: 0o700 });
    const gpg = `gpg --batch --homedir ${made}`;
    const user = 'Dana <dana@example.com>';
    await shell(`${gpg} --quiet --passphrase '' --quick-generate-key '${user}' ed25519 sign never`);
    await shell(`${gpg} --armor --export > dana.asc; gpgconf --homedir ${made} --kill all`);
    expect(await shell(block('gpg --homedir'))).toContain('imported: 1');
    await shell('gpgconf --homedir keyring --kill all');
  });

  it('denies by policies that are too old', async () => {
    const served = await serve(block('--max-staleness'), '--git-ca', https.authority);
    expect(await statusOf(served)).toMatchObject({ stale: false, ready: true });
  });

  it('has no other command', () => {
    const known = [
      '#main:prod',
      'ssh-keyscan',
      'openssl rand',
      'X-Signature',
      'allowed-signers',
      'gpg ',
      '/status',
      '--max-st',
    ];
    expect(COMMANDS.filter((text) => !known.some((words) => text.includes(words)))).toEqual([]);
    expect(execFileSync(process.execPath, [CLI, 'serve', '--help'], { encoding: 'utf8' })).toContain(
      '--require-signed',
    );
  });
});
