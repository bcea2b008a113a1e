import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isPolicyName } from './policy-name.ts';

const LOOK_EVERY_MS = 1_000;
const QUIET_MS = 200;
/** A folder so large that looking takes long is looked at less often: never more than a tenth of the time. */
const REST_FACTOR = 9;

/**
 * Looks at a folder every second and calls `changed` once it differs from what was last read and has stood still for
 * 200 ms. Looking rather than being told sees every way of changing a folder: links swapped, files renamed over, folders
 * added. Returns a function that stops it.
 */
export function watchFolder(folder: string, lastRead: () => string | undefined, changed: () => void): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let pending: string | undefined;
  const look = async (): Promise<void> => {
    const began = performance.now();
    const seen = await fingerprintOf(folder);
    if (isStopped) return;
    const isNew = seen !== lastRead();
    const isSettled = isNew && seen === pending;
    pending = seen;
    if (isSettled) changed();
    const rest = (performance.now() - began) * REST_FACTOR;
    timer = setTimeout(() => void look(), Math.max(rest, isNew && !isSettled ? QUIET_MS : LOOK_EVERY_MS));
    timer.unref();
  };
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** Changes with every policy file's name, size and time, with every sub-folder, and with where the links lead. */
export async function fingerprintOf(folder: string): Promise<string> {
  const lines: string[] = [];
  try {
    const root = await realpath(folder);
    lines.push(root);
    await note(root, lines, 0);
  } catch {
    // What can't be read is told by reading it, in full and with its reason.
    lines.push('unreadable');
  }
  return lines.join('\n');
}

const MAX_DEPTH = 32;

async function note(folder: string, lines: string[], depth: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const full = join(folder, entry.name);
    const isLink = entry.isSymbolicLink();
    if (entry.isDirectory() || (isLink && (await stat(full)).isDirectory())) {
      lines.push(isLink ? await realpath(full) : full);
      if (depth < MAX_DEPTH) await note(full, lines, depth + 1);
    } else if (isPolicyName(entry.name)) {
      const { mtimeMs, ctimeMs, size, ino } = await stat(full);
      lines.push(`${full} ${ino} ${size} ${mtimeMs} ${ctimeMs}`);
    }
  }
}
