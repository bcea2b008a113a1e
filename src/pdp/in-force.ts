import type { Facts } from '../model/change.ts';
import type { Origin } from '../model/source.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import type { DecisionCache } from './decision-cache.ts';

/** The snapshot that answers, with the cache that belongs to it: replaced together, in one assignment. */
export interface InForce {
  readonly snapshot: Snapshot;
  readonly cache: DecisionCache;
  readonly facts: Facts;
  readonly origin: Origin;
  /** Epoch milliseconds. */
  readonly since: number;
}
