import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCommitHash } from '../model/git-location.ts';
import { gitCommand } from './git-command.ts';
import { gitFailure } from './git-fault.ts';
import { type GitFolder, gitFolder, makeFolders, removeLeftovers, sizeOf } from './git-folder.ts';
import { GIT_LIMITS, type GitLimits, type GitSourceOptions } from './git-options.ts';
import { type GitResult, runGit, unreadable } from './git-run.ts';

/** What a run of git on the local repository may be given. */
export interface RunOptions {
  readonly input?: string;
  readonly maxOutput?: number;
  readonly timeout?: number;
}

export interface GitCommit {
  readonly hash: string;
  /** ISO 8601 with zone. */
  readonly authorDate: string;
  /** On one line, cut where it is long. */
  readonly subject: string;
}

/** A bare local repository that holds the newest commit and the last good one, and nothing else for long. */
export interface GitRepository {
  readonly limits: GitLimits;
  /** Makes it where it isn't there yet. */
  prepare(): Promise<void>;
  /** Asks the server what the ref is now: a hash, of a commit or of a tag. */
  look(timeout: number): Promise<string>;
  /** Fetches what the ref that `look` found is now, that commit alone, and tells its hash as `look` would. */
  fetch(timeout: number): Promise<string>;
  /** What was fetched last, also in an earlier run; undefined where nothing was. */
  fetched(): Promise<string | undefined>;
  /** Fetches further ancestors of the newest commit. */
  deepen(commits: number): Promise<void>;
  /** Runs git with settings of ours before the arguments; resolves whatever its exit code. */
  run(args: readonly string[], options?: RunOptions): Promise<GitResult>;
  /** The same for what must work: standard output, or a rejection that begins with `what`. */
  must(what: string, args: readonly string[], options?: RunOptions): Promise<Buffer>;
  /** What a ref, a tag's too, or a hash stands for. */
  commitOf(name: string): Promise<GitCommit>;
  /** True for the failure of a fetch that grew too large. */
  isFull(error: unknown): boolean;
  /** The commits at which history was cut off: their parents are not here. */
  cuts(): Promise<ReadonlySet<string>>;
  /** Keeps the instant at which the last good commit was last known to be the newest. Epoch milliseconds. */
  confirm(now: number): Promise<void>;
  /** 0 where none was ever kept. */
  confirmed(): Promise<number>;
  /** Notes the commit that was accepted last, beside the repository: that outlives one that has to be made anew. */
  note(commit: string): Promise<void>;
  /** The commit that was accepted last, also in an earlier run, and whether its files are here. */
  accepted(): Promise<{ readonly commit: string | undefined; readonly isHere: boolean }>;
  /** Removes a repository that a crash or a disk has damaged, to be made anew; false where it is whole. */
  removeIfDamaged(): Promise<boolean>;
  /** Removes objects that no ref needs. */
  clean(): Promise<void>;
  /** Ends every talk with the server; later ones reject. */
  hangUp(): void;
  /** Ends every run of git; later ones reject. */
  close(): void;
}

export const NEWEST = 'refs/chaperone/newest';
export const LAST_GOOD = 'refs/chaperone/last-good';

const CLOSED = unreadable('the git source is closed');
const CONFIRMED = 'chaperone-confirmed';
const LOCAL_TIMEOUT = 30_000;
const MAX_OUTPUT = 1_048_576;
const WATCH_SIZE_EVERY_MS = 200;

