import { mkdir, mkdtemp, readlink, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDirectorySource } from '../../src/source/directory.ts';

/** A way in which others fill a folder: where policies are read, and how the text of a set is put there. */
interface Layout {
  readonly folder: (root: string) => string;
  /** Puts the set number `at` in place; number 0 is there at the start. */
  readonly put: (root: string, at: number) => Promise<void>;
}

const textOf = (at: number): string => `kind: Role\nname: role-${at}\n`;

async function replaceLink(target: string, path: string): Promise<void> {
  await symlink(target, `${path}_tmp`);
  await rename(`${path}_tmp`, path);
}

async function worktree(root: string, at: number): Promise<string> {
  const path = `.worktrees/${`${at}`.repeat(40)}`;
  await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, path, 'roles.yaml'), textOf(at));
  return path;
}

const LAYOUTS: Record<string, Layout> = {
  'files written over': {
    folder: (root) => root,
    put: (root, at) => writeFile(join(root, 'roles.yaml'), textOf(at)),
  },
  'an editor that writes a backup and a temporary file beside': {
    folder: (root) => root,
    put: async (root, at) => {
      await writeFile(join(root, '.roles.yaml.swp'), 'half');
      await writeFile(join(root, 'roles.yaml~'), 'old');
      await writeFile(join(root, '.roles.yaml.new'), textOf(at));
      await rename(join(root, '.roles.yaml.new'), join(root, 'roles.yaml'));
      await unlink(join(root, '.roles.yaml.swp'));
    },
  },
  'a ConfigMap, whose `..data` is swapped': {
    folder: (root) => root,
    put: async (root, at) => {
      const before = at === 0 ? undefined : await readlink(join(root, '..data'));
      await mkdir(join(root, `..2026_${at}`));
      await writeFile(join(root, `..2026_${at}`, 'roles.yaml'), textOf(at));
      await replaceLink(`..2026_${at}`, join(root, '..data'));
      if (before === undefined) await symlink('..data/roles.yaml', join(root, 'roles.yaml'));
      else await rm(join(root, before), { recursive: true });
    },
  },
  'git-sync, whose link is swapped': {
    folder: (root) => join(root, 'current'),
    put: async (root, at) => {
      const before = at === 0 ? undefined : await readlink(join(root, 'current'));
      await replaceLink(await worktree(root, at), join(root, 'current'));
      if (before !== undefined) await rm(join(root, dirname(before), basename(before)), { recursive: true });
    },
  },
  'git-sync that keeps old trees': {
    folder: (root) => join(root, 'current'),
    put: async (root, at) => replaceLink(await worktree(root, at), join(root, 'current')),
  },
  'a new sub-folder, and a deleted file': {
    folder: (root) => root,
    put: async (root, at) => {
      await mkdir(join(root, `team-${at}`));
      await writeFile(join(root, `team-${at}/roles.yaml`), textOf(at));
      if (at > 0) await unlink(join(root, `team-${at - 1}/roles.yaml`));
    },
  },
};

describe.concurrent('the first, second and third change is seen, once and whole, in', () => {
  let base: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'chaperone-watching-'));
  });
  afterAll(() => rm(base, { recursive: true }));

  it.for(Object.entries(LAYOUTS))('%s', async ([name, { folder, put }], { expect: expectHere }) => {
    const root = join(base, name.replaceAll(/\W+/g, '-'));
    await mkdir(root);
    await put(root, 0);
    const source = createDirectorySource(folder(root));
    expect((await source.read()).files.map(({ text }) => text)).toEqual([textOf(0)]);
    const read: string[][] = [];
    let next: () => void = () => {};
    const stop = source.watch(() => {
      void source.read().then(({ files }) => {
        read.push(files.map(({ text }) => text));
        next();
      });
    });
    for (const at of [1, 2, 3]) {
      const seen = new Promise<void>((resolve) => {
        next = resolve;
      });
      await put(root, at);
      await seen;
    }
    stop();
    expectHere(read).toEqual([[textOf(1)], [textOf(2)], [textOf(3)]]);
  });
});
