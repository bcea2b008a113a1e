import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES, variableOf } from '../../src/config/settings.ts';
import { serve } from '../docs/served.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One instruction of a Dockerfile: `COPY`, and what follows it. */
interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The part of package-lock.json that says which packages an install leaves out. */
interface Lock {
  readonly packages: Readonly<Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>>;
}

const STAGES = readStages(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const FINAL = STAGES.at(-1) ?? [];

describe('Dockerfile', () => {
  it('has three stages, all on one Node LTS', () => {
    expect(STAGES).toHaveLength(3);
    expect(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).toMatch(/^ARG NODE_IMAGE=node:24-[a-z]+-slim$/m);
    for (const stage of STAGES) expect(stage[0]?.rest).toMatch(/^\$\{NODE_IMAGE\}/);
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const passed = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    for (const source of STAGES.flatMap(sources)) {
      expect(existsSync(join(ROOT, source)), source).toBe(true);
      expect(passed, source).toContain(`!${source}`);
    }
  });

  it('runs as a number that is not root, and checks its health', () => {
    expect(rest('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(rest('HEALTHCHECK')).toContain('CMD ["node", "/app/dist/cli/main.js", "health"]');
    expect(rest('ENTRYPOINT')).toBe('["node", "/app/dist/cli/main.js"]');
    expect(rest('CMD')).toBe('["serve"]');
  });

  it('sets variables that are settings', () => {
    const known = SETTING_NAMES.map(variableOf);
    const set = [...rest('ENV').matchAll(/(CHAPERONE_\w+)=/g)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  it('serves from its last stage alone, without dev dependencies and a writable file system', async () => {
    const image = assemble();
    try {
      const installed = readdirSync(join(image, 'app', 'node_modules'));
      expect(installed).toContain('hono');
      expect(
        installed.filter((name) => ['vitest', 'typescript', 'knip', 'fast-check', '@biomejs'].includes(name)),
      ).toEqual([]);
      const root = process.getuid?.() === 0;
      const served = await serve({
        main: join(image, 'app', 'dist', 'cli', 'main.js'),
        cwd: join(image, 'app'),
        env: { CHAPERONE_POLICIES: join(image, 'policies'), TMPDIR: join(image, 'nowhere'), NODE_ENV: 'production' },
        ...(root ? { uid: 1000 } : {}),
      });
      const health = ['dist/cli/main.js', 'health', '--admin', new URL(served.admin).host];
      expect(execFileSync(process.execPath, health, { cwd: join(image, 'app'), encoding: 'utf8' })).toBe('ready\n');
      expect(await served.stop()).toBe(0);
    } finally {
      setWritable(image, true);
      rmSync(image, { recursive: true });
    }
  });
});

/** Lays out what the last stage copies, the dependencies as `npm ci --omit=dev` would install them. */
function assemble(): string {
  const image = mkdtempSync(join(tmpdir(), 'chaperone-image-'));
  chmodSync(image, 0o755);
  for (const { word, rest: text } of FINAL) {
    if (word !== 'COPY') continue;
    const paths = text.split(/\s+/).filter((part) => !part.startsWith('--'));
    const target = paths.pop() ?? '';
    for (const path of paths) copy(path.replace(/^\/app\//, ''), inside(image, target, path));
  }
  setWritable(image, false);
  return image;
}

function copy(source: string, target: string): void {
  if (source !== 'node_modules') {
    cpSync(join(ROOT, source), target, { recursive: true });
    return;
  }
  for (const folder of productionFolders()) {
    mkdirSync(dirname(join(target, folder)), { recursive: true });
    cpSync(join(ROOT, 'node_modules', folder), join(target, folder), { recursive: true });
  }
}

/** What the second stage's `npm ci` installs, by the flags that the lock file has for each package. */
function productionFolders(): readonly string[] {
  const install = STAGES[1]?.find(({ word }) => word === 'RUN')?.rest ?? '';
  const omits = (what: string): boolean => install.includes(`--omit=${what}`);
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev = false, optional = false, devOptional = false }]) => {
      const left = (dev && omits('dev')) || (optional && omits('optional'));
      return path !== '' && !left && !(devOptional && omits('dev') && omits('optional'));
    })
    .map(([path]) => path.slice('node_modules/'.length));
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

function readStages(text: string): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  for (const line of text.split('\n').filter((each) => /^[A-Z]+ /.test(each))) {
    const [word = '', ...others] = line.split(' ');
    if (word === 'FROM') stages.push([]);
    stages.at(-1)?.push({ word, rest: others.join(' ') });
  }
  return stages;
}

/** What a stage copies from the project rather than from another stage. */
function sources(stage: readonly Instruction[]): readonly string[] {
  return stage
    .filter(({ word, rest: text }) => word === 'COPY' && !text.startsWith('--from'))
    .flatMap(({ rest: text }) => text.split(/\s+/).slice(0, -1));
}

function rest(word: string): string {
  return FINAL.find((instruction) => instruction.word === word)?.rest ?? '';
}
