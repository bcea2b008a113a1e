import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ChaperoneError } from '../model/errors.ts';
import type { PolicyFile, Source } from '../model/source.ts';
import { isPolicyName, partTests } from './policy-name.ts';
import { fingerprintOf, watchFolder } from './watch.ts';

const ATTEMPTS = 5;
const MAX_FILES = 20_000;
const MAX_FILE_BYTES = 1_048_576;

/**
 * A folder of policy files. Every `.yaml` and `.yml` file below it counts, names that begin with `.` and `*.test.yaml`
 * aside. The folder itself may be a link; a link below it that leads outside is an error.
 */
export function createDirectorySource(folder: string): Source {
  let seen: string | undefined;
  return {
    read: async () => {
      const whole = await readWhole(folder);
      seen = whole.fingerprint;
      if ('failure' in whole) throw whole.failure;
      return { files: whole.files, tests: whole.tests, origin: { description: folder } };
    },
    watch: (changed) => watchFolder(folder, () => seen, changed),
    accepted: () => {},
  };
}

type Read = ReturnType<typeof partTests>;
type Whole = { readonly fingerprint: string } & (Read | { readonly failure: unknown });

/** Reads the folder at one moment: where it changes meanwhile, it is read again. */
async function readWhole(folder: string): Promise<Whole> {
  for (let attempt = 1; ; attempt++) {
    const fingerprint = await fingerprintOf(folder);
    const read = await readFiles(folder);
    if ((await fingerprintOf(folder)) === fingerprint) return { fingerprint, ...read };
    if (attempt === ATTEMPTS) {
      return { fingerprint, failure: unreadable(`the policy folder \`${folder}\` keeps changing while it is read`) };
    }
  }
}

async function readFiles(folder: string): Promise<Read | { failure: unknown }> {
  try {
    return await readFolder(folder);
  } catch (failure) {
    return { failure };
  }
}

async function readFolder(folder: string): Promise<Read> {
  const root = await realFolder(folder);
  const paths: string[] = [];
  await collect(root, root, '', paths);
  if (paths.length > MAX_FILES) throw unreadable(`more than ${MAX_FILES} policy files below \`${folder}\``);
  const all: PolicyFile[] = [];
  for (const path of paths.sort()) all.push({ path, text: await readPolicyFile(root, path) });
  const read = partTests(all);
  if (read.files.length === 0) throw unreadable(`no policy file (\`*.yaml\`) below \`${folder}\``);
  return read;
}

async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (cause) {
    throw unreadable(`the policy folder \`${folder}\` can't be read: create it or name another with --policies`, cause);
  }
  throw unreadable(`\`${folder}\` is no folder`);
}

async function collect(root: string, folder: string, prefix: string, paths: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = `${prefix}${entry.name}`;
    const full = join(folder, entry.name);
    const isFolder = entry.isSymbolicLink() ? await isLinkedFolder(root, full, path) : entry.isDirectory();
    if (isFolder) await collect(root, full, `${path}/`, paths);
    else if (isPolicyName(entry.name)) paths.push(path);
  }
}

async function isLinkedFolder(root: string, full: string, path: string): Promise<boolean> {
  let target: string;
  try {
    target = await realpath(full);
  } catch (cause) {
    throw unreadable(`the link \`${path}\` leads nowhere`, cause);
  }
  if (target !== root && !target.startsWith(root + sep))
    throw unreadable(`the link \`${path}\` leads outside the policy folder`);
  const isFolder = (await stat(target)).isDirectory();
  if (isFolder && full.startsWith(target + sep))
    throw unreadable(`the link \`${path}\` leads to a folder that it lies in`);
  return isFolder;
}

async function readPolicyFile(root: string, path: string): Promise<string> {
  const full = join(root, path);
  try {
    if ((await stat(full)).size > MAX_FILE_BYTES) throw unreadable(`\`${path}\` is over 1 MiB: split it`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(full));
  } catch (cause) {
    if (cause instanceof ChaperoneError) throw cause;
    const why = cause instanceof TypeError ? 'is not UTF-8 text' : "can't be read";
    throw unreadable(`\`${path}\` ${why}`, cause);
  }
}

function unreadable(message: string, cause?: unknown): ChaperoneError {
  return new ChaperoneError('source-unreadable', message, { cause });
}
