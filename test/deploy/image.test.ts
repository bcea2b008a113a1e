import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTING_NAMES, variableOf } from '../../src/config/settings.ts';
import { page } from '../docs/pages.ts';
import { serve } from '../docs/served.ts';
import { copiesOf, readStages, restOf, type Stage } from './dockerfile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TEXT = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const STAGES = readStages(TEXT);
const [, DEPENDENCIES, FINAL] = STAGES as [Stage, Stage, Stage];

/** The part of package-lock.json that says which packages an install leaves out. */
interface Lock {
  readonly packages: Readonly<Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>>;
}

/** The parts of a bill of materials that are looked at. */
interface Bill {
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly metadata: { readonly component: { readonly purl: string } };
  readonly components: readonly {
    readonly purl: string;
    readonly hashes?: readonly object[];
    readonly licenses?: object;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

describe('Dockerfile', () => {
  it('has three stages, all on one Node LTS', () => {
    expect(STAGES.map(({ name }) => name)).toEqual(['build', 'dependencies', '']);
    expect(TEXT).toMatch(/^ARG NODE_IMAGE=node:24-[a-z]+-slim$/m);
    for (const { instructions } of STAGES) expect(instructions[0]?.rest).toMatch(/^\$\{NODE_IMAGE\}/);
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const passed = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    const copied = STAGES.flatMap(copiesOf).filter(({ from }) => from === undefined);
    for (const source of copied.flatMap(({ sources }) => sources)) {
      expect(existsSync(join(ROOT, source)), source).toBe(true);
      expect(passed, source).toContain(`!${source}`);
    }
  });

  it('runs as a number that is not root, and checks its health', () => {
    expect(restOf(FINAL, 'USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(restOf(FINAL, 'HEALTHCHECK')).toContain('CMD ["node", "/app/dist/cli/main.js", "health"]');
    expect(restOf(FINAL, 'ENTRYPOINT')).toBe('["node", "/app/dist/cli/main.js"]');
    expect(restOf(FINAL, 'CMD')).toBe('["serve"]');
  });

  it('sets variables that are settings', () => {
    const known = SETTING_NAMES.map(variableOf);
    const set = [...restOf(FINAL, 'ENV').matchAll(/(CHAPERONE_\w+)=/g)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});

describe('what the last stage lays out', () => {
  let image: string;
  beforeAll(() => {
    image = assemble();
  });
  afterAll(() => {
    setWritable(image, true);
    rmSync(image, { recursive: true });
  });

  it('has what the page lists, and no dev dependencies', () => {
    const rows = [...page('docs/kubernetes.md').text.matchAll(/^\| `\/app\/([^`/]+)[^|]*` \|/gm)];
    // The bill of materials is made by a RUN, which this does not carry out.
    const listed = rows.map(([, name]) => name).filter((name) => name !== 'sbom.cdx.json');
    expect(readdirSync(join(image, 'app')).sort()).toEqual(listed.sort());
    const installed = readdirSync(join(image, 'app', 'node_modules'));
    expect(installed).toContain('hono');
    expect(
      installed.filter((name) => /^(vitest|typescript|knip|fast-check|@biomejs|kubernetes-models)$/.test(name)),
    ).toEqual([]);
  });

  it('serves and answers the health check, as nobody and without a writable file system', async () => {
    // Node may stand where only its owner may go.
    const node = join(image, 'node');
    copyFileSync(process.execPath, node);
    const served = await serve({
      node,
      main: join(image, 'app', 'dist', 'cli', 'main.js'),
      cwd: join(image, 'app'),
      env: { CHAPERONE_POLICIES: join(image, 'policies'), TMPDIR: join(image, 'nowhere'), NODE_ENV: 'production' },
      ...(process.getuid?.() === 0 ? { uid: 1000 } : {}),
    });
    const health = ['dist/cli/main.js', 'health', '--admin', new URL(served.admin).host];
    expect(execFileSync(process.execPath, health, { cwd: join(image, 'app'), encoding: 'utf8' })).toBe('ready\n');
    expect(await served.stop()).toBe(0);
  });
});

describe('the bill of materials', () => {
  const make = (): Bill =>
    JSON.parse(execFileSync(process.execPath, ['scripts/sbom.mjs'], { cwd: ROOT, encoding: 'utf8' }));
  const bill = make();
  const ours = bill.components.filter(({ purl }) => purl.startsWith('pkg:npm/'));

  it('names every package that the image installs, and no other', () => {
    const names = ours.map(({ purl }) =>
      purl
        .slice('pkg:npm/'.length)
        .replace('%40', '@')
        .replace(/@[^@]+$/, ''),
    );
    expect(names.sort()).toEqual([...productionFolders()].sort());
    for (const { hashes, licenses } of ours) {
      expect(hashes).toHaveLength(1);
      expect(licenses).toBeDefined();
    }
  });

  it('says what depends on what, by references that there are', () => {
    expect(bill).toMatchObject({
      specVersion: '1.5',
      metadata: { component: { purl: expect.stringMatching(/^pkg:npm\/chaperone@/) } },
    });
    const refs = bill.dependencies.map(({ ref }) => ref);
    expect(refs).toHaveLength(ours.length + 1);
    for (const { dependsOn } of bill.dependencies) expect(refs).toEqual(expect.arrayContaining([...dependsOn]));
    expect(bill.dependencies[0]?.dependsOn.map((ref) => ref.replace(/@[^@]+$/, ''))).toEqual(direct());
  });

  it('is the same for the same contents', () => expect(make()).toEqual(bill));
});

/** Lays out what the last stage copies, the dependencies as the second stage would install them. */
function assemble(): string {
  const image = mkdtempSync(join(tmpdir(), 'chaperone-image-'));
  chmodSync(image, 0o755);
  for (const { sources, target } of copiesOf(FINAL)) {
    for (const source of sources) copy(source.replace(/^\/app\//, ''), inside(image, target, source));
  }
  setWritable(image, false);
  return image;
}

function copy(source: string, target: string): void {
  const folders = source === 'node_modules' ? productionFolders().map((folder) => `/${folder}`) : [''];
  for (const folder of folders) {
    mkdirSync(dirname(target + folder), { recursive: true });
    execFileSync('cp', ['-R', join(ROOT, source) + folder, target + folder]);
  }
}

/** What the second stage's `npm ci` installs, by the flags that the lock file has for each package. */
function productionFolders(): readonly string[] {
  const install = restOf(DEPENDENCIES, 'RUN');
  const omits = (what: string): boolean => install.includes(`--omit=${what}`);
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev = false, optional = false, devOptional = false }]) => {
      const left = (dev && omits('dev')) || (optional && omits('optional'));
      return path !== '' && !left && !(devOptional && omits('dev') && omits('optional'));
    })
    .map(([path]) => path.slice('node_modules/'.length));
}

function direct(): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };
  return Object.keys(dependencies);
}

/** Where COPY puts a source: inside a target that ends in a slash, else as the target. Relative to /app. */
function inside(image: string, target: string, source: string): string {
  const absolute = target.startsWith('/') ? join(image, target) : join(image, 'app', target);
  return target.endsWith('/') ? join(absolute, source.split('/').at(-1) ?? '') : absolute;
}

function setWritable(folder: string, writable: boolean): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), writable ? 0o755 : 0o555);
  }
  chmodSync(folder, writable ? 0o755 : 0o555);
}
