import { isCommitHash } from '../model/git-location.ts';
import { gitFailure } from './git-fault.ts';
import { removeLeftovers, sizeOf } from './git-folder.ts';
import type { GitSourceOptions } from './git-options.ts';
import { CLOSED, type GitRepository, NEWEST } from './git-repository.ts';
import { unreadable } from './git-run.ts';

/** The server that a repository is fetched from. Times are milliseconds. */
export interface GitRemote {
  /** Asks what the ref is now: a hash, of a commit or of a tag. */
  look(timeout: number): Promise<string>;
  /** Fetches what the ref that `look` found is now, that commit alone, and tells its hash as `look` would. */
  fetch(timeout: number): Promise<string>;
  /** Fetches further ancestors of the newest commit. */
  deepen(commits: number): Promise<void>;
  /** True for the failure of a fetch that grew too large. */
  isFull(error: unknown): boolean;
  /** Ends every talk with the server; later ones reject. */
  hangUp(): void;
}

export function createGitRemote(repository: GitRepository, options: GitSourceOptions): GitRemote {
  const talking = new AbortController();
  const full = new WeakSet<object>();
  const { limits } = repository;
  let name: string | undefined;
  const talk = async (args: readonly string[], timeout: number, signals: readonly AbortSignal[]): Promise<Buffer> => {
    const result = await repository.run(args, { timeout, signals: [talking.signal, ...signals] });
    if (result.code !== 0) throw gitFailure(`\`${options.location.url}\` can't be read`, result, options);
    return result.stdout;
  };
  const fetch = (depth: number, timeout: number): Promise<void> =>
    withinSize(repository, options.location.url, full, async (signal) => {
      const args = [...FETCH, `--depth=${depth}`, '--', options.location.url, `+${name ?? 'HEAD'}:${NEWEST}`];
      await talk(args, timeout, [signal]);
    });
  return {
    look: async (timeout) => {
      const found = await lookFor(options, name, (args) => talk(args, timeout, []));
      name = found.name;
      return found.hash;
    },
    fetch: async (timeout) => {
      await fetch(1, timeout);
      return (await repository.hashOf(NEWEST)) ?? '';
    },
    deepen: (commits) => fetch(commits, limits.fetchTimeout),
    isFull: (error) => error instanceof Error && full.has(error),
    hangUp: () => talking.abort(CLOSED),
  };
}

/** A branch is taken before a tag of the same name, and what was found first is kept to: a tag never slips in later. */
async function lookFor(
  { location }: GitSourceOptions,
  known: string | undefined,
  ask: (args: readonly string[]) => Promise<Buffer>,
): Promise<{ readonly name: string; readonly hash: string }> {
  const { ref, url } = location;
  if (ref !== undefined && isCommitHash(ref)) return { name: ref, hash: ref };
  const names = known === undefined ? namesOf(ref) : [known];
  const lines = (await ask(['ls-remote', '--quiet', '--', url, ...names])).toString('utf8').split('\n');
  const found = new Map(lines.map((line) => line.split('\t')).map(([hash = '', name = '']) => [name, hash]));
  for (const name of names) {
    const hash = found.get(name);
    if (hash !== undefined && isCommitHash(hash)) return { name, hash };
  }
  throw unreadable(ref === undefined ? `\`${url}\` has no commit yet` : `\`${url}\` has no branch or tag \`${ref}\``);
}

function namesOf(ref: string | undefined): readonly string[] {
  if (ref === undefined) return ['HEAD'];
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

const FETCH = [
  'fetch',
  '--quiet',
  '--force',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--no-recurse-submodules',
  '--no-show-forced-updates',
];
const WATCH_SIZE_EVERY_MS = 200;

/** Ends a fetch where the repository grows over its limit meanwhile, and removes what a failed one has left. */
async function withinSize(
  repository: GitRepository,
  url: string,
  full: WeakSet<object>,
  task: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const tooLarge = new AbortController();
  const check = async (): Promise<void> => {
    const { repositorySize } = repository.limits;
    if ((await sizeOf(repository.folder.repository)) <= repositorySize) return;
    const size = Math.round(repositorySize / 1_048_576);
    const reason = unreadable(`\`${url}\` needs more than ${size} MiB on disk, even without its history`);
    full.add(reason);
    tooLarge.abort(reason);
  };
  const watching = setInterval(() => void check(), WATCH_SIZE_EVERY_MS);
  try {
    await task(tooLarge.signal);
    await check();
    tooLarge.signal.throwIfAborted();
  } catch (error) {
    await removeLeftovers(repository.folder.repository);
    // The fetch may have come to its end just before it was ended.
    if (tooLarge.signal.aborted) await forget(repository);
    throw error;
  } finally {
    clearInterval(watching);
  }
}

/** Removes what was fetched before it was seen to be too large. */
async function forget(repository: GitRepository): Promise<void> {
  await repository.run(['update-ref', '-d', NEWEST]);
  await repository.clean();
}
