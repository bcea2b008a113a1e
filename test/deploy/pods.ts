import type { Manifest } from './kustomize.ts';

/** What the tests look at in a container. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly env: readonly Variable[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly startupProbe?: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: { readonly name: string; readonly key: string };
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
  };
}

/** What the tests look at in a pod. */
export interface Pod {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
  readonly topologySpreadConstraints?: readonly { readonly labelSelector: object }[];
}

/** The pod that a Deployment makes. */
export function podOf(deployment: Manifest): Pod {
  const { template } = deployment['spec'] as { readonly template: { readonly spec: Pod } };
  return template.spec;
}

/** All containers of a Deployment's pod. */
export function containersOf(deployment: Manifest): readonly Container[] {
  const { initContainers = [], containers } = podOf(deployment);
  return [...initContainers, ...containers];
}

/** The Secrets that must be there, sorted. */
export function secretsOf(deployment: Manifest): readonly string[] {
  const mounted = podOf(deployment).volumes.flatMap(({ secret }) => secret?.secretName ?? []);
  const read = containersOf(deployment).flatMap(({ env }) =>
    env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []),
  );
  return [...new Set([...mounted, ...read])].sort();
}
