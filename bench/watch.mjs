import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDirectorySource } from '../dist/index.js';
import { median } from './lib/statistics.mjs';

const textOf = (at) => `kind: Role\nname: role-${at}\n`;

async function replaceLink(target, path) {
  await symlink(target, `${path}_tmp`);
  await rename(`${path}_tmp`, path);
}

async function putTree(root, at) {
  await mkdir(join(root, `.tree-${at}`));
  await writeFile(join(root, `.tree-${at}`, 'roles.yaml'), textOf(at));
  return `.tree-${at}`;
}

/** How others fill a folder. */
const LAYOUTS = {
  'a file written over': { folder: '.', put: (root, at) => writeFile(join(root, 'roles.yaml'), textOf(at)) },
  'a ConfigMap swapped': {
    folder: '.',
    put: async (root, at) => {
      await replaceLink(await putTree(root, at), join(root, '..data'));
      if (at === 0) await symlink('..data/roles.yaml', join(root, 'roles.yaml'));
    },
  },
  'a git-sync link swapped': {
    folder: 'current',
    put: async (root, at) => replaceLink(await putTree(root, at), join(root, 'current')),
  },
};

/** From a change in a folder to the moment at which it has been read. */
export async function measureWatch({ rounds }) {
  // Watching alone keeps no process alive.
  const alive = setInterval(() => {}, 1_000);
  const rows = [];
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    const times = await measureLayout(layout, rounds);
    rows.push({ name, medianMs: Math.round(median(times)), longestMs: Math.round(Math.max(...times)) });
  }
  clearInterval(alive);
  return { rounds, rows };
}

async function measureLayout({ folder, put }, rounds) {
  const root = await mkdtemp(join(tmpdir(), 'chaperone-bench-'));
  await put(root, 0);
  const source = createDirectorySource(join(root, folder));
  await source.read();
  let seen = () => {};
  const stop = source.watch(() => void source.read().then(() => seen()));
  const times = [];
  for (let at = 1; at <= rounds; at++) {
    // At any time between two looks.
    await setTimeout(Math.random() * 1_000);
    const read = new Promise((resolve) => {
      seen = resolve;
    });
    const began = performance.now();
    await put(root, at);
    await read;
    times.push(performance.now() - began);
  }
  stop();
  await rm(root, { recursive: true });
  return times;
}
