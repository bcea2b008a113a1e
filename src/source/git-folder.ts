import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { GitSourceOptions } from './git-options.ts';
import { unreadable } from './git-run.ts';

/** Where the local repository of a source lies. */
export interface GitFolder {
  readonly repository: string;
  /** Empty: what git takes for the user's home. */
  readonly home: string;
  /** The file with the commit that was accepted last. */
  readonly accepted: string;
}

const STALE_MS = 120_000;

/** A folder for each repository, ref and folder in it, below the state folder. */
export function gitFolder({ location, stateFolder }: GitSourceOptions): GitFolder {
  const { url, ref = '', folder } = location;
  const name = createHash('sha256')
    .update(JSON.stringify([url, ref, folder]))
    .digest('hex')
    .slice(0, 16);
  const root = join(stateFolder ?? ownFolder(), name);
  return { repository: join(root, 'repository.git'), home: join(root, 'home'), accepted: join(root, 'accepted') };
}

function ownFolder(): string {
  return join(tmpdir(), `chaperone-${userInfo().uid}`);
}

/** Makes the folders. Rejects with a ChaperoneError where they can't be made, or another user could have filled them. */
export async function makeFolders({ repository, home }: GitFolder, { stateFolder }: GitSourceOptions): Promise<void> {
  const root = stateFolder ?? ownFolder();
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    if (stateFolder === undefined) await requireOwn(root);
    for (const folder of [repository, home]) await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'source-unreadable') throw cause;
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw unreadable(`the state folder \`${root}\` can't be written${code}: name another with --state-dir`, cause);
  }
}

/** In a folder that everyone may write to, someone else may have been there first. */
async function requireOwn(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o022) === 0) return;
  throw unreadable(`\`${folder}\` belongs to someone else: name a state folder with --state-dir`);
}

/** The bytes below a folder; what vanishes meanwhile counts as nothing. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sizeOf(path);
    return stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Removes what a git that was killed has left: packs begun, and locks that nobody holds any more. */
export async function removeLeftovers(repository: string): Promise<void> {
  const packs = join(repository, 'objects', 'pack');
  for (const name of await readdir(packs).catch(() => [])) {
    if (name.startsWith('tmp_')) await rm(join(packs, name), { force: true });
  }
  for (const folder of [repository, join(repository, 'refs', 'chaperone')]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (name.endsWith('.lock') && (await isOld(join(folder, name)))) await rm(join(folder, name), { force: true });
    }
  }
}

async function isOld(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > STALE_MS,
    () => false,
  );
}
