import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { page } from '../docs/pages.ts';
import { type Manifest, render } from './kustomize.ts';
import { merge, type Tree } from './merge.ts';
import { podOf } from './pods.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HAS_KUBECTL = spawnSync('kubectl', ['kustomize', '--help']).status === 0;
const [labelled = '', kustomization = '', patch = ''] = page('docs/kubernetes.md')
  .blocks.filter(({ language }) => language === 'yaml')
  .map(({ text }) => text);

describe('docs/kubernetes.md, followed with a Deployment of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-own-'));
  beforeAll(() => {
    // Below the project that uses it, as the page has it: kustomize reads nothing from outside.
    cpSync(join(ROOT, 'deploy/kubernetes'), join(folder, 'chaperone/deploy/kubernetes'), { recursive: true });
    const container = { name: 'agent', image: 'mine', env: [{ name: 'MINE', value: 'yes' }] };
    const plain = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'mine' },
      spec: { template: { spec: { containers: [container], initContainers: [{ name: 'migrate', image: 'mine' }] } } },
    };
    writeFileSync(join(folder, 'deployment.yaml'), stringify(merge(plain, parse(labelled))));
    writeFileSync(join(folder, 'kustomization.yaml'), kustomization);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds the sidecar in front of what was there, and changes nothing else of it', () => {
    const deployment = rendered(folder).find(({ kind }) => kind === 'Deployment') as Manifest;
    const { initContainers, containers } = podOf(deployment);
    expect(initContainers?.map(({ name, image }) => [name, image])).toEqual([
      ['chaperone', 'registry.example.com/chaperone:0.1.0'],
      ['migrate', 'mine'],
    ]);
    const volumeMounts = [{ name: 'chaperone-socket', mountPath: '/run/chaperone', readOnly: true }];
    expect(containers).toEqual([{ name: 'agent', image: 'mine', env: [{ name: 'MINE', value: 'yes' }], volumeMounts }]);
  });

  it('adds nothing without the label', () => {
    const bare = mkdtempSync(join(tmpdir(), 'chaperone-bare-'));
    cpSync(folder, bare, { recursive: true });
    writeFileSync(join(bare, 'deployment.yaml'), stringify({ ...HEAD, spec: { paused: true } }));
    const [deployment] = rendered(bare).filter(({ kind }) => kind === 'Deployment');
    rmSync(bare, { recursive: true });
    expect(deployment?.['spec']).toEqual({ paused: true });
  });

  it('keeps the order with the patch that the page shows, and loses it with one that names chaperone alone', () => {
    const names = (initContainers: readonly Tree[]): readonly string[] => {
      writeFileSync(
        join(folder, 'patch.yaml'),
        stringify({ spec: { template: { spec: { initContainers } } }, ...HEAD }),
      );
      const own: Tree = {
        resources: ['chaperone/deploy/kubernetes/overlays/git-sync'],
        patches: [{ path: 'patch.yaml', target: { kind: 'Deployment', labelSelector: 'chaperone=sidecar' } }],
      };
      writeFileSync(join(folder, 'kustomization.yaml'), stringify(own));
      const deployment = rendered(folder).find(({ kind }) => kind === 'Deployment') as Manifest;
      return podOf(deployment).initContainers?.map(({ name }) => name) ?? [];
    };
    const shown: { readonly initContainers: readonly Tree[] } = parse(patch);
    expect(names(shown.initContainers)).toEqual(['git-sync', 'chaperone']);
    expect(names(shown.initContainers.slice(1))).toEqual(['chaperone', 'git-sync']);
  });
});

const HEAD = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'any' } };

/** What kubectl makes of a folder, or this project's own reading of it where there is no kubectl. */
function rendered(folder: string): readonly Manifest[] {
  if (!HAS_KUBECTL) return render(folder);
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).map((document) => document.toJS());
}
