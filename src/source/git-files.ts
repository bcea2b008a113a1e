import type { PolicyFile } from '../model/source.ts';
import type { GitRepository } from './git-repository.ts';
import { unreadable } from './git-run.ts';
import { isPolicyName, partTests } from './policy-name.ts';

interface Entry {
  readonly mode: string;
  readonly hash: string;
  readonly size: number;
  readonly path: string;
}

const LIST = ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options'];
const MAX_LISTING = 67_108_864;
const MAX_PATH = 1_024;

/**
 * Reads the policy files of a commit out of the repository, without ever writing them to the disk. Rejects with a
 * ChaperoneError where there are none, too many, or one can't be read as it stands: links and submodules lead elsewhere.
 */
export async function readGitFiles(
  repository: GitRepository,
  commit: string,
  folder: string,
): Promise<ReturnType<typeof partTests>> {
  const { code, stdout } = await repository.run([...LIST, `${commit}:${folder}`], { maxOutput: MAX_LISTING });
  if (code !== 0) throw unreadable(`there is no folder \`${folder}\` in commit ${short(commit)}`);
  const entries = policyEntries(stdout, repository);
  const read = partTests(await readBlobs(repository, entries));
  if (read.files.length === 0)
    throw unreadable(`no policy file (\`*.yaml\`) below ${where(folder)} of commit ${short(commit)}`);
  return read;
}

function policyEntries(listing: Buffer, { limits }: GitRepository): readonly Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  let total = 0;
  for (const entry of parseListing(listing)) {
    if (entry.path.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..')) continue;
    if (!isCounted(entry)) continue;
    refuseOdd(entry, seen);
    seen.add(entry.path);
    if (entry.size > limits.fileSize) throw unreadable(`\`${entry.path}\` is over 1 MiB: split it`);
    total += entry.size;
    if (total > limits.totalSize)
      throw unreadable(`the policy files are larger than ${limits.totalSize} bytes together`);
    entries.push(entry);
    if (entries.length > limits.files) throw unreadable(`more than ${limits.files} policy files`);
  }
  return entries.sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Each entry is `MODE TYPE HASH SIZE\tPATH`, ended by a zero byte. What is not UTF-8 in a path becomes U+FFFD. */
function* parseListing(listing: Buffer): Generator<Entry> {
  let from = 0;
  for (let end = listing.indexOf(0); end >= 0; end = listing.indexOf(0, from)) {
    const line = listing.subarray(from, end);
    from = end + 1;
    const tab = line.indexOf(9);
    const [mode = '', , hash = '', size = ''] = line.subarray(0, tab).toString('latin1').split(/ +/);
    const path = line.subarray(tab + 1);
    yield { mode, hash, size: Number(size) || 0, path: path.toString('utf8') };
  }
}

const LINK = '120000';
const SUBMODULE = '160000';

/** Policy files count; so do links and submodules, which may stand for folders of policies. */
function isCounted({ mode, path }: Entry): boolean {
  return mode === LINK || mode === SUBMODULE || isPolicyName(path.slice(path.lastIndexOf('/') + 1));
}

function refuseOdd({ mode, path }: Entry, seen: ReadonlySet<string>): void {
  const shown = `\`${path.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200)}\``;
  if (mode === LINK) throw unreadable(`${shown} is a link: links are not followed in git, put the file itself there`);
  if (mode === SUBMODULE) throw unreadable(`${shown} is a submodule: submodules are not followed`);
  if (/[\p{Cc}\\\u2028\u2029\ufffd]/u.test(path) || path.length > MAX_PATH) {
    throw unreadable(`${shown} is no path for a policy file: it has an odd character or is too long`);
  }
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..') || seen.has(path)) {
    throw unreadable(`${shown} is no path that git itself would make`);
  }
}

async function readBlobs(repository: GitRepository, entries: readonly Entry[]): Promise<readonly PolicyFile[]> {
  const { totalSize } = repository.limits;
  const input = entries.map(({ hash }) => `${hash}\n`).join('');
  // Beside its contents, each file has a line with hash, type and size.
  const maxOutput = totalSize + entries.length * 128;
  const output = await repository.must('the commit can not be read', ['cat-file', '--batch'], { input, maxOutput });
  const files: PolicyFile[] = [];
  let at = 0;
  for (const { path, hash, size } of entries) {
    const head = `${hash} blob ${size}\n`;
    const begin = at + head.length;
    if (output.toString('latin1', at, begin) !== head)
      throw unreadable(`\`${path}\` can't be read from the repository`);
    files.push({ path, text: textOf(output.subarray(begin, begin + size), path) });
    at = begin + size + 1;
  }
  return files;
}

function textOf(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(`\`${path}\` is not UTF-8 text`, cause);
  }
}

function where(folder: string): string {
  return folder === '' ? 'the root' : `\`${folder}\``;
}

/** A hash as people say it. */
export function short(commit: string): string {
  return `\`${commit.slice(0, 12)}\``;
}
