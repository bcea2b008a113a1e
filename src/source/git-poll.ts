/** Says when it is time to look again: at intervals, and sooner and then ever later where looking fails. */
export interface Poll {
  /** A look has ended; the next is due an interval from now. */
  looked(): void;
  /** A look has failed; the more have in a row, the later the next. */
  failed(slow?: boolean): void;
  /** True between a call of `due` and the look that it leads to. */
  isDue(): boolean;
  /** Calls `due` at each time, until the returned function is called. */
  start(due: () => void): () => void;
}

export interface PollOptions {
  /** Milliseconds; 0 looks again only where looking has failed. */
  readonly interval: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** For what costs much to try and is not likely to mend itself. */
const SLOW_RETRY_MS = 900_000;
/** Many that were started together must not stay in step. */
const JITTER = 0.2;

export function createPoll({ interval, random }: PollOptions): Poll {
  let due: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let isDue = false;
  const arm = (delay: number): void => {
    clearTimeout(timer);
    isDue = false;
    if (due === undefined || delay === 0) return;
    const call = due;
    const run = (): void => {
      isDue = true;
      call();
    };
    timer = setTimeout(run, delay * (1 + JITTER * (random() - 0.5)));
    timer.unref();
  };
  let next = interval;
  const first = interval === 0 ? FIRST_RETRY_MS : Math.min(FIRST_RETRY_MS, interval);
  return {
    isDue: () => isDue,
    looked: () => {
      failures = 0;
      next = interval;
      arm(next);
    },
    failed: (slow = false) => {
      failures++;
      const last = Math.max(LAST_RETRY_MS, interval);
      next = slow ? SLOW_RETRY_MS : Math.min(first * 2 ** (failures - 1), last);
      arm(next);
    },
    start: (call) => {
      due = call;
      arm(next);
      return () => {
        due = undefined;
        clearTimeout(timer);
      };
    },
  };
}
