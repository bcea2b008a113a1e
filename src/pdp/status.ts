import type { Change } from '../model/change.ts';
import type { Origin } from '../model/source.ts';
import type { Refusal } from './reload.ts';

export interface PdpStatus {
  /** True once a snapshot is in force, unless it is stale and that is to be told here. */
  readonly ready: boolean;
  /** True where the source has not confirmed the policies in force for longer than it may take. */
  readonly stale: boolean;
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
  /** What the last ten sets that came in force changed, the newest first. */
  readonly changes: readonly PolicyChange[];
}

/** How a set that came in force differs from the one before it, by meaning. */
export interface PolicyChange {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly revision: string;
  readonly commit?: string;
  readonly summary: string;
  /** The first hundred. */
  readonly changes: readonly Change[];
}
