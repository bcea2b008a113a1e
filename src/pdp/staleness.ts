/** What becomes of policies that the source has not confirmed for too long. */
export interface StalenessLimit {
  /** Milliseconds. */
  readonly max: number;
  /** `not-ready` tells the readiness probe and goes on deciding; `deny` denies (`!stale`). */
  readonly on: 'not-ready' | 'deny';
}

/** What is known of the source, for telling how old its last word is. Times are epoch milliseconds. */
export interface Confirmation {
  /** When the newest set was last seen to be the one in force; null where it never was. */
  readonly lastSuccess: number | null;
  /** Since when reading fails; null where the last reading was good. */
  readonly failingSince: number | null;
  /** True for a source that is asked at intervals: its silence means that nobody has looked. */
  readonly isAsked: boolean;
}

/**
 * True where policies are older than the limit. A source that is asked confirms by answering; one that tells of changes
 * by itself is good for as long as its last word was.
 */
export function isStale(confirmation: Confirmation, max: number, now: number): boolean {
  const { lastSuccess, failingSince, isAsked } = confirmation;
  if (isAsked) return now - (lastSuccess ?? 0) > max;
  return failingSince !== null && now - failingSince > max;
}
