import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from '../docs/pages.ts';
import { readStages, restOf, type Stage } from './dockerfile.ts';
import { buildStages, makeBase, runImage } from './rootfs.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STAGES = readStages(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const MINUTES = 60_000;

// Needs root, debootstrap and some minutes. The same commands as in the Dockerfile, each stage in a Debian of its own.
describe.runIf(process.env['CHAPERONE_TEST_LONG'] !== undefined)('the image, built without a container engine', () => {
  let folder: string;
  let image: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chaperone-rootfs-'));
    image = buildStages(STAGES, makeBase(folder), { context: ROOT, folder });
  }, 20 * MINUTES);
  // Some gigabytes of small files.
  afterAll(() => void execFileSync('rm', ['-rf', '--one-file-system', folder]), 10 * MINUTES);

  it('has what the page lists', () => {
    const rows = [...page('docs/kubernetes.md').text.matchAll(/^\| `\/app\/([^`/]+)[^|]*` \|/gm)];
    expect(readdirSync(join(image, 'app')).sort()).toEqual(rows.map(([, name]) => name).sort());
    for (const command of ['git', 'gpg', 'ssh', 'ssh-keygen'])
      expect(existsSync(join(image, 'usr/bin', command))).toBe(true);
  });

  it('belongs to root, and nobody else may write there', () => {
    const entries = readdirSync(join(image, 'app'), { recursive: true, withFileTypes: true });
    const loose = entries.filter((entry) => {
      const { uid, mode } = statSync(join(entry.parentPath, entry.name));
      return uid !== 0 || (mode & 0o022) !== 0;
    });
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('has a bill of materials with what was installed, the packages of the system too', () => {
    const bill: { readonly components: readonly { readonly purl: string }[] } = JSON.parse(
      readFileSync(join(image, 'app/sbom.cdx.json'), 'utf8'),
    );
    const purls = bill.components.map(({ purl }) => purl);
    const installed = JSON.parse(readFileSync(join(image, 'app/node_modules/.package-lock.json'), 'utf8')) as {
      readonly packages: object;
    };
    expect(purls.filter((purl) => purl.startsWith('pkg:npm/'))).toHaveLength(Object.keys(installed.packages).length);
    expect(purls.filter((purl) => purl.startsWith('pkg:generic/node@24.'))).toHaveLength(1);
    for (const name of ['git', 'gpg', 'openssh-client', 'ca-certificates']) {
      expect(purls.filter((purl) => purl.startsWith(`pkg:deb/debian/${name}@`))).toHaveLength(1);
    }
  });

  it('runs as its user on a read-only file system: healthy, deciding, stopping when told to', () => {
    const final = STAGES.at(-1) as Stage;
    const health: readonly string[] = JSON.parse(restOf(final, 'HEALTHCHECK').replace(/^.*CMD /, ''));
    expect(runImage(image, final, health)).toEqual({
      health: 'ready',
      user: '1000:1000',
      written: 'Read-only file system',
      decision: 'false !default',
      git: expect.stringMatching(/^git version 2\./),
      stopped: '0',
    });
  });
});
