import type { Fetched, Origin, Source } from '../model/source.ts';
import { readGitFiles, short } from './git-files.ts';
import type { GitSourceOptions } from './git-options.ts';
import { createPoll, type Poll } from './git-poll.ts';
import { createGitRepository, type GitRepository, LAST_GOOD, NEWEST } from './git-repository.ts';
import { unreadable } from './git-run.ts';
import { lastAccepted, requireSignature, whyStray } from './git-trust.ts';

export type { GitSourceOptions } from './git-options.ts';

/** A source that follows a git repository. */
export interface GitSource extends Source {
  isUnchanged(): Promise<boolean>;
  lastGood(): Promise<Fetched | undefined>;
  /** Ends what is under way, but for keeping what was accepted. */
  close(): Promise<void>;
}

interface State {
  /** What the server said last and nobody has read yet. */
  looked: string | undefined;
  /** What the server said when a set was read last; undefined where that failed. */
  read: string | undefined;
  /** The commit whose files were yielded last. */
  yielded: string | undefined;
  /** True where that was the newest. */
  isNewest: boolean;
  accepted: string | undefined;
  /** What was last found of a commit's descent: telling may take many talks with the server. */
  stray: { readonly commit: string; readonly accepted: string; readonly why: string | undefined } | undefined;
  isPrepared: boolean;
  hasLastGood: boolean;
  newSinceClean: number;
}

interface Parts {
  readonly options: GitSourceOptions;
  readonly repository: GitRepository;
  readonly poll: Poll;
  readonly state: State;
  readonly clock: () => number;
}

const POLL_MS = 10_000;
const CLOSE_AFTER_MS = 3_000;

/**
 * The policy files of a branch, tag or commit, read by the system's git out of a bare local repository that holds the
 * newest commit and the last one that was in force. A branch that was rewritten is followed; where signatures are
 * required, only to descendants of what was accepted last.
 */
export function createGitSource(options: GitSourceOptions): GitSource {
  const { poll: interval = POLL_MS, random = Math.random, clock = Date.now } = options;
  const repository = createGitRepository(options);
  const poll = createPoll({ interval, random });
  const state: State = {
    looked: undefined,
    read: undefined,
    yielded: undefined,
    isNewest: false,
    accepted: undefined,
    stray: undefined,
    isPrepared: false,
    hasLastGood: false,
    newSinceClean: 0,
  };
  const parts: Parts = { options, repository, poll, state, clock };
  let queue: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(task: () => Promise<T>): Promise<T> => {
    const done = queue.then(task);
    queue = done.catch(() => {});
    return done;
  };
  return {
    isUnchanged: () => inOrder(async () => (await look(parts)) === state.read),
    read: () => inOrder(() => readNewest(parts)),
    lastGood: () => inOrder(() => readLastGood(parts)),
    watch: (changed) => poll.start(changed),
    accepted: () => {
      const commit = state.yielded;
      if (commit === undefined) return;
      void inOrder(() => keep(parts, commit)).catch((error: unknown) => {
        options.warn?.(`the last good policies can't be kept: ${error instanceof Error ? error.message : error}`);
      });
    },
    close: async () => {
      repository.hangUp();
      // What was accepted is kept before the process ends, as far as that goes quickly.
      const hurry = setTimeout(() => repository.close(), CLOSE_AFTER_MS);
      await queue;
      clearTimeout(hurry);
      repository.close();
    },
  };
}

/** What the server has now. Every talk with it sets the time of the next. */
async function look(parts: Parts): Promise<string> {
  const { repository, state } = parts;
  return talk(parts, async (timeout) => {
    state.looked = await repository.look(timeout);
    return state.looked;
  });
}

