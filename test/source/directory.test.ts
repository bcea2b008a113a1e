import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirectorySource } from '../../src/source/directory.ts';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chaperone-source-'));
  folder = join(root, 'set');
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

const pathsIn = async (at = folder): Promise<string[]> => {
  const { files } = await createDirectorySource(at).read();
  return files.map((file) => file.path);
};

describe('a folder of policies', () => {
  it('holds every .yaml and .yml file below it, but tests and what begins with a dot', async () => {
    await mkdir(join(folder, 'teams/.git'), { recursive: true });
    const names = ['a.yaml', 'b.yml', 'a.test.yaml', 'b.test.yml', '.hidden.yaml', 'notes.md', 'a.yaml~'];
    for (const name of [...names, 'teams/c.yaml', 'teams/.git/d.yaml']) await writeFile(join(folder, name), 'x: 1');
    expect(await pathsIn()).toEqual(['a.yaml', 'b.yml', 'teams/c.yaml']);
  });

  it('may be a link itself, and links below it may stay inside', async () => {
    await mkdir(join(folder, '..data'));
    await writeFile(join(folder, '..data/a.yaml'), 'x: 1');
    await symlink('..data/a.yaml', join(folder, 'a.yaml'));
    await symlink(folder, join(root, 'link'));
    expect(await pathsIn(join(root, 'link'))).toEqual(['a.yaml']);
  });

  it.each([
    ['a link that leads outside', async () => symlink('/etc/hostname', join(folder, 'a.yaml')), 'leads outside'],
    ['a link that leads nowhere', async () => symlink('none', join(folder, 'a.yaml')), 'leads nowhere'],
    ['a link to a folder that it lies in', async () => symlink('.', join(folder, 'again')), 'that it lies in'],
    ['no policy file', async () => writeFile(join(folder, 'a.md'), ''), 'no policy file'],
    ['a file over 1 MiB', async () => writeFile(join(folder, 'a.yaml'), 'x'.repeat(1_048_577)), 'over 1 MiB'],
    ['a file that is not UTF-8', async () => writeFile(join(folder, 'a.yaml'), Buffer.from([0xff])), 'not UTF-8'],
    ['no folder', async () => rm(folder, { recursive: true }), "can't be read"],
  ])('with %s is refused', async (_, arrange, message) => {
    await arrange();
    await expect(pathsIn()).rejects.toMatchObject({
      code: 'source-unreadable',
      message: expect.stringContaining(message),
    });
    await mkdir(folder, { recursive: true });
  });

  it('of exactly 1 MiB is read', async () => {
    await writeFile(join(folder, 'a.yaml'), 'x'.repeat(1_048_576));
    expect(await pathsIn()).toEqual(['a.yaml']);
  });

  it('tells of an edit, a swapped link, a new folder and a deleted file, each once', async () => {
    await writeFile(join(folder, 'a.yaml'), 'x: 1');
    const source = createDirectorySource(folder);
    await source.read();
    let told = 0;
    let next: () => void = () => {};
    const stop = source.watch(() => {
      told++;
      void source.read().then(() => next());
    });
    const change = async (make: () => Promise<unknown>): Promise<void> => {
      const seen = new Promise<void>((resolve) => {
        next = resolve;
      });
      await make();
      await seen;
    };
    await change(() => writeFile(join(folder, 'a.yaml'), 'x: 2'));
    await change(async () => {
      await writeFile(join(folder, '.a.yaml.tmp'), 'x: 3');
      await rename(join(folder, '.a.yaml.tmp'), join(folder, 'a.yaml'));
    });
    await change(async () => {
      await mkdir(join(folder, 'new'));
      await writeFile(join(folder, 'new/b.yaml'), 'x: 1');
    });
    await change(() => rm(join(folder, 'new/b.yaml')));
    stop();
    expect(told).toBe(4);
  });
});
