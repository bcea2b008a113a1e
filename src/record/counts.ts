import type { CacheUse, Decided } from '../model/recorder.ts';
import { CAUSES, type Effect } from '../model/verdict.ts';

const EFFECTS: readonly Effect[] = ['allow', 'deny', 'ask'];
const CACHE_USES: readonly CacheUse[] = ['hit', 'miss', 'bypass'];

/** The decisions of one effect and one use of the cache, and what else is kept for them. */
interface Use<Detail> {
  readonly effect: Effect;
  readonly cache: CacheUse;
  readonly detail: Detail;
  count: number;
}

/** Counts decisions in plain numbers: a metric library's own counting takes longer than a verdict. */
export interface Counts<Detail> {
  add(decision: Decided): Readonly<Use<Detail>>;
  uses(): readonly Readonly<Use<Detail>>[];
  /** By cause: the closed set, and `rule` for what a policy's own rule denied. */
  denials(): ReadonlyMap<string, number>;
  conditionErrors(): number;
  /** Decisions on questions that were not as declared. */
  warnings(): number;
}

/** Starts at zero for every effect, use and cause there is. */
export function createCounts<Detail>(detail: (effect: Effect, cache: CacheUse) => Detail): Counts<Detail> {
  const byEffect = (cache: CacheUse) =>
    new Map(EFFECTS.map((effect) => [effect, { effect, cache, detail: detail(effect, cache), count: 0 }]));
  const table = new Map(CACHE_USES.map((cache) => [cache, byEffect(cache)]));
  const denials = new Map<string, number>([...CAUSES, 'rule'].map((cause) => [cause, 0]));
  let errors = 0;
  let warnings = 0;
  return {
    add({ answer, verdict, cache }) {
      const use = table.get(cache)?.get(answer.effect);
      // INVARIANT: both sets are closed, and the table has all of both.
      if (use === undefined) throw new RangeError('an effect or a use of the cache that is none');
      use.count += 1;
      errors += verdict.errors.length;
      if (verdict.warning !== undefined) warnings += 1;
      if (answer.effect === 'deny') {
        const first = answer.rules[0] ?? '';
        const cause = denials.has(first) ? first : 'rule';
        denials.set(cause, (denials.get(cause) ?? 0) + 1);
      }
      return use;
    },
    uses: () => [...table.values()].flatMap((uses) => [...uses.values()]),
    denials: () => denials,
    conditionErrors: () => errors,
    warnings: () => warnings,
  };
}
