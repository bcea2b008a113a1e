import type { Diagnostic } from '../model/diagnostic.ts';
import type { AdminEvent, Recorder } from '../model/recorder.ts';
import type { Origin, Source } from '../model/source.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { createDecisionCache } from './decision-cache.ts';
import type { InForce } from './in-force.ts';
import { type Candidate, inTurn, type Parse, parseHere, prepare, type Refusal } from './reload.ts';

export interface PdpStatus {
  /** True once a snapshot is in force. */
  readonly ready: boolean;
  readonly revision: string | null;
  readonly origin: Origin | null;
  /** Epoch milliseconds at which the snapshot came in force. */
  readonly since: number | null;
  /** Epoch milliseconds of the last reading that was good, also where nothing had changed. */
  readonly lastSuccess: number | null;
  /** What was wrong with the last reading; null where it was good. */
  readonly lastFailure: (Refusal & { readonly time: number }) | null;
  readonly reloads: { readonly accepted: number; readonly unchanged: number; readonly refused: number };
  readonly cache: { readonly size: number; readonly entries: number; readonly evictions: number };
  readonly documents: number;
}

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
}

/** Follows a source: keeps the last good snapshot in force and knows what became of each reading. */
export interface Follower {
  inForce(): InForce | null;
  reload(): Promise<ReloadResult>;
  status(): PdpStatus;
  close(): void;
}

interface State {
  inForce: InForce | null;
  evictions: number;
  lastSuccess: number | null;
  lastFailure: PdpStatus['lastFailure'];
  readonly reloads: { accepted: number; unchanged: number; refused: number };
}

export function createFollower(options: FollowerOptions): Follower {
  const { source } = options;
  const reloads = { accepted: 0, unchanged: 0, refused: 0 };
  const state: State = { inForce: null, evictions: 0, lastSuccess: null, lastFailure: null, reloads };
  let unwatch: (() => void) | undefined;
  let isClosed = false;
  const reload = inTurn(async (): Promise<ReloadResult> => {
    // Nobody waits for answers before the first set is in force, so that one is parsed without starting a worker.
    const parse = state.inForce === null ? parseHere : options.parse;
    const prepared = await prepare(source, parse, state.inForce?.snapshot.revision ?? null);
    // What close() cut short is no fault of the policies.
    if (isClosed && !('origin' in prepared)) return { result: 'refused', ...prepared };
    const result = 'origin' in prepared ? accept(state, options, prepared) : refuse(state, options, prepared);
    if (!isClosed) unwatch ??= source.watch(() => void reload());
    return result;
  });
  return {
    inForce: () => state.inForce,
    reload,
    status: () => statusOf(state, options.cacheSize),
    close: () => {
      isClosed = true;
      unwatch?.();
    },
  };
}

function refuse(state: State, options: FollowerOptions, refusal: Refusal): ReloadResult {
  state.reloads.refused++;
  state.lastFailure = { time: options.clock(), message: refusal.message, diagnostics: refusal.diagnostics };
  tell(state, options, 'policy-refused', refusal.message);
  return { result: 'refused', ...refusal };
}

function accept(state: State, options: FollowerOptions, candidate: Candidate): ReloadResult {
  const { origin, revision, warnings } = candidate;
  const result = candidate.snapshot === undefined ? 'unchanged' : 'accepted';
  const hadFailed = state.lastFailure !== null;
  state.lastSuccess = options.clock();
  state.lastFailure = null;
  state.reloads[result]++;
  if (candidate.snapshot !== undefined) {
    state.inForce = putInForce(state, options, candidate.snapshot, origin);
    tell(state, options, 'policy-accepted', `${candidate.snapshot.documents} documents from ${origin.description}`);
  } else if (state.inForce !== null) {
    state.inForce = { ...state.inForce, origin };
    if (hadFailed) tell(state, options, 'policy-accepted', 'the policies are again those in force');
  }
  options.source.accepted(revision);
  return { result, revision, warnings };
}

function putInForce(state: State, options: FollowerOptions, snapshot: Snapshot, origin: Origin): InForce {
  const evicted = (): void => {
    state.evictions++;
  };
  const cache = createDecisionCache(snapshot, { size: options.cacheSize, always: options.cacheAlways, evicted });
  return { snapshot, cache, origin, since: options.clock() };
}

function tell(state: State, options: FollowerOptions, kind: AdminEvent['kind'], detail: string): void {
  const revision = state.inForce?.snapshot.revision ?? null;
  for (const recorder of options.recorders) recorder.event({ time: options.clock(), kind, revision, detail });
}

function statusOf(state: State, cacheSize: number): PdpStatus {
  const { inForce, evictions, lastSuccess, lastFailure, reloads } = state;
  return {
    ready: inForce !== null,
    revision: inForce?.snapshot.revision ?? null,
    origin: inForce?.origin ?? null,
    since: inForce?.since ?? null,
    lastSuccess,
    lastFailure,
    reloads: { ...reloads },
    cache: { size: cacheSize, entries: inForce?.cache.entries() ?? 0, evictions },
    documents: inForce?.snapshot.documents ?? 0,
  };
}
