import type { Appender } from './appender.ts';
import { CHUNK } from './chunk.ts';
import type { Intake } from './intake.ts';

/** Moves what was taken in to the appender, and on to the disk. */
export interface Pump {
  /** Makes lines of what waits, and has them written within some milliseconds. */
  soon(): void;
  /** Resolves when nothing waits: all that was recorded is written, or counted as lost. */
  now(): Promise<void>;
}

// A write costs as much as the lines of a hundred records: let some gather.
const PAUSE = 10;

export function createPump(intake: Intake, appender: Appender): Pump {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  function once(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    running ??= run();
    return running;
  }

  async function run(): Promise<void> {
    const { written } = appender;
    await appender.drain();
    // Room has come back, and it may be long until the next record: say now what is missing.
    if (appender.written > written) intake.admitGap();
    intake.release();
    running = undefined;
    if (appender.lines > 0) soon();
  }

  function soon(): void {
    intake.release();
    if (appender.size >= CHUNK) void once();
    else timer ??= setTimeout(() => void once(), PAUSE);
  }

  async function now(): Promise<void> {
    do {
      intake.release();
      await once();
    } while (appender.lines > 0);
    clearTimeout(timer);
    timer = undefined;
  }

  return { soon, now };
}
