import { changesBetween, summarize } from '../model/change.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { AdminEvent, Recorder } from '../model/recorder.ts';
import type { Fetched, Gate, Origin, Source } from '../model/source.ts';
import type { AttributeMode, Snapshot } from '../policy/snapshot.ts';
import { createDecisionCache } from './decision-cache.ts';
import type { InForce } from './in-force.ts';
import { type Candidate, inTurn, type Made, type Parse, parseHere, prepare, type Refusal } from './reload.ts';
import { isStale, type StalenessLimit } from './staleness.ts';
import type { PdpStatus, PolicyChange } from './status.ts';

/** How many changes are kept, and how many parts of one. */
const KEPT = 10;
const SHOWN = 100;

export type ReloadResult =
  | {
      readonly result: 'accepted' | 'unchanged';
      readonly revision: string;
      readonly warnings: readonly Diagnostic[];
    }
  | ({ readonly result: 'refused' } & Refusal);

export interface FollowerOptions {
  readonly source: Source;
  readonly recorders: readonly Recorder[];
  readonly cacheSize: number;
  readonly cacheAlways: boolean;
  readonly parse: Parse;
  readonly clock: () => number;
  readonly staleness?: StalenessLimit | undefined;
  readonly gate: Gate<Snapshot>;
  readonly attributes: AttributeMode;
}

/** Follows a source: keeps the last good snapshot in force and knows what became of each reading. */
export interface Follower {
  inForce(): InForce | null;
  reload(): Promise<ReloadResult>;
  status(): PdpStatus;
  /** Why nothing may be decided by the policies in force; undefined where it may. */
  whyStale(now: number): string | undefined;
  close(): void;
}

interface State {
  inForce: InForce | null;
  evictions: number;
  lastSuccess: number | null;
  lastFailure: PdpStatus['lastFailure'];
  /** Epoch milliseconds. */
  failingSince: number | null;
  changes: readonly PolicyChange[];
  /** What became of the files that the source yielded last, for when it says that they have not changed. */
  last: Candidate | Refusal | undefined;
  readonly reloads: { accepted: number; unchanged: number; refused: number };
}

export function createFollower(options: FollowerOptions): Follower {
  const { source } = options;
  const reloads = { accepted: 0, unchanged: 0, refused: 0 };
  const state: State = {
    inForce: null,
    evictions: 0,
    lastSuccess: null,
    lastFailure: null,
    failingSince: null,
    last: undefined,
    changes: [],
    reloads,
  };
  let unwatch: (() => void) | undefined;
  let isClosed = false;
  const reload = inTurn(async (): Promise<ReloadResult> => {
    const isFirst = state.inForce === null;
    const prepared = await look(state, options);
    // What close() cut short is no fault of the policies.
    if (isClosed && !('origin' in prepared)) return { result: 'refused', ...prepared };
    if (!('origin' in prepared) && isFirst) await fallBack(state, options);
    const result = 'origin' in prepared ? accept(state, options, prepared) : refuse(state, options, prepared);
    if (!isClosed) unwatch ??= source.watch(() => void reload());
    return result;
  });
  return {
    inForce: () => state.inForce,
    reload,
    status: () => statusOf(state, options),
    whyStale: (now) => whyStale(state, options, now),
    close: () => {
      isClosed = true;
      unwatch?.();
    },
  };
}

/** What the source has now, or what became of it when it was read last, where it says that nothing has changed. */
async function look(state: State, options: FollowerOptions): Promise<Candidate | Refusal> {
  const { source } = options;
  if (state.last !== undefined && source.isUnchanged !== undefined) {
    try {
      if (await source.isUnchanged()) return state.last;
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error), diagnostics: [] };
    }
  }
  const prepared = await prepareNow(state, options, source);
  state.last = 'origin' in prepared ? { ...prepared, made: undefined } : prepared;
  return prepared;
}

function prepareNow(
  state: State,
  options: FollowerOptions,
  source: Pick<Source, 'read'>,
): Promise<Candidate | Refusal> {
  const { gate, clock, attributes } = options;
  // Nobody waits for answers before the first set is in force, so that one is parsed without starting a worker.
  const parse = state.inForce === null ? parseHere : options.parse;
  return prepare({ source, parse, gate, clock, attributes, inForce: state.inForce?.snapshot.revision ?? null });
}