async function talk<T>({ repository, poll, state }: Parts, task: (timeout: number) => Promise<T>): Promise<T> {
  try {
    if (!state.isPrepared) await prepare(repository, state);
    const { fetchTimeout, firstFetchTimeout } = repository.limits;
    // Who waits for a first set gets the last good one soon where the server is silent.
    const isFirst = state.yielded === undefined && state.hasLastGood;
    const done = await task(isFirst ? firstFetchTimeout : fetchTimeout);
    poll.looked();
    return done;
  } catch (error) {
    poll.failed(repository.isFull(error));
    throw error;
  }
}

async function prepare(repository: GitRepository, state: State): Promise<void> {
  await repository.prepare();
  state.accepted = await lastAccepted(repository);
  state.hasLastGood = state.accepted !== undefined;
  state.isPrepared = true;
}

async function readNewest(parts: Parts): Promise<Fetched> {
  const { repository, state, options } = parts;
  const hash = state.looked ?? (await look(parts));
  state.looked = undefined;
  state.read = undefined;
  if ((await hashOf(repository, NEWEST)) !== hash) await talk(parts, (timeout) => repository.fetch(timeout));
  const commit = await repository.commitOf(NEWEST);
  await requireTrust(parts, commit);
  const files = await readGitFiles(repository, commit, options.location.folder);
  const origin = await originOf(parts, commit);
  state.read = hash;
  state.yielded = commit;
  state.isNewest = true;
  return { files, origin };
}

async function hashOf(repository: GitRepository, ref: string): Promise<string> {
  return (await repository.run(['rev-parse', '--verify', '--quiet', ref])).stdout.toString('latin1').trim();
}

async function requireTrust({ options, repository, state }: Parts, commit: string): Promise<void> {
  const { trust } = options;
  if (trust === undefined) return;
  await requireSignature(repository, commit, trust);
  const { accepted } = state;
  if (trust.allowRollback === true || accepted === undefined) return;
  if (state.stray?.commit !== commit || state.stray.accepted !== accepted) {
    state.stray = { commit, accepted, why: await whyStray(repository, commit, accepted) };
  }
  if (state.stray.why !== undefined) throw unreadable(state.stray.why);
}

async function readLastGood(parts: Parts): Promise<Fetched | undefined> {
  const { repository, state, options } = parts;
  if (!state.isPrepared) await prepare(repository, state);
  const commit = state.accepted;
  if (commit === undefined) return undefined;
  // A key that has been withdrawn since is no longer trusted, not even with what it once signed.
  if (options.trust !== undefined) await requireSignature(repository, commit, options.trust);
  const files = await readGitFiles(repository, commit, options.location.folder);
  const origin = { ...(await originOf(parts, commit)), lastGood: true };
  state.yielded = commit;
  state.isNewest = false;
  return { files, origin, asOf: await repository.confirmed() };
}

async function originOf({ repository, options }: Parts, commit: string): Promise<Origin> {
  const { url, ref, folder } = options.location;
  const format = '--format=%aI%x00%s';
  const shown = await repository.must(`commit ${short(commit)} can't be read`, ['log', '-1', format, commit]);
  const [authorDate = '', subject = ''] = shown.toString('utf8').split('\0');
  const inside = folder === '' ? '' : `:${folder}`;
  return {
    description: `git+${url}${ref === undefined && inside === '' ? '' : `#${ref ?? ''}${inside}`}`,
    commit,
    authorDate,
    subject: subject
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, MAX_SUBJECT),
  };
}

const MAX_SUBJECT = 200;

/** Moves the ref of the last good commit, and now and then removes what neither it nor the newest needs. */
async function keep({ repository, state, clock }: Parts, commit: string): Promise<void> {
  const isNew = commit !== state.accepted;
  state.accepted = commit;
  if (isNew) await repository.must('its ref', ['update-ref', LAST_GOOD, commit]);
  if (state.isNewest) await repository.confirm(clock());
  if (!isNew || ++state.newSinceClean < repository.limits.cleanEvery) return;
  state.newSinceClean = 0;
  await repository.clean();
}
