import { isCommitHash } from '../model/git-location.ts';
import type { Fetched, Origin, Source } from '../model/source.ts';
import { readGitFiles } from './git-files.ts';
import { keepAccepted, keepConfirmed, readAccepted, readConfirmed } from './git-kept.ts';
import type { GitSourceOptions } from './git-options.ts';
import { createPoll, type Poll } from './git-poll.ts';
import { createGitRemote, type GitRemote } from './git-remote.ts';
import { createGitRepository, type GitCommit, type GitRepository, NEWEST } from './git-repository.ts';
import { unreadable } from './git-run.ts';
import { requireSignature, whyStray } from './git-trust.ts';

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
  /** What was fetched last. */
  fetched: string | undefined;
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
  /** True once the server has answered in the reading under way. */
  hasAnswered: boolean;
  hasLastGood: boolean;
  newSinceClean: number;
}

interface Parts {
  readonly options: GitSourceOptions;
  readonly repository: GitRepository;
  readonly remote: GitRemote;
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
  const remote = createGitRemote(repository, options);
  const poll = createPoll({ interval, random });
  const state: State = {
    looked: undefined,
    fetched: undefined,
    read: undefined,
    yielded: undefined,
    isNewest: false,
    accepted: undefined,
    stray: undefined,
    isPrepared: false,
    hasAnswered: false,
    hasLastGood: false,
    newSinceClean: 0,
  };
  const parts: Parts = { options, repository, remote, poll, state, clock };
  let queue: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(task: () => Promise<T>): Promise<T> => {
    const done = queue.then(task);
    queue = done.catch(() => {});
    return done;
  };
  // Nobody waits for these, so that what goes wrong in them is told to the log.
  const aside = (what: string, task: () => Promise<void>): void => {
    void inOrder(task).catch((error: unknown) => {
      options.warn?.(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  return {
    isUnchanged: () => inOrder(() => isUnchanged(parts)),
    read: () => {
      const read = inOrder(() => mending(parts, () => readNewest(parts)));
      aside("the local repository can't be cleaned", () => clean(parts));
      return read;
    },
    lastGood: () => inOrder(() => readLastGood(parts)),
    watch: (changed) => poll.start(changed),
    accepted: () => {
      const commit = state.yielded;
      if (commit === undefined) return;
      aside("the last good policies can't be kept", () => keep(parts, commit));
    },
    close: async () => {
      remote.hangUp();
      // What was accepted is kept before the process ends, as far as that goes quickly.
      const hurry = setTimeout(() => repository.close(), CLOSE_AFTER_MS);
      await queue;
      clearTimeout(hurry);
      repository.close();
    },
  };
}

/**
 * Looking takes less than fetching where nothing is new. Who looks out of turn has most likely been told of something
 * new, and gets it at once.
 */
async function isUnchanged(parts: Parts): Promise<boolean> {
  const { options, poll, state } = parts;
  const { ref } = options.location;
  const isFixed = ref !== undefined && isCommitHash(ref);
  const hash = isFixed || poll.isDue() || state.fetched === undefined ? await look(parts) : await fetch(parts);
  state.looked = hash;
  return hash === state.read;
}

/** What the server has now. Every talk with it sets the time of the next. */
async function look(parts: Parts): Promise<string> {
  return talk(parts, (timeout) => parts.remote.look(timeout));
}

async function talk<T>({ repository, remote, poll, state }: Parts, task: (timeout: number) => Promise<T>): Promise<T> {
  try {
    if (!state.isPrepared) await prepare(repository, state);
    const { fetchTimeout, firstFetchTimeout } = repository.limits;
    // Who waits for a first set gets the last good one soon where the server is silent.
    const isFirst = state.yielded === undefined && state.hasLastGood;
    const done = await task(isFirst ? firstFetchTimeout : fetchTimeout);
    poll.looked();
    return done;
  } catch (error) {
    poll.failed(remote.isFull(error));
    throw error;
  }
}

async function prepare(repository: GitRepository, state: State): Promise<void> {
  await repository.prepare();
  const { commit, isHere } = await readAccepted(repository);
  state.accepted ??= commit;
  state.hasLastGood = isHere;
  state.isPrepared = true;
}

/** Where reading fails because the local repository is damaged, it is made anew and the reading tried once more. */
async function mending<T>({ repository, state }: Parts, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    // What fails before there is a repository, or before the server has answered, is not for want of a whole one.
    if (!state.isPrepared || !state.hasAnswered || !(await repository.removeIfDamaged().catch(() => false)))
      throw error;
    Object.assign(state, { isPrepared: false, hasLastGood: false, fetched: undefined, looked: undefined });
    return task();
  }
}

async function readNewest(parts: Parts): Promise<Fetched> {
  const { repository, state, options } = parts;
  state.hasAnswered = state.looked !== undefined;
  const looked = state.looked ?? (await look(parts));
  state.hasAnswered = true;
  state.looked = undefined;
  state.read = undefined;
  state.fetched ??= await repository.hashOf(NEWEST);
  if (state.fetched !== looked) await fetch(parts);
  const commit = await repository.commitOf(NEWEST);
  await requireTrust(parts, commit.hash);
  const read = await readGitFiles(repository, commit.hash, options.location.folder);
  state.read = state.fetched;
  state.yielded = commit.hash;
  state.isNewest = true;
  return { ...read, origin: originOf(options, commit) };
}

async function fetch(parts: Parts): Promise<string> {
  const { remote, state } = parts;
  // What is there while a fetch fails is not known.
  state.fetched = undefined;
  state.fetched = await talk(parts, (timeout) => remote.fetch(timeout));
  state.newSinceClean++;
  return state.fetched;
}

async function requireTrust({ options, repository, remote, state }: Parts, commit: string): Promise<void> {
  const { trust } = options;
  if (trust === undefined) return;
  await requireSignature(repository, commit, trust);
  const { accepted } = state;
  if (trust.allowRollback === true || accepted === undefined) return;
  if (state.stray?.commit !== commit || state.stray.accepted !== accepted) {
    state.stray = { commit, accepted, why: await whyStray(repository, remote, commit, accepted) };
  }
  if (state.stray.why !== undefined) throw unreadable(state.stray.why);
}

async function readLastGood(parts: Parts): Promise<Fetched | undefined> {
  const { repository, state, options } = parts;
  if (!state.isPrepared) await prepare(repository, state);
  const { accepted } = state;
  if (accepted === undefined || !state.hasLastGood) return undefined;
  // A key that has been withdrawn since is no longer trusted, not even with what it once signed.
  if (options.trust !== undefined) await requireSignature(repository, accepted, options.trust);
  const read = await readGitFiles(repository, accepted, options.location.folder);
  const origin = { ...originOf(options, await repository.commitOf(accepted)), lastGood: true };
  state.yielded = accepted;
  state.isNewest = false;
  return { ...read, origin, asOf: await readConfirmed(repository) };
}

function originOf({ location }: GitSourceOptions, { hash, authorDate, subject }: GitCommit): Origin {
  const { url, ref, folder } = location;
  const inside = folder === '' ? '' : `:${folder}`;
  const description = `git+${url}${ref === undefined && inside === '' ? '' : `#${ref ?? ''}${inside}`}`;
  return { description, commit: hash, authorDate, subject };
}

/** Keeps the commit that is in force for a later start. */
async function keep({ repository, state, clock }: Parts, commit: string): Promise<void> {
  const isNew = commit !== state.accepted;
  state.accepted = commit;
  if (isNew || !state.hasLastGood) await keepAccepted(repository, commit);
  state.hasLastGood = true;
  if (state.isNewest) await keepConfirmed(repository, clock());
}

/** Now and then removes what neither the newest commit nor the last good one needs. */
async function clean({ repository, state }: Parts): Promise<void> {
  if (state.newSinceClean < repository.limits.cleanEvery) return;
  state.newSinceClean = 0;
  await repository.clean();
}
