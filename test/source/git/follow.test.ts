import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALLOW,
  BROKEN,
  failing,
  follow,
  inForce,
  type Options,
  OTHER,
  REVOKED,
  temporaryFolder,
  until,
} from './follow.ts';
import { type HttpsGit, startHttps } from './https-server.ts';
import { createWorking, type Working } from './repositories.ts';
import { SSHD, type SshGit, startSsh } from './ssh-server.ts';

const isLong = Boolean(process.env['CHAPERONE_TEST_LONG']);
const TOKEN = 'hush-5f3a';
const root = temporaryFolder();
const tokenFile = join(root, 'token');
let https: HttpsGit;
let ssh: SshGit | undefined;

beforeAll(async () => {
  writeFileSync(tokenFile, `${TOKEN}\n`);
  https = await startHttps(join(root, 'tls'), root, TOKEN);
  ssh = SSHD === undefined ? undefined : await startSsh(join(root, 'ssh'));
});
afterAll(async () => {
  await https.stop();
  await ssh?.stop();
});

interface Remote {
  readonly url: string;
  readonly options: Options;
}

let count = 0;
function fresh(): Working {
  return createWorking(root, `p${++count}`);
}

function remote(scheme: string, { bare }: Working, stateFolder = temporaryFolder()): Remote {
  if (scheme === 'file') return { url: `file://${bare}`, options: { stateFolder } };
  if (scheme === 'ssh') {
    if (ssh === undefined) throw new Error('sshd is not installed');
    return { url: ssh.url(bare), options: { stateFolder, sshKey: ssh.key, knownHosts: ssh.knownHosts } };
  }
  const url = https.url(bare.slice(root.length + 1));
  return { url, options: { stateFolder, tokenFile, authorities: https.authority } };
}

const SCHEMES = ['https', 'ssh'].filter((scheme) => scheme !== 'ssh' || SSHD !== undefined);

it.skipIf(SSHD !== undefined)('leaves ssh out: sshd is not installed', () => {});

describe.each(SCHEMES)('a repository on %s', (scheme) => {
  it('is cloned, followed, kept at the last good commit, and repaired whole', async () => {
    const work = fresh();
    const first = work.push({ 'roles.yaml': ALLOW, 'other.yaml': OTHER }, 'operators may run');
    const { url, options } = remote(scheme, work);
    const following = await follow(url, options);
    const { pdp, decisions, events } = following;
    expect(pdp.status()).toMatchObject({
      ready: true,
      lastFailure: null,
      origin: { commit: first, subject: 'operators may run', description: `git+${url}` },
    });
    expect(pdp.status().origin?.authorDate).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(await following.effect()).toBe('allow');
    expect(decisions[0]?.commit).toBe(first);

    const second = work.push({ 'other.yaml': `${OTHER}description: changed\n` });
    await inForce(following, second);
    expect(events.at(-1)?.origin?.commit).toBe(second);

    // One commit takes a permission back in one file and breaks another; the next repairs only the broken one.
    work.push({ 'roles.yaml': REVOKED, 'other.yaml': BROKEN });
    await failing(following, /has 1 error/);
    expect(pdp.status()).toMatchObject({ ready: true, origin: { commit: second } });
    expect(pdp.status().lastFailure?.diagnostics[0]).toMatchObject({ file: 'other.yaml', line: 3 });
    expect(await following.effect()).toBe('allow');
    expect(decisions.at(-1)?.commit).toBe(second);
    const repaired = work.push({ 'other.yaml': OTHER });
    await inForce(following, repaired);
    expect(await following.effect()).toBe('deny');
    expect(pdp.status().lastFailure).toBeNull();
  });

  it.skipIf(scheme === 'ssh' && !isLong)('is followed where its branch goes, by looking', async () => {
    const work = fresh();
    const first = work.push({ 'roles.yaml': ALLOW });
    work.push({ 'roles.yaml': `${ALLOW}description: second\n` });
    const { url, options } = remote(scheme, work);
    // A branch that has gone is told of in other words by who looks and by who fetches at once: here it is looked at.
    const following = await follow(`${url}#main`, { ...options, poll: 50 });
    const followed = (commit: string): Promise<void> => until(() => following.pdp.status().origin?.commit === commit);
    work.git('reset', '--quiet', '--hard', first);
    const rewritten = work.push({ 'roles.yaml': REVOKED }, 'rewritten');
    await followed(rewritten);
    expect(await following.effect()).toBe('deny');
    work.git('push', '--quiet', 'origin', 'HEAD:other', ':main');
    const message = `\`${url}\` has no branch or tag \`main\``;
    await until(() => following.pdp.status().lastFailure?.message === message);
    expect(following.pdp.status()).toMatchObject({ ready: true, origin: { commit: rewritten } });
    const restored = work.push({ 'roles.yaml': ALLOW });
    await followed(restored);
    expect(await following.effect()).toBe('allow');
  });
});

