import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Copy, type Instruction, readCopy, restOf, type Stage } from './dockerfile.ts';

/** Certificates that this machine trusts besides the usual ones, inside a root folder. */
const AUTHORITIES = '/etc/authorities.pem';

/** Where stages are built, and from what. */
export interface BuildOptions {
  /** The folder that COPY reads. */
  readonly context: string;
  readonly folder: string;
}

/** What became of a run of the image. */
export type Ran = Readonly<Record<'health' | 'user' | 'written' | 'decision' | 'git' | 'stopped', string>>;

interface Building {
  readonly root: string;
  readonly options: BuildOptions;
  readonly env: Record<string, string>;
  workFolder: string;
}

/** A Debian with the Node that the Dockerfile starts from: what `node:24-bookworm-slim` is. */
export function makeBase(folder: string): string {
  const base = join(folder, 'base');
  execFileSync('debootstrap', ['--variant=minbase', 'bookworm', base, debianMirror()], { stdio: 'pipe' });
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  execFileSync('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', 'node@24'], { stdio: 'pipe' });
  const local = join(base, 'usr/local');
  cpSync(join(tools, 'node_modules/node/bin/node'), join(local, 'bin/node'));
  const npm = dirname(dirname(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())));
  cpSync(npm, join(local, 'lib/npm'), { recursive: true });
  writeFileSync(join(local, 'bin/npm'), '#!/bin/sh\nexec node /usr/local/lib/npm/bin/npm-cli.js "$@"\n', {
    mode: 0o755,
  });
  for (const file of ['etc/resolv.conf', 'etc/hosts']) cpSync(join('/', file), join(base, file), { dereference: true });
  const authorities = process.env['NODE_EXTRA_CA_CERTS'];
  if (authorities !== undefined && existsSync(authorities)) cpSync(authorities, join(base, AUTHORITIES));
  else writeFileSync(join(base, AUTHORITIES), '');
  return base;
}

/** Carries out every instruction of every stage, each stage in a copy of the base. The root folder of the last one. */
export function buildStages(stages: readonly Stage[], base: string, options: BuildOptions): string {
  let root = '';
  for (const [at, { name, instructions }] of stages.entries()) {
    root = join(options.folder, name === '' ? `stage${at}` : name);
    execFileSync('cp', ['-a', base, root]);
    const building: Building = { root, options, env: {}, workFolder: '/' };
    for (const instruction of instructions) carryOut(building, instruction);
  }
  return root;
}

function carryOut(building: Building, { word, rest }: Instruction): void {
  if (word === 'WORKDIR') {
    building.workFolder = rest;
    mkdirSync(join(building.root, rest), { recursive: true });
  }
  if (word === 'COPY') copyIn(building, readCopy(rest));
  if (word === 'RUN') run(building, rest);
  if (word === 'ENV') Object.assign(building.env, variables(rest));
}

function copyIn({ root, options, workFolder }: Building, { from, sources, target }: Copy): void {
  const start = from === undefined ? options.context : join(options.folder, from);
  const to = target.startsWith('/') ? join(root, target) : join(root, workFolder, target);
  for (const source of sources) {
    const into = target.endsWith('/') ? join(to, source.split('/').at(-1) ?? '') : to;
    cpSync(join(start, source), into, { recursive: true, verbatimSymlinks: true });
    // An engine gives what it copies to root.
    execFileSync('chown', ['-R', '0:0', into]);
  }
}

function run({ root, env, workFolder }: Building, command: string): void {
  const script = `mount -t proc proc ${root}/proc && exec chroot ${root} sh -ec 'cd ${workFolder} && ${command}'`;
  execFileSync('unshare', ['--mount', 'sh', '-ec', script], { env: { ...outside(), ...env }, stdio: 'pipe' });
}

/** Runs the image in namespaces of its own, its root read-only, as its user. */
export function runImage(root: string, final: Stage, health: readonly string[]): Ran {
  const words = [...JSON.parse(restOf(final, 'ENTRYPOINT')), ...JSON.parse(restOf(final, 'CMD'))];
  const inside = `chroot --userspec=${restOf(final, 'USER')} --groups= ${root}`;
  const question = JSON.stringify({
    subject: { type: 'agent', id: 'bot' },
    action: { name: 'run' },
    resource: { type: 'chain', id: 'triage' },
  });
  const ask = `fetch("http://127.0.0.1:4400/decide", { method: "POST", headers: { "content-type": "application/json" }, body: process.argv[1] }).then((r) => r.json()).then((a) => console.log(a.decision + " " + a.rules))`;
  const script = `
    ip link set lo up
    mount --bind ${root} ${root} && mount -o remount,bind,ro ${root} && mount -t proc proc ${root}/proc
    ${inside} ${words.join(' ')} 2>/dev/null & serving=$!
    for try in $(seq 100); do said=$(${inside} ${health.join(' ')} 2>/dev/null) && break; sleep 0.2; done
    echo "health=$said"
    echo "user=$(stat -c %u:%g /proc/$serving)"
    echo "written=$(${inside} touch /app/file 2>&1 | sed 's/.*: //')"
    echo "decision=$(${inside} node -e '${ask}' '${question}')"
    echo "git=$(${inside} git --version)"
    kill -TERM $serving; wait $serving; echo "stopped=$?"`;
  const env = { ...variables(restOf(final, 'ENV')), PATH: outside()['PATH'] ?? '' };
  const said = execFileSync('unshare', ['--mount', '--net', 'bash', '-c', script], {
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return Object.fromEntries(
    said
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Ran;
}

/** Where this machine gets its Debian packages from. */
function debianMirror(): string {
  const listed = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)'], { encoding: 'utf8' });
  const mirrors = listed.split('\n').filter((uri) => /\/debian\/?$/.test(uri));
  return mirrors[0] ?? 'http://deb.debian.org/debian';
}

/** What commands in a root folder need to reach the registries that this machine reaches. */
function outside(): Record<string, string> {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    DEBIAN_FRONTEND: 'noninteractive',
    npm_config_registry: registry,
    NODE_EXTRA_CA_CERTS: AUTHORITIES,
  };
}

function variables(rest: string): Record<string, string> {
  return Object.fromEntries(
    rest
      .split(' ')
      .filter(Boolean)
      .map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
  );
}
