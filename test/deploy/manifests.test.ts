import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SETTING_NAMES, variableOf } from '../../src/config/settings.ts';
import { loadPolicies } from '../../src/pdp/load.ts';
import { type Manifest, render } from './kustomize.ts';
import { unknownKeys, wrongValues } from './models.ts';
import { type Container, containersOf, podOf, secretsOf } from './pods.ts';

const KUBERNETES = fileURLToPath(new URL('../../deploy/kubernetes', import.meta.url));
const OVERLAYS = readdirSync(`${KUBERNETES}/overlays`).sort();
const FOLDERS = ['base', ...OVERLAYS.map((name) => `overlays/${name}`)];
const HAS_KUBECTL = spawnSync('kubectl', ['kustomize', '--help']).status === 0;
const VARIABLES = [...SETTING_NAMES.map(variableOf)];

it('has the overlays that the documentation speaks of', () => {
  expect(OVERLAYS).toEqual(['configmap', 'git', 'git-sync', 'shared']);
});

it.skipIf(!HAS_KUBECTL).each(FOLDERS)('%s is rendered as kubectl does it', (folder) => {
  const { stdout, stderr } = spawnSync('kubectl', ['kustomize', `${KUBERNETES}/${folder}`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  // A generated name ends in a hash of its content.
  const documents = parseAllDocuments(stdout.replaceAll(/(name: policy-repository)-[a-z0-9]{10}$/gm, '$1'));
  expect(byName(documents.map((document) => document.toJS()))).toEqual(byName(render(`${KUBERNETES}/${folder}`)));
});

it('knows a wrong value and an unknown key where there is one', () => {
  const [deployment] = render(`${KUBERNETES}/base`) as [Manifest];
  const spec = podOf(deployment);
  const saying = (more: object): Manifest => ({ ...deployment, spec: { template: { spec: { ...spec, ...more } } } });
  expect(wrongValues([deployment])).toEqual([]);
  expect(wrongValues([saying({ hostNetwork: 'no' })])).toEqual([expect.stringContaining('hostNetwork')]);
  expect(unknownKeys([saying({ hostNetwrk: true })]).join('\n')).toContain('hostNetwrk');
});

it('has no key that Kubernetes does not know, in any overlay', () => {
  expect(unknownKeys(FOLDERS.flatMap((folder) => render(`${KUBERNETES}/${folder}`)))).toEqual([]);
});

describe.each(FOLDERS)('%s', (folder) => {
  const manifests = render(`${KUBERNETES}/${folder}`);
  const deployment = manifests.find(({ kind }) => kind === 'Deployment') as Manifest;
  const pod = podOf(deployment);
  const containers = containersOf(deployment);
  const chaperone = containers.find(({ name }) => name === 'chaperone') as Container;

  it('has values that Kubernetes takes', () => {
    expect(wrongValues(manifests)).toEqual([]);
  });

  it('gives every container a strict security context, and limits', () => {
    for (const { name, securityContext, resources } of containers) {
      expect(securityContext, name).toMatchObject({
        runAsNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(resources, name).toMatchObject({
        requests: { memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
    }
    expect(pod).toMatchObject({
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      securityContext: { fsGroup: 4400 },
    });
  });

  it('leaves room between the heap and the memory limit', () => {
    const heap = Number(/--max-old-space-size=(\d+)/.exec(settingOf(chaperone, 'NODE_OPTIONS'))?.[1]);
    expect(heap).toBeLessThanOrEqual(0.7 * Number.parseInt(chaperone.resources.limits.memory, 10));
  });

  it('sets variables that are settings', () => {
    const ours = chaperone.env.map(({ name }) => name).filter((name) => name.startsWith('CHAPERONE_'));
    expect(ours.filter((name) => !VARIABLES.includes(name))).toEqual([]);
  });

  it('uses a variable in a value only below the line that defines it', () => {
    for (const { env } of containers) {
      for (const [at, { value = '' }] of env.entries()) {
        const used = [...value.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name);
        expect(env.slice(0, at).map(({ name }) => name)).toEqual(expect.arrayContaining(used));
      }
    }
  });

  it('probes what the admin listener serves, on its port', () => {
    const port = Number(settingOf(chaperone, 'CHAPERONE_ADMIN').split(':')[1]);
    expect(chaperone.ports).toContainEqual({ name: 'chaperone-admin', containerPort: port });
    expect(chaperone).toMatchObject({
      startupProbe: { httpGet: { path: '/readyz', port: 'chaperone-admin' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'chaperone-admin' } },
      livenessProbe: { httpGet: { path: '/healthz', port: 'chaperone-admin' } },
    });
  });

  it('mounts volumes that there are, each of them somewhere, none by subPath, policies never writable', () => {
    const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
    expect([...new Set(mounts.map(({ name }) => name))].sort()).toEqual(pod.volumes.map(({ name }) => name).sort());
    expect(mounts.filter((mount) => 'subPath' in mount || 'subPathExpr' in mount)).toEqual([]);
    const policies = chaperone.volumeMounts.filter(({ name }) => ['chaperone-policies', 'policy-tree'].includes(name));
    for (const mount of policies) expect(mount.readOnly).toBe(true);
  });

  it('keeps files of settings in what is mounted', () => {
    const paths = chaperone.env
      .filter(({ name }) => /_(FILE|CERT|KEY|DIR)$/.test(name))
      .map(({ value }) => value ?? '');
    expect(paths.length).toBeGreaterThan(0);
    const mounted = chaperone.volumeMounts.map(({ mountPath }) => mountPath);
    expect(paths.filter((path) => !mounted.some((mount) => `${path}/`.startsWith(`${mount}/`)))).toEqual([]);
  });

  it('takes from ConfigMaps what they hold, and names the Secrets that it needs', () => {
    const maps = new Map(
      manifests.filter(({ kind }) => kind === 'ConfigMap').map((map) => [map.metadata.name, map['data']]),
    );
    for (const { valueFrom } of containers.flatMap(({ env }) => env)) {
      const wanted = valueFrom?.configMapKeyRef;
      if (wanted !== undefined) expect(maps.get(wanted.name)).toHaveProperty([wanted.key]);
    }
    const fromGit = /git|shared/.test(folder) ? ['policy-repository'] : [];
    const forTls = folder.endsWith('shared') ? ['chaperone-tls'] : [];
    expect(secretsOf(deployment)).toEqual(['chaperone-tokens', ...forTls, ...fromGit].sort());
  });
});

describe.each(FOLDERS.filter((folder) => !folder.endsWith('shared')))('%s, a sidecar', (folder) => {
  const deployment = render(`${KUBERNETES}/${folder}`).find(({ kind }) => kind === 'Deployment') as Manifest;
  const { initContainers = [], containers } = podOf(deployment);

  it('starts chaperone before the agent and after what it reads, and keeps them running', () => {
    const names = initContainers.map(({ name }) => name);
    expect(names).toEqual(folder.endsWith('git-sync') ? ['git-sync', 'chaperone'] : ['chaperone']);
    for (const { restartPolicy, startupProbe } of initContainers) {
      expect(restartPolicy).toBe('Always');
      expect(startupProbe).toBeDefined();
    }
  });

  it('answers on a socket alone, which the agent can connect to and not replace', () => {
    const [chaperone, agent] = [initContainers.at(-1), containers[0]] as [Container, Container];
    expect(settingOf(chaperone, 'CHAPERONE_LISTEN')).toBe('unix:/run/chaperone/chaperone.sock');
    expect(agent.volumeMounts).toEqual([{ name: 'chaperone-socket', mountPath: '/run/chaperone', readOnly: true }]);
    expect(agent.securityContext['runAsUser']).not.toBe(chaperone.securityContext['runAsUser']);
  });
});

describe('overlays/shared', () => {
  const manifests = render(`${KUBERNETES}/overlays/shared`);
  const find = (kind: string): Manifest => manifests.find((manifest) => manifest.kind === kind) as Manifest;
  const labels = { chaperone: 'shared' };

  it('points everything at the same pods', () => {
    expect(find('Service')).toMatchObject({
      spec: { selector: labels, ports: [{ port: 4400, targetPort: 'decide' }] },
    });
    expect(find('HorizontalPodAutoscaler')).toMatchObject({
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'chaperone' } },
    });
    expect(find('PodDisruptionBudget')).toMatchObject({ spec: { selector: { matchLabels: labels } } });
    expect(find('NetworkPolicy')).toMatchObject({
      spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress', 'Egress'] },
    });
    const spread = podOf(find('Deployment')).topologySpreadConstraints;
    expect(spread?.map(({ labelSelector }) => labelSelector)).toEqual([
      { matchLabels: labels },
      { matchLabels: labels },
    ]);
    expect(find('Deployment')).toMatchObject({ spec: { template: { metadata: { labels } } } });
    expect(find('Deployment')['spec']).not.toHaveProperty('replicas');
  });

  it('is asked over TLS, with a token, by the names of the Service', () => {
    const [container] = podOf(find('Deployment')).containers as [Container];
    const names = container.env.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['CHAPERONE_TOKEN_FILE', 'CHAPERONE_TLS_CERT', 'CHAPERONE_TLS_KEY']));
    expect(settingOf(container, 'CHAPERONE_ALLOWED_HOST').split(',')).toContain('chaperone.$(POD_NAMESPACE).svc');
  });
});

it('has a PodMonitor that finds the pods of every overlay, and their port', () => {
  for (const overlay of OVERLAYS) {
    const manifests = render(`${KUBERNETES}/overlays/${overlay}`);
    const deployment = manifests.find(({ kind }) => kind === 'Deployment');
    const label = overlay === 'shared' ? 'shared' : 'sidecar';
    expect(deployment).toMatchObject({ spec: { template: { metadata: { labels: { chaperone: label } } } } });
    expect(manifests.find(({ kind }) => kind === 'PodMonitor')).toMatchObject({
      spec: {
        selector: { matchExpressions: [{ key: 'chaperone', operator: 'In', values: ['sidecar', 'shared'] }] },
        podMetricsEndpoints: [{ port: 'chaperone-admin', path: '/metrics' }],
      },
    });
  }
});

it('has policies in the ConfigMap that load without an error or a warning', async () => {
  const { warnings } = await loadPolicies(`${KUBERNETES}/overlays/configmap/policies`);
  expect(warnings).toEqual([]);
});

function settingOf({ env }: Container, name: string): string {
  return env.find((variable) => variable.name === name)?.value ?? '';
}

function byName(manifests: readonly Manifest[]): Readonly<Record<string, Manifest>> {
  return Object.fromEntries(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
}
