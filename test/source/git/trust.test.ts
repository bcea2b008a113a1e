import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GitTrust } from '../../../src/source/git-options.ts';
import { ALLOW, type Following, failing, follow, inForce, onEnd, REVOKED, temporaryFolder } from './follow.ts';
import { createWorking, type Working } from './repositories.ts';

const root = temporaryFolder();
const key = (name: string): string => join(root, name);
const allowedSigners = join(root, 'allowed-signers');

beforeAll(() => {
  for (const name of ['ours', 'theirs']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key(name)]);
  }
  allow('ours');
});

/** Whose keys are allowed, on a line each. */
function allow(...names: string[]): void {
  const lines = names.map((name) => `${name}@example.com namespaces="git" ${readFileSync(`${key(name)}.pub`, 'utf8')}`);
  writeFileSync(allowedSigners, lines.join(''));
}

let count = 0;
function fresh(): Working {
  return createWorking(root, `p${++count}`);
}

function signedBy(name: string): readonly string[] {
  return ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${key(name)}`, '--gpg-sign'];
}

function followSigned(work: Working, stateFolder: string, trust: GitTrust = {}): Promise<Following> {
  return follow(`file://${work.bare}`, { stateFolder, trust: { allowedSigners, ...trust } });
}

describe('commits that must be signed', () => {
  it('are in force only where an allowed key has signed them', async () => {
    const work = fresh();
    work.push({ 'roles.yaml': ALLOW }, 'unsigned');
    const following = await followSigned(work, temporaryFolder());
    expect(following.pdp.status().ready).toBe(false);
    expect(await failing(following, /not signed/)).toMatch(
      /^commit `[0-9a-f]{12}` is not signed by a key in `.*signers`$/,
    );
    work.push({ 'roles.yaml': `${ALLOW}description: x\n` }, 'signed by a stranger', ...signedBy('theirs'));
    await following.pdp.reload();
    expect(following.pdp.status().ready).toBe(false);
    const good = work.push({ 'roles.yaml': ALLOW }, 'signed', ...signedBy('ours'));
    await inForce(following, good);
    work.push({ 'roles.yaml': REVOKED }, 'signed by a stranger', ...signedBy('theirs'));
    await failing(following, /not signed/);
    expect(await following.effect()).toBe('allow');
    const mended = work.push({ 'roles.yaml': REVOKED }, 'signed again', ...signedBy('ours'));
    await inForce(following, mended);
    expect(await following.effect()).toBe('deny');
  });

  it('are followed over many commits, and never back', async () => {
    const work = fresh();
    const stateFolder = temporaryFolder();
    const first = work.push({ 'roles.yaml': ALLOW }, 'first', ...signedBy('ours'));
    const following = await followSigned(work, stateFolder);
    await inForce(following, first);
    // Only the newest is signed: it vouches for all that lies before it.
    for (let each = 0; each < 40; each++) work.commit({ 'roles.yaml': `${ALLOW}description: number ${each}\n` });
    const far = work.push({ 'roles.yaml': REVOKED }, 'far', ...signedBy('ours'));
    await inForce(following, far);

    work.git('reset', '--quiet', '--hard', first);
    work.git('push', '--quiet', '--force', 'origin', 'HEAD:main');
    expect(await failing(following, /descend/)).toMatch(
      /does not descend from `[0-9a-f]{12}`, which was accepted last/,
    );
    expect(await following.effect()).toBe('deny');
    work.push({ 'roles.yaml': ALLOW }, 'another line', ...signedBy('ours'));
    await following.pdp.reload();
    expect(following.pdp.status().lastFailure?.message).toContain('does not descend');

    // Nor does a restart forget what was accepted, until it is told that going back is meant.
    await following.stop();
    const again = await followSigned(work, stateFolder);
    expect(again.pdp.status()).toMatchObject({ ready: true, origin: { commit: far, lastGood: true } });
    await again.stop();
    const back = await followSigned(work, stateFolder, { allowRollback: true });
    expect(back.pdp.status()).toMatchObject({ lastFailure: null, origin: { subject: 'another line' } });
    expect(await back.effect()).toBe('allow');
  });

  it('are not even the last good ones once their key is withdrawn', async () => {
    const work = fresh();
    const stateFolder = temporaryFolder();
    work.push({ 'roles.yaml': ALLOW }, 'signed', ...signedBy('ours'));
    await (await followSigned(work, stateFolder)).stop();
    onEnd(() => allow('ours'));
    allow('theirs');
    const following = await followSigned(work, stateFolder);
    expect(following.pdp.status()).toMatchObject({ ready: false, revision: null });
    expect(await following.effect()).toBe('deny');
  });

  it('are refused where the history is too long to tell', async () => {
    const work = fresh();
    const first = work.push({ 'roles.yaml': ALLOW }, 'first', ...signedBy('ours'));
    const limits = { history: 16 };
    const options = { stateFolder: temporaryFolder(), trust: { allowedSigners }, limits };
    const following = await follow(`file://${work.bare}`, options);
    await inForce(following, first);
    for (let each = 0; each < 20; each++) work.commit({}, `number ${each}`);
    work.push({}, 'far', ...signedBy('ours'));
    expect(await failing(following, /descend/)).toContain('does not descend within 16 commits from');
  });
});

describe('commits signed with GPG', () => {
  it('are in force where the key is in the keyring, and are none of the SSH keys’ business', async () => {
    const keyring = join(root, 'gpg');
    mkdirSync(keyring, { mode: 0o700 });
    const env = { ...process.env, GNUPGHOME: keyring };
    const quick = ['--batch', '--quiet', '--passphrase', '', '--quick-generate-key', 'Ours <ours@example.com>'];
    execFileSync('gpg', [...quick, 'ed25519', 'sign', 'never'], { env, stdio: 'ignore' });
    onEnd(() => execFileSync('gpgconf', ['--kill', 'all'], { env }));
    process.env['GNUPGHOME'] = keyring;
    onEnd(() => delete process.env['GNUPGHOME']);
    const work = fresh();
    const signed = work.push({ 'roles.yaml': ALLOW }, 'gpg', '-c', 'user.signingkey=ours@example.com', '--gpg-sign');
    const url = `file://${work.bare}`;
    const following = await follow(url, { stateFolder: temporaryFolder(), trust: { keyring } });
    await inForce(following, signed);
    const bySsh = await followSigned(work, temporaryFolder());
    expect(bySsh.pdp.status().lastFailure?.message).toContain('is not signed by a key in');
    work.push({ 'roles.yaml': REVOKED }, 'ssh', ...signedBy('ours'));
    await failing(following, /not signed/);
    expect(await following.effect()).toBe('allow');
  });
});
