import { LRUCache } from 'lru-cache';
import { cacheKey } from '../engine/cache-key.ts';
import { conditionCost } from '../engine/cost.ts';
import type { Question } from '../model/question.ts';
import type { CacheUse } from '../model/recorder.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Snapshot } from '../policy/snapshot.ts';

/** Nanoseconds that making a key and looking it up costs: cheaper conditions are better run again. */
const LOOKUP_COST = 700;

export interface CacheOptions {
  /** Entries; 0 turns the cache off. */
  readonly size: number;
  /** True consults the cache for every question, whatever it costs to decide. */
  readonly always: boolean;
  /** Called for each entry that made room for another. */
  readonly evicted: () => void;
}

/** A verdict and the instant that it was made for. */
interface Entry {
  readonly verdict: Verdict;
  readonly time: number;
}

/** The decisions of one snapshot. It dies with its snapshot and is never emptied. */
export interface DecisionCache {
  verdict(
    question: Question,
    now: number,
    decide: () => Verdict,
  ): { readonly verdict: Verdict; readonly use: CacheUse };
  entries(): number;
}

export function createDecisionCache(snapshot: Snapshot, options: CacheOptions): DecisionCache {
  if (options.size === 0)
    return { verdict: (_, __, decide) => ({ verdict: decide(), use: 'bypass' }), entries: () => 0 };
  const dispose = (_: Entry, __: string, reason: string): void => {
    if (reason === 'evict') options.evicted();
  };
  const lru = new LRUCache<string, Entry>({ max: options.size, dispose });
  const keyOf = (question: Question): string | undefined =>
    options.always || conditionCost(snapshot, question) > LOOKUP_COST ? cacheKey(snapshot, question) : undefined;
  return {
    verdict: (question, now, decide) => {
      const key = keyOf(question);
      if (key === undefined) return { verdict: decide(), use: 'bypass' };
      const entry = lru.get(key);
      // A clock that was set back makes an entry as useless as one that is too old.
      if (entry !== undefined && entry.time <= now && now < entry.verdict.holdsUntil) {
        return { verdict: entry.verdict, use: 'hit' };
      }
      const verdict = decide();
      if (now < verdict.holdsUntil) lru.set(key, { verdict: frozen(verdict), time: now });
      return { verdict, use: 'miss' };
    },
    entries: () => lru.size,
  };
}

/** Many askers share a cached verdict: none may change it for the others. */
function frozen(verdict: Verdict): Verdict {
  for (const list of [verdict.rules, verdict.obligations, verdict.approvals, verdict.roles, verdict.errors]) {
    Object.freeze(list);
  }
  return Object.freeze(verdict);
}