describe('a server that is away', () => {
  it('at the start: nothing is allowed until it comes', async () => {
    const work = fresh();
    const commit = work.push({ 'roles.yaml': ALLOW });
    const { url, options } = remote('https', work);
    https.broken = true;
    const following = await follow(url, options);
    expect(following.pdp.status()).toMatchObject({ ready: false, revision: null });
    expect(following.pdp.status().lastFailure?.message).toContain(`\`${url}\` can't be read`);
    expect(await following.pdp.ask({})).toMatchObject({ decision: false });
    expect(await following.effect()).toBe('deny');
    https.broken = false;
    await inForce(following, commit);
    expect(await following.effect()).toBe('allow');
  });

  it('later: what is in force stays, and one line tells of it', async () => {
    const work = fresh();
    work.push({ 'roles.yaml': ALLOW });
    const { url, options } = remote('https', work);
    const following = await follow(url, options);
    https.broken = true;
    await failing(following, /can't be read/);
    const { refused } = following.pdp.status().reloads;
    const next = work.push({ 'roles.yaml': REVOKED });
    await failing(following, /can't be read/);
    expect(following.pdp.status().reloads.refused).toBeGreaterThan(refused);
    expect(await following.effect()).toBe('allow');
    https.broken = false;
    await inForce(following, next);
    expect(following.events.map(({ kind }) => kind)).toEqual(['policy-accepted', 'policy-refused', 'policy-accepted']);
  });

  it('at a restart: the last good set decides, known by its age', async () => {
    const work = fresh();
    const commit = work.push({ 'roles.yaml': ALLOW });
    const { url, options } = remote('https', work);
    const before = await follow(url, options);
    const confirmed = before.pdp.status().lastSuccess ?? 0;
    await before.stop();
    https.broken = true;
    const after = await follow(url, options);
    expect(after.pdp.status()).toMatchObject({ ready: true, origin: { commit, lastGood: true } });
    expect(after.pdp.status().lastFailure?.message).toContain("can't be read");
    expect(Math.abs((after.pdp.status().lastSuccess ?? 0) - confirmed)).toBeLessThan(15_000);
    expect(await after.effect()).toBe('allow');
    https.broken = false;
    await after.pdp.reload();
    expect(after.pdp.status()).toMatchObject({ lastFailure: null, origin: { commit } });
    expect(after.pdp.status().origin?.lastGood).toBeUndefined();
  });
});

describe('a restart while the newest commit is broken', () => {
  it('starts with the last good one, says what is wrong, and goes on following', async () => {
    const work = fresh();
    const good = work.push({ 'roles.yaml': ALLOW });
    const { url, options } = remote('file', work);
    await (await follow(url, options)).stop();
    work.push({ 'roles.yaml': BROKEN });
    const following = await follow(url, options);
    expect(following.pdp.status()).toMatchObject({ ready: true, origin: { commit: good, lastGood: true } });
    expect(following.pdp.status().lastFailure?.diagnostics).toHaveLength(1);
    expect(await following.effect()).toBe('allow');
    const repaired = work.push({ 'roles.yaml': REVOKED });
    await inForce(following, repaired);
    expect(await following.effect()).toBe('deny');
  });

  it('has nothing to start with where no set was ever good', async () => {
    const work = fresh();
    work.push({ 'roles.yaml': BROKEN });
    const { url, options } = remote('file', work);
    const following = await follow(url, options);
    expect(following.pdp.status()).toMatchObject({ ready: false, revision: null });
    const good = work.push({ 'roles.yaml': ALLOW });
    await inForce(following, good);
  });
});

describe('policies that the source has not confirmed for long', () => {
  it.each(['not-ready', 'deny'] as const)('%s', async (on) => {
    let now = Date.now();
    const work = fresh();
    work.push({ 'roles.yaml': ALLOW });
    const { url, options } = remote('file', work);
    const clock = (): number => now;
    const staleness = { max: 3_600_000, on };
    const following = await follow(url, { ...options, poll: 0, clock }, { clock, staleness });
    now += 3_600_000;
    expect(following.pdp.status()).toMatchObject({ stale: false, ready: true });
    now += 1;
    expect(following.pdp.status()).toMatchObject({ stale: true, ready: on === 'deny' });
    const answer = await following.pdp.ask({
      subject: { type: 'user', id: 'dana', properties: { roles: ['operator'] } },
      action: { name: 'run' },
      resource: { type: 'chain', id: 'x' },
    });
    expect(answer.rules).toEqual(on === 'deny' ? ['!stale'] : ['role:operator#chain:run']);
    await following.pdp.reload();
    expect(following.pdp.status()).toMatchObject({ stale: false, ready: true });
    expect(await following.effect()).toBe('allow');
    // A restart without the server doesn't make old policies new.
    await following.stop();
    now += 3_600_001;
    const gone = { ...options, poll: 0, clock, limits: { fetchTimeout: 1, firstFetchTimeout: 1 } };
    const after = await follow(url, gone, { clock, staleness });
    expect(after.pdp.status()).toMatchObject({ stale: true, origin: { lastGood: true } });
  });
});