export function createGitRepository(options: GitSourceOptions): GitRepository {
  const limits = { ...GIT_LIMITS, ...options.limits };
  const folder = gitFolder(options);
  const command = gitCommand(options, folder.repository, folder.home);
  const closing = new AbortController();
  const talking = new AbortController();
  const { url } = options.location;
  const noted = join(folder.home, '..', 'accepted');
  const full = new WeakSet<object>();
  let kind: string | undefined;
  const run = (args: readonly string[], more: RunOptions = {}, signal = closing.signal): Promise<GitResult> =>
    runGit({
      args: [...command.prefix, ...args],
      env: command.env,
      timeout: more.timeout ?? LOCAL_TIMEOUT,
      maxOutput: more.maxOutput ?? MAX_OUTPUT,
      signal,
      ...(more.input === undefined ? {} : { input: more.input }),
    });
  const must = async (what: string, args: readonly string[], more?: RunOptions): Promise<Buffer> => {
    const result = await run(args, more);
    if (result.code !== 0) throw gitFailure(what, result, options);
    return result.stdout;
  };
  const fetch = (depth: string, timeout: number): Promise<void> =>
    fetchWithin({ depth, url, ref: kind ?? 'HEAD', timeout, limits, folder, talking, full, run, options });
  return {
    limits,
    prepare: () => prepare(folder, options, must),
    look: async (timeout) => {
      const found = await lookFor(options, kind, async (args) => {
        const result = await run(args, { timeout }, AbortSignal.any([closing.signal, talking.signal]));
        if (result.code !== 0) throw gitFailure(`\`${url}\` can't be read`, result, options);
        return result.stdout;
      });
      kind = found.name;
      return found.hash;
    },
    fetch: async (timeout) => {
      await fetch('--depth=1', timeout);
      return (await hashOf(run, NEWEST)) ?? '';
    },
    fetched: () => hashOf(run, NEWEST),
    deepen: (commits) => fetch(`--depth=${commits}`, limits.fetchTimeout),
    run: (args, more) => run(args, more),
    must,
    commitOf: async (name) => parseCommit(await must('what was fetched is no commit', [...SHOW, name])),
    isFull: (error) => error instanceof Error && full.has(error),
    cuts: async () => new Set((await readText(join(folder.repository, 'shallow'))).split('\n').filter(Boolean)),
    confirm: (now) => writeFile(join(folder.repository, CONFIRMED), String(now)),
    confirmed: async () => Number(await readText(join(folder.repository, CONFIRMED))) || 0,
    note: async (commit) => {
      await must('its ref', ['update-ref', LAST_GOOD, commit]);
      await writeFile(noted, commit);
    },
    accepted: async () => {
      const kept = await hashOf(run, `${LAST_GOOD}^{commit}`);
      const commit = kept ?? (await readText(noted)).trim();
      return { commit: isCommitHash(commit) ? commit : undefined, isHere: kept !== undefined };
    },
    removeIfDamaged: async () => {
      const { code } = await run(['fsck', '--connectivity-only', '--no-dangling', '--no-progress']);
      if (code === 0) return false;
      await rm(folder.repository, { recursive: true, force: true });
      return true;
    },
    clean: async () => {
      await removeLeftovers(folder.repository);
      await must('the local repository can not be cleaned', ['gc', '--quiet', '--prune=now']);
    },
    hangUp: () => talking.abort(CLOSED),
    close: () => {
      talking.abort(CLOSED);
      closing.abort(CLOSED);
    },
  };
}

async function hashOf(run: GitRepository['run'], ref: string): Promise<string | undefined> {
  const { code, stdout } = await run(['rev-parse', '--verify', '--quiet', ref]);
  return code === 0 ? stdout.toString('latin1').trim() : undefined;
}

const SHOW = ['log', '-1', '--format=%H%x00%aI%x00%s'];
const MAX_SUBJECT = 200;

function parseCommit(shown: Buffer): GitCommit {
  const [hash = '', authorDate = '', subject = ''] = shown.toString('utf8').split('\0');
  return {
    hash,
    authorDate,
    subject: subject
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, MAX_SUBJECT),
  };
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

type Must = (what: string, args: readonly string[]) => Promise<Buffer>;

async function prepare(folder: GitFolder, options: GitSourceOptions, must: Must): Promise<void> {
  await makeFolders(folder, options);
  await must(`the local repository can not be made in \`${folder.repository}\``, [
    'init',
    '--bare',
    '--quiet',
    '--template=',
  ]);
  await removeLeftovers(folder.repository);
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

interface Fetching {
  readonly depth: string;
  readonly url: string;
  readonly ref: string;
  readonly timeout: number;
  readonly limits: GitLimits;
  readonly folder: GitFolder;
  readonly talking: AbortController;
  readonly full: WeakSet<object>;
  readonly run: (args: readonly string[], more: RunOptions, signal: AbortSignal) => Promise<GitResult>;
  readonly options: GitSourceOptions;
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

/** Fetches, and ends the fetch where the repository grows over its limit meanwhile. */
async function fetchWithin(fetching: Fetching): Promise<void> {
  const { depth, url, ref, timeout, limits, folder, talking, full, run, options } = fetching;
  const tooLarge = new AbortController();
  const watching = setInterval(async () => {
    if ((await sizeOf(folder.repository)) <= limits.repositorySize) return;
    const size = Math.round(limits.repositorySize / 1_048_576);
    const reason = unreadable(`\`${url}\` needs more than ${size} MiB on disk, even without its history`);
    full.add(reason);
    tooLarge.abort(reason);
  }, WATCH_SIZE_EVERY_MS);
  try {
    const signal = AbortSignal.any([talking.signal, tooLarge.signal]);
    const result = await run([...FETCH, depth, '--', url, `+${ref}:${NEWEST}`], { timeout }, signal);
    if (result.code !== 0) throw gitFailure(`\`${url}\` can't be read`, result, options);
  } catch (error) {
    await removeLeftovers(folder.repository);
    throw error;
  } finally {
    clearInterval(watching);
  }
}
