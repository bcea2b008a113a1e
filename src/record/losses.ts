/** Why a record was lost: a closed set. */
export const DROP_REASONS = ['queue-full', 'write-failed', 'closed', 'fault'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Records in a row that are missing from the log. Times are epoch milliseconds, of the first and of the last. */
export interface Gap {
  readonly count: number;
  readonly from: number;
  readonly until: number;
}

/** Counts what is lost, and keeps what the log hasn't yet been told. */
export interface Losses {
  add(reason: DropReason, time: number): void;
  /** What is to be told; from then on the caller's to tell, or to put back. */
  takeGap(): Gap | undefined;
  putBack(gap: Gap): void;
  counts(): Readonly<Record<DropReason, number>>;
}

// The last instant that a Date can hold.
const LATEST = 8.64e15;

export function createLosses(): Losses {
  const counts = { 'queue-full': 0, 'write-failed': 0, closed: 0, fault: 0 };
  let open: Gap | undefined;
  const widen = (count: number, from: number, until: number) => {
    open =
      open === undefined
        ? { count, from, until }
        : { count: open.count + count, from: Math.min(open.from, from), until: Math.max(open.until, until) };
  };
  return {
    add(reason, time) {
      counts[reason] += 1;
      // A time that is none must not take the line about the gap with it.
      const known = Math.abs(time) <= LATEST ? time : Date.now();
      widen(1, known, known);
    },
    takeGap() {
      const gap = open;
      open = undefined;
      return gap;
    },
    putBack(gap) {
      widen(gap.count, gap.from, gap.until);
    },
    counts: () => ({ ...counts }),
  };
}
