import { spawnSync } from 'node:child_process';
import { chownSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsGit, startHttps } from '../source/git/https-server.ts';
import { createWorking, type Working } from '../source/git/repositories.ts';
import { type Manifest, render } from './kustomize.ts';
import { makePod, type Running, runSidecar, volume } from './pod.ts';

const OVERLAYS = fileURLToPath(new URL('../../deploy/kubernetes/overlays', import.meta.url));
const CAN_CHANGE_USER = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
const AGENT = 1001;
const STRANGER = 1002;
const POD_GROUP = 4400;

const ROLES = 'kind: Role\nname: operator\npermissions: [chain:run]\n';
const REVOKED = 'kind: Role\nname: operator\npermissions: [chain:view]\n';
const QUESTION = {
  subject: { type: 'agent', id: 'bot', properties: { roles: ['operator'] } },
  action: { name: 'run' },
  resource: { type: 'chain', id: 'triage' },
};

/** How policies come into a pod: what fills the volume first, and what the next change does to it. */
interface Layout {
  readonly overlay: string;
  /** What ConfigMaps and Secrets hold is by the names of the variables that it goes to. */
  readonly fill: (pod: string) => Promise<Readonly<Record<string, string>>>;
  readonly change: (pod: string) => void;
  readonly stop?: () => Promise<void>;
}

const LAYOUTS: readonly Layout[] = [
  {
    overlay: 'configmap',
    fill: async (pod) => {
      swapData(pod, '..first', ROLES);
      symlinkSync('..data/roles.yaml', join(pod, 'policies/roles.yaml'));
      return {};
    },
    change: (pod) => {
      swapData(pod, '..second', REVOKED);
      rmSync(join(pod, 'policies/..first'), { recursive: true });
    },
  },
  {
    overlay: 'git-sync',
    fill: async (pod) => {
      swapTree(pod, 'a'.repeat(40), ROLES);
      return { POLICY_FOLDER: 'policies' };
    },
    change: (pod) => swapTree(pod, 'b'.repeat(40), REVOKED),
  },
  fromGit(),
];

/** A repository on a git server of its own, with credentials and an authority that nobody else knows. */
function fromGit(): Layout {
  let working: Working;
  let server: HttpsGit;
  return {
    overlay: 'git',
    fill: async (pod) => {
      const folder = volume(pod, '/server');
      working = createWorking(folder);
      working.push({ 'policies/roles.yaml': ROLES });
      server = await startHttps(folder, folder, 'secret-of-a-test');
      chownSync(volume(pod, '/var/lib/chaperone'), 1000, 1000);
      writeFileSync(join(volume(pod, '/etc/policy-repository'), 'token'), 'secret-of-a-test\n');
      const repository = { POLICY_URL: server.url('policies.git'), POLICY_REF: 'main', POLICY_FOLDER: 'policies' };
      return { ...repository, CHAPERONE_GIT_USERNAME: 'git', CHAPERONE_GIT_CA: server.authority, CHAPERONE_POLL: '1s' };
    },
    change: () => void working.push({ 'policies/roles.yaml': REVOKED }),
    stop: () => server.stop(),
  };
}

describe.runIf(CAN_CHANGE_USER).each(LAYOUTS)('overlays/$overlay, its sidecar', ({ overlay, fill, change, stop }) => {
  const deployment = render(join(OVERLAYS, overlay)).find(({ kind }) => kind === 'Deployment') as Manifest;
  let pod: string;
  let running: Running;
  beforeAll(async () => {
    pod = makePod();
    running = await runSidecar(pod, deployment, await fill(pod));
  });
  afterAll(async () => {
    expect(await running?.stop()).toBe(0);
    await stop?.();
  });

  it('answers the agent on the socket, through a mount that it cannot write, and no stranger', () => {
    const { mode, gid } = statSync(running.socket);
    expect([mode & 0o777, gid]).toEqual([0o660, POD_GROUP]);
    const { code, answer } = running.ask(AGENT, [POD_GROUP], QUESTION);
    expect([code, JSON.parse(answer)]).toMatchObject([0, { decision: true }]);
    expect(running.ask(STRANGER, [], QUESTION)).toEqual({ code: 7, answer: '' });
  });

  it('answers probes and scrapes by address, and tells its status to who has the token', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await fetch(running.served.admin + path)).status, path).toBe(200);
    }
    expect((await fetch(`${running.served.admin}/status`)).status).toBe(401);
    expect(await running.status()).toMatchObject({ ready: true });
  });

  it('follows a change: what was allowed is not any more', async () => {
    const before = await running.status();
    change(pod);
    await expect.poll(async () => (await running.status()).revision, { timeout: 10_000 }).not.toBe(before.revision);
    expect(JSON.parse(running.ask(AGENT, [POD_GROUP], QUESTION).answer)).toMatchObject({ decision: false });
  });
});

/** What the kubelet does to change a ConfigMap: another folder, and `..data` points to it in one step. */
function swapData(pod: string, name: string, roles: string): void {
  writeFileSync(join(volume(pod, `/policies/${name}`), 'roles.yaml'), roles);
  symlinkSync(name, join(pod, 'policies/..data_tmp'));
  renameSync(join(pod, 'policies/..data_tmp'), join(pod, 'policies/..data'));
}

/** What git-sync does with a new commit: another tree, and the link points to it in one step. The old one is kept. */
function swapTree(pod: string, hash: string, roles: string): void {
  writeFileSync(join(volume(pod, `/git/.worktrees/${hash}/policies`), 'roles.yaml'), roles);
  symlinkSync(`.worktrees/${hash}`, join(pod, 'git/.link'));
  renameSync(join(pod, 'git/.link'), join(pod, 'git/current'));
}
