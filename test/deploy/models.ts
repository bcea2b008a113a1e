import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import type { Manifest } from './kustomize.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Where a kind's model is imported from, and how one is made. */
const MODELS: Readonly<Record<string, { readonly from: string; readonly make: (data: never) => Checked }>> = {
  ConfigMap: { from: 'kubernetes-models/v1/ConfigMap', make: (data) => new ConfigMap(data) },
  Deployment: { from: 'kubernetes-models/apps/v1/Deployment', make: (data) => new Deployment(data) },
  HorizontalPodAutoscaler: {
    from: 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler',
    make: (data) => new HorizontalPodAutoscaler(data),
  },
  NetworkPolicy: {
    from: 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy',
    make: (data) => new NetworkPolicy(data),
  },
  PodDisruptionBudget: {
    from: 'kubernetes-models/policy/v1/PodDisruptionBudget',
    make: (data) => new PodDisruptionBudget(data),
  },
  PodMonitor: {
    from: '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor',
    make: (data) => new PodMonitor(data),
  },
  Service: { from: 'kubernetes-models/v1/Service', make: (data) => new Service(data) },
};

interface Checked {
  validate(): void;
}

/** What is wrong with the values of manifests, by the schemas of Kubernetes. Keys that these don't know pass. */
export function wrongValues(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap((manifest) => {
    try {
      modelOf(manifest)
        .make(manifest as never)
        .validate();
      return [];
    } catch (error) {
      return [`${manifest.kind} ${manifest.metadata.name}: ${error instanceof Error ? error.message : error}`];
    }
  });
}

/** Keys that Kubernetes doesn't know: the compiler's words on object literals of the kinds' types. */
export function unknownKeys(manifests: readonly Manifest[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-manifests-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'manifests.ts'), manifests.map(literal).join('\n'));
    const flags = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--types',
      '',
    ];
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const said = spawnSync(process.execPath, [tsc, ...flags, 'manifests.ts'], { cwd: folder, encoding: 'utf8' });
    return said.stdout.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function literal(manifest: Manifest, at: number): string {
  const type = `import('${modelOf(manifest).from}').I${manifest.kind}`;
  return `export const manifest${at}: ${type} = ${JSON.stringify(manifest)};`;
}

function modelOf({ kind }: Manifest): (typeof MODELS)[string] {
  const model = MODELS[kind];
  if (model === undefined) throw new Error(`no model of ${kind} here`);
  return model;
}
