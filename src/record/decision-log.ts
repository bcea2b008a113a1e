import type { AdminEvent, Decided, Recorder } from '../model/recorder.ts';
import { createAppender } from './appender.ts';
import { createIntake } from './intake.ts';
import { createLosses, type DropReason } from './losses.ts';
import { type Output, openOutput } from './output.ts';
import { createPump } from './pump.ts';

export interface DecisionLogOptions {
  /** A file that lines are appended to, or `-` for standard output. */
  readonly target: string;
  /** Records that may wait to be written; more are dropped and counted. */
  readonly queueLimit?: number;
  /** The bytes of their lines. */
  readonly queueSize?: number;
  /** Milliseconds that `close` waits for a reader who stalls. */
  readonly closeTimeout?: number;
  /** Told when writing begins to fail, and again only after it has worked; a full queue is no failure. Must not throw. */
  readonly onError: (error: Error) => void;
}

export interface RecordStats {
  readonly queued: number;
  readonly written: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
}

/** A recorder that writes one JSON line for each decision and event. No answer waits for it. */
export interface DecisionLog extends Recorder {
  decided(decision: Decided): void;
  /** Resolves when nothing waits: all that was recorded is written, or counted as lost. */
  flush(): Promise<void>;
  /** Flushes, but waits no longer than `closeTimeout`, and lets go of the file. What comes later is dropped. */
  close(): Promise<void>;
  stats(): RecordStats;
}

/** Opens the log. Throws a ChaperoneError (`config`) where the target can't be opened. */
export function createDecisionLog(options: DecisionLogOptions): DecisionLog {
  const output = openOutput(options.target);
  const losses = createLosses();
  let closing: Promise<void> | undefined;
  const reason = (): DropReason => (closing === undefined ? 'write-failed' : 'closed');
  const appender = createAppender({ output, losses, reason, onError: options.onError });
  const { queueLimit = 32_768, queueSize = 16 * 1024 * 1024, closeTimeout = 5_000 } = options;
  const intake = createIntake({ appender, losses, queueLimit, queueSize, turned: () => pump.soon() });
  const pump = createPump(intake, appender);
  const record = (item: Decided | AdminEvent): void => {
    if (closing === undefined) intake.admit(item);
    else losses.add('closed', item.time);
  };
  return {
    decided: record,
    event: record,
    flush: pump.now,
    close() {
      closing ??= finish(pump.now(), output, closeTimeout);
      return closing;
    },
    stats: () => ({
      queued: intake.waiting + appender.lines,
      written: appender.written,
      dropped: losses.counts(),
    }),
  };
}

async function finish(drained: Promise<void>, output: Output, timeout: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeout);
  });
  await Promise.race([drained, late]);
  clearTimeout(timer);
  output.close();
}
