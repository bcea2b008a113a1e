import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Served, serve } from '../docs/served.ts';
import type { Manifest } from './kustomize.ts';
import { type Container, containersOf } from './pods.ts';

const GROUP = 4400;
/** What is in the Secret chaperone-tokens. */
export const TOKEN = 'token-of-a-test';

/** The sidecar of a rendered overlay, run by its own variables as its own user, below a folder instead of `/`. */
export interface Running {
  readonly served: Served;
  readonly socket: string;
  /** Asks on the socket as a user with groups. */
  ask(user: number, groups: readonly number[], question: object): Asked;
  status(): Promise<Status>;
  stop(): Promise<number | null>;
}

/** What curl made of a question. */
export interface Asked {
  readonly code: number | null;
  readonly answer: string;
}

/** What the tests look at on `/status`. */
export interface Status {
  readonly revision: string;
  readonly origin: { readonly commit?: string };
}

/** A folder that stands for the root of a pod, with the volumes that every sidecar has. */
export function makePod(): string {
  const pod = mkdtempSync(join(tmpdir(), 'pod-'));
  chmodSync(pod, 0o755);
  const socket = volume(pod, '/run/chaperone');
  // As the kubelet makes an emptyDir for an fsGroup: everyone's, and what is made in it is of the group.
  chownSync(socket, 0, GROUP);
  chmodSync(socket, 0o2777);
  writeFileSync(join(volume(pod, '/etc/chaperone/tokens'), 'tokens'), `${TOKEN}\n`);
  return pod;
}

/** A folder of a pod, made where it is not there. */
export function volume(pod: string, path: string): string {
  mkdirSync(join(pod, path), { recursive: true });
  return join(pod, path);
}

/**
 * Runs the container named `chaperone` of a Deployment. `values` stand for what ConfigMaps and Secrets hold, `addresses`
 * for ports that are the pod's own there, and not here.
 */
export async function runSidecar(
  pod: string,
  deployment: Manifest,
  values: Readonly<Record<string, string>>,
  addresses: readonly string[] = [],
): Promise<Running> {
  const container = containersOf(deployment).find(({ name }) => name === 'chaperone') as Container;
  const { runAsUser, runAsGroup } = container.securityContext;
  const served = await serve({
    through: ['setpriv', `--reuid=${runAsUser}`, `--regid=${runAsGroup}`, `--groups=${GROUP}`, '--no-new-privs'],
    env: { ...variables(pod, container, values), PATH: process.env['PATH'] ?? '', HOME: '/nowhere' },
    addresses: ['--admin', '0.0.0.0:0', ...addresses],
  });
  const socket = join(pod, 'run/chaperone/chaperone.sock');
  const admin = served.admin.replace('0.0.0.0', '127.0.0.1');
  return {
    served: { ...served, admin },
    socket,
    ask: (user, groups, question) => ask(socket, user, groups, question),
    status: async () => {
      const response = await fetch(`${admin}/status`, { headers: { authorization: `Bearer ${TOKEN}` } });
      return response.json() as Promise<Status>;
    },
    stop: async () => {
      const code = await served.stop();
      rmSync(pod, { recursive: true });
      return code;
    },
  };
}

/** A container's variables as the kubelet gives them: earlier ones filled into later ones; and paths below the pod. */
function variables(
  pod: string,
  { env, volumeMounts }: Container,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  // What is not in the manifest is set by whoever uses it.
  const filled = Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('CHAPERONE_')));
  for (const { name, value } of env) {
    const text = (value ?? values[name] ?? '').replaceAll(/\$\((\w+)\)/g, (_, other: string) => filled[other] ?? '');
    const mount = volumeMounts.find(({ mountPath }) => text.replace(/^unix:/, '').startsWith(mountPath));
    filled[name] = mount === undefined ? text : text.replace(mount.mountPath, join(pod, mount.mountPath));
  }
  return filled;
}

function ask(socket: string, user: number, groups: readonly number[], question: object): Asked {
  const curl = [
    'curl',
    '-s',
    '--unix-socket',
    socket,
    'http://localhost/decide',
    '-H',
    'content-type: application/json',
  ];
  const as = [`--reuid=${user}`, `--regid=${user}`, groups.length === 0 ? '--clear-groups' : `--groups=${groups}`];
  // In a mount namespace in which the folder is read-only, as it is in the agent's container.
  const folder = dirname(socket);
  const bind = `mount --bind ${folder} ${folder} && mount -o remount,bind,ro ${folder} && exec "$@"`;
  const words = ['setpriv', ...as, ...curl, '-d', JSON.stringify(question)];
  const { status, stdout } = spawnSync('unshare', ['--mount', 'sh', '-c', bind, 'sh', ...words], { encoding: 'utf8' });
  return { code: status, answer: stdout };
}
