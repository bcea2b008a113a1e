import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsGit, startHttps } from '../source/git/https-server.ts';
import { createWorking } from '../source/git/repositories.ts';
import { type Manifest, render } from './kustomize.ts';
import { makePod, type Running, runSidecar, TOKEN, volume } from './pod.ts';

const OVERLAY = fileURLToPath(new URL('../../deploy/kubernetes/overlays/shared', import.meta.url));
const TLS = fileURLToPath(new URL('../server/tls/', import.meta.url));
const CAN_CHANGE_USER = process.getuid?.() === 0;
const QUESTION = JSON.stringify({
  subject: { type: 'agent', id: 'bot', properties: { roles: ['operator'] } },
  action: { name: 'run' },
  resource: { type: 'chain', id: 'triage' },
});

describe.runIf(CAN_CHANGE_USER)('overlays/shared, its container', () => {
  const deployment = render(OVERLAY).find(({ kind }) => kind === 'Deployment') as Manifest;
  let pod: string;
  let server: HttpsGit;
  let running: Running;
  beforeAll(async () => {
    pod = makePod();
    const folder = volume(pod, '/server');
    createWorking(folder).push({ 'policies/roles.yaml': 'kind: Role\nname: operator\npermissions: [chain:run]\n' });
    server = await startHttps(folder, folder, 'secret-of-a-test');
    chownSync(volume(pod, '/var/lib/chaperone'), 1000, 1000);
    writeFileSync(join(volume(pod, '/etc/policy-repository'), 'token'), 'secret-of-a-test\n');
    cpSync(join(TLS, 'server.pem'), join(volume(pod, '/etc/chaperone/tls'), 'tls.crt'));
    cpSync(join(TLS, 'server-key.pem'), join(pod, 'etc/chaperone/tls/tls.key'));
    const repository = { POLICY_URL: server.url('policies.git'), POLICY_REF: 'main', POLICY_FOLDER: 'policies' };
    const values = {
      ...repository,
      CHAPERONE_GIT_USERNAME: 'git',
      CHAPERONE_GIT_CA: server.authority,
      POD_NAMESPACE: 'agents',
    };
    running = await runSidecar(pod, deployment, values, ['--listen', '0.0.0.0:0']);
  });
  afterAll(async () => {
    expect(await running?.stop()).toBe(0);
    await server?.stop();
    rmSync(pod, { recursive: true, force: true });
  });

  const ask = (name: string, token: string): string => {
    const port = new URL(running.served.url).port;
    const named = ['--cacert', join(TLS, 'ca.pem'), '-H', `host: ${name}`, '-H', `authorization: Bearer ${token}`];
    const body = ['-H', 'content-type: application/json', '-d', QUESTION];
    const words = ['-s', `https://localhost:${port}/decide`, ...named, ...body, '-w', '\n%{http_code}'];
    return spawnSync('curl', words, { encoding: 'utf8' }).stdout;
  };

  it.each(['chaperone', 'chaperone.agents', 'chaperone.agents.svc', 'chaperone.agents.svc.cluster.local'])(
    'answers over TLS as %s who has the token',
    (name) => {
      const [answer = '', status] = ask(name, TOKEN).split('\n');
      expect([status, JSON.parse(answer)]).toMatchObject(['200', { decision: true }]);
    },
  );

  it('answers nobody without the token, and no other name', () => {
    expect(ask('chaperone', 'another').endsWith('\n401')).toBe(true);
    expect(ask('elsewhere.example.com', TOKEN).endsWith('\n403')).toBe(true);
  });
});
