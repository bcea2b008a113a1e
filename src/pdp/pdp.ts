import { type Explanation, explain } from '../engine/explain.ts';
import type { Asked, Recorder } from '../model/recorder.ts';
import type { Gate, Source } from '../model/source.ts';
import { type Answer, denied } from '../model/verdict.ts';
import type { AttributeMode, Snapshot } from '../policy/snapshot.ts';
import { type Asking, answer, answerAll } from './ask.ts';
import { createFollower, type ReloadResult } from './follow.ts';
import { createIds } from './ids.ts';
import { openGate, type Parse, parseHere } from './reload.ts';
import type { StalenessLimit } from './staleness.ts';
import type { PdpStatus, PolicyChange } from './status.ts';

export interface PdpOptions {
  readonly source: Source;
  /** Every decision and event goes to each of them, in this order. */
  readonly recorders?: readonly Recorder[];
  /** Entries of the decision cache; 0 turns it off. 10 000 where left out. */
  readonly cacheSize?: number;
  /** True consults the cache for every question; otherwise only where conditions cost more than a lookup. */
  readonly cacheAlways?: boolean;
  /** Parses a set that replaces another. The first is parsed in this thread, since nobody is waiting for answers yet. */
  readonly parse?: Parse;
  /** How long policies may stay in force without the source confirming them; for ever where left out. */
  readonly staleness?: StalenessLimit;
  /** What becomes of a question whose attributes are not as the set declares them. `reject` where left out. */
  readonly attributes?: AttributeMode;
  /** Asked before a set is put in force: an error that it finds refuses the set. */
  readonly gate?: Gate<Snapshot>;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** A policy decision point: the snapshot in force, its cache, and those who take note. */
export interface Pdp {
  /**
   * Reads, decides and records one JSON value. Never throws; what is no question is a deny (`!malformed`), a fault inside
   * a deny (`!fault`). A promise only where a recorder must be waited for.
   */
  ask(value: unknown, asked?: Asked): Answer | Promise<Answer>;
  /**
   * The same for several values, from one snapshot and one instant, in order. With `stop`, ends after the first answer for
   * which it is true, that one included.
   */
  askAll(
    values: readonly unknown[],
    asked?: Asked,
    stop?: (answer: Answer) => boolean,
  ): readonly Answer[] | Promise<readonly Answer[]>;
  /** Tells how a value would be decided. Neither recorded nor cached. */
  explain(value: unknown): Explanation;
  status(): PdpStatus;
  /** Reads the source now, and from then on whenever it changes. Resolves with what became of it; never rejects. */
  reload(): Promise<ReloadResult>;
  /** Stops following the source. Questions are still answered. */
  close(): Promise<void>;
}

export type { PdpStatus, PolicyChange, ReloadResult, StalenessLimit };

const LIBRARY: Asked = { listener: 'library', dialect: 'library' };
const CACHE_SIZE = 10_000;

export function createPdp(options: PdpOptions): Pdp {
  const {
    recorders = [],
    cacheSize = CACHE_SIZE,
    cacheAlways = false,
    parse = parseHere,
    clock = Date.now,
    staleness,
    gate = openGate,
    attributes = 'reject',
  } = options;
  const follower = createFollower({
    source: options.source,
    recorders,
    cacheSize,
    cacheAlways,
    parse,
    clock,
    staleness,
    gate,
    attributes,
  });
  const newId = createIds();
  const asking = (asked: Asked): Asking => {
    const now = clock();
    return { inForce: follower.inForce(), stale: follower.whyStale(now), now, asked, newId, recorders };
  };
  return {
    ask: (value, asked = LIBRARY) => answer(asking(asked), value),
    askAll: (values, asked = LIBRARY, stop) => answerAll(asking(asked), values, stop),
    explain: (value) => {
      const snapshot = follower.inForce()?.snapshot;
      if (snapshot === undefined) return { verdict: denied('!no-policy', 'no policy set is in force yet'), steps: [] };
      const stale = follower.whyStale(clock());
      if (stale !== undefined) return { verdict: denied('!stale', stale), steps: [] };
      return explain(snapshot, value, clock());
    },
    status: follower.status,
    reload: follower.reload,
    close: async () => follower.close(),
  };
}