/** Puts in force what was last good in an earlier run, where the source kept it and the newest can't be had. */
async function fallBack(state: State, options: FollowerOptions): Promise<void> {
  let asOf = 0;
  const read = async (): Promise<Fetched> => {
    const kept = await options.source.lastGood?.();
    if (kept === undefined) throw new ChaperoneError('source-unreadable', 'nothing was kept');
    asOf = kept.asOf ?? 0;
    return kept;
  };
  const prepared = await prepareNow(state, options, { read });
  if (!('origin' in prepared)) return;
  accept(state, options, prepared);
  state.lastSuccess = asOf;
}

function refuse(state: State, options: FollowerOptions, refusal: Refusal): ReloadResult {
  const { message, diagnostics } = refusal;
  state.reloads.refused++;
  state.failingSince ??= options.clock();
  // What fails again in the same way is told once.
  if (!isSame(state.lastFailure, refusal)) {
    state.lastFailure = { time: options.clock(), message, diagnostics };
    tell(state, options, 'policy-refused', message);
  }
  return { result: 'refused', ...refusal };
}

function isSame(last: Refusal | null, { message, diagnostics }: Refusal): boolean {
  return last?.message === message && JSON.stringify(last.diagnostics) === JSON.stringify(diagnostics);
}

function accept(state: State, options: FollowerOptions, candidate: Candidate): ReloadResult {
  const { origin, revision, warnings, made } = candidate;
  const result = made === undefined ? 'unchanged' : 'accepted';
  const hadFailed = state.lastFailure !== null;
  state.lastSuccess = options.clock();
  state.lastFailure = null;
  state.failingSince = null;
  state.reloads[result]++;
  if (made !== undefined) putInForce(state, options, made, origin);
  else if (state.inForce !== null) {
    state.inForce = { ...state.inForce, origin };
    if (hadFailed) tell(state, options, 'policy-accepted', 'the policies are again those in force');
  }
  options.source.accepted(revision);
  return { result, revision, warnings };
}

function putInForce(state: State, options: FollowerOptions, { snapshot, facts }: Made, origin: Origin): void {
  const evicted = (): void => {
    state.evictions++;
  };
  const cache = createDecisionCache(snapshot, { size: options.cacheSize, always: options.cacheAlways, evicted });
  const before = state.inForce;
  const since = options.clock();
  state.inForce = { snapshot, cache, facts, origin, since };
  const from = `${snapshot.documents} documents from ${origin.description}`;
  if (before === null) {
    tell(state, options, 'policy-accepted', from);
    return;
  }
  const changes = changesBetween(before.facts, facts);
  const summary = summarize(changes);
  const change = {
    time: since,
    revision: snapshot.revision,
    ...commitOf(origin),
    summary,
    changes: changes.slice(0, SHOWN),
  };
  state.changes = [change, ...state.changes].slice(0, KEPT);
  tell(state, options, 'policy-accepted', `${from}; ${summary}`);
}

function commitOf({ commit }: Origin): { readonly commit?: string } {
  return commit === undefined ? {} : { commit };
}

function tell(state: State, options: FollowerOptions, kind: AdminEvent['kind'], detail: string): void {
  const { inForce } = state;
  const revision = inForce?.snapshot.revision ?? null;
  const from = kind === 'policy-accepted' && inForce !== null ? { origin: inForce.origin } : {};
  const event = { time: options.clock(), kind, revision, detail, ...from };
  for (const recorder of options.recorders) recorder.event(event);
}

function isStaleNow(state: State, { staleness, source }: FollowerOptions, now: number): boolean {
  if (staleness === undefined || state.inForce === null) return false;
  const { lastSuccess, failingSince } = state;
  return isStale({ lastSuccess, failingSince, isAsked: source.isUnchanged !== undefined }, staleness.max, now);
}

function whyStale(state: State, options: FollowerOptions, now: number): string | undefined {
  if (options.staleness?.on !== 'deny' || !isStaleNow(state, options, now)) return undefined;
  return `the policies have not been confirmed for more than ${options.staleness.max / 1000} s`;
}

function statusOf(state: State, options: FollowerOptions): PdpStatus {
  const stale = isStaleNow(state, options, options.clock());
  const { inForce, evictions, lastSuccess, lastFailure, reloads } = state;
  return {
    ready: inForce !== null && !(stale && options.staleness?.on === 'not-ready'),
    stale,
    revision: inForce?.snapshot.revision ?? null,
    origin: inForce?.origin ?? null,
    since: inForce?.since ?? null,
    lastSuccess,
    lastFailure,
    reloads: { ...reloads },
    cache: { size: options.cacheSize, entries: inForce?.cache.entries() ?? 0, evictions },
    documents: inForce?.snapshot.documents ?? 0,
    changes: state.changes,
  };
}
