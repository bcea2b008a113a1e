import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gitCommand } from './git-command.ts';
import { gitFailure } from './git-fault.ts';
import { type GitFolder, gitFolder, makeFolders, removeLeftovers } from './git-folder.ts';
import { GIT_LIMITS, type GitLimits, type GitSourceOptions } from './git-options.ts';
import { type GitResult, runGit, unreadable } from './git-run.ts';

/** What a run of git on the local repository may be given. */
export interface RunOptions {
  readonly input?: string;
  readonly maxOutput?: number;
  readonly timeout?: number;
  /** Any of them ends it. */
  readonly signals?: readonly AbortSignal[];
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
  readonly folder: GitFolder;
  /** Makes it where it isn't there yet. */
  prepare(): Promise<void>;
  /** Runs git with settings of ours before the arguments; resolves whatever its exit code. */
  run(args: readonly string[], options?: RunOptions): Promise<GitResult>;
  /** The same for what must work: standard output, or a rejection that begins with `what`. */
  must(what: string, args: readonly string[], options?: RunOptions): Promise<Buffer>;
  /** The hash that a name stands for; undefined where it stands for none. */
  hashOf(name: string): Promise<string | undefined>;
  /** The commit that a ref, a tag's too, or a hash stands for. */
  commitOf(name: string): Promise<GitCommit>;
  /** The commits at which history was cut off: their parents are not here. */
  cuts(): Promise<ReadonlySet<string>>;
  /** Removes a repository that a crash or a disk has damaged, to be made anew; false where it is whole. */
  removeIfDamaged(): Promise<boolean>;
  /** Removes objects that no ref needs. */
  clean(): Promise<void>;
  /** Ends every run of git; later ones reject. */
  close(): void;
}

export const NEWEST = 'refs/chaperone/newest';
/** What runs of git are ended with. */
export const CLOSED: Error = unreadable('the git source is closed');

const LOCAL_TIMEOUT = 30_000;
const MAX_OUTPUT = 1_048_576;

export function createGitRepository(options: GitSourceOptions): GitRepository {
  const folder = gitFolder(options);
  const command = gitCommand(options, folder.repository, folder.home);
  const closing = new AbortController();
  const run: GitRepository['run'] = (args, more = {}) =>
    runGit({
      args: [...command.prefix, ...args],
      env: command.env,
      timeout: more.timeout ?? LOCAL_TIMEOUT,
      maxOutput: more.maxOutput ?? MAX_OUTPUT,
      signals: [closing.signal, ...(more.signals ?? [])],
      ...(more.input === undefined ? {} : { input: more.input }),
    });
  const must: GitRepository['must'] = async (what, args, more) => {
    const result = await run(args, more);
    if (result.code !== 0) throw gitFailure(what, result, options);
    return result.stdout;
  };
  return {
    limits: { ...GIT_LIMITS, ...options.limits },
    folder,
    prepare: () => prepare(folder, options, must),
    run,
    must,
    hashOf: async (name) => {
      const { code, stdout } = await run(['rev-parse', '--verify', '--quiet', name]);
      return code === 0 ? stdout.toString('latin1').trim() : undefined;
    },
    commitOf: async (name) => parseCommit(await must('what was fetched is no commit', [...SHOW, name])),
    cuts: async () => {
      const text = await readFile(join(folder.repository, 'shallow'), 'utf8').catch(() => '');
      return new Set(text.split('\n').filter(Boolean));
    },
    removeIfDamaged: async () => {
      const { code } = await run(['fsck', '--connectivity-only', '--no-dangling', '--no-progress']);
      if (code !== 0) await rm(folder.repository, { recursive: true, force: true });
      return code !== 0;
    },
    clean: async () => {
      await removeLeftovers(folder.repository);
      await must('the local repository can not be cleaned', ['gc', '--quiet', '--prune=now']);
    },
    close: () => closing.abort(CLOSED),
  };
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

async function prepare(folder: GitFolder, options: GitSourceOptions, must: GitRepository['must']): Promise<void> {
  await makeFolders(folder, options);
  await must(`the local repository can not be made in \`${folder.repository}\``, [
    'init',
    '--bare',
    '--quiet',
    '--template=',
  ]);
  await removeLeftovers(folder.repository);
}
