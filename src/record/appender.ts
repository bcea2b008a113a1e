import type { DropReason, Gap, Losses } from './losses.ts';
import type { Output } from './output.ts';

/** A finished line: a record's, or the one that stands for a gap. */
export interface Line {
  readonly text: string;
  readonly time: number;
  readonly gap?: Gap;
}

/** Writes lines in batches, in order, one write at a time, and never half a line that it could finish. */
export interface Appender {
  /** Lines that are not yet written, those being written included. */
  readonly lines: number;
  /** Their length in UTF-16 units. */
  readonly size: number;
  /** Records written since the start. */
  readonly written: number;
  push(line: Line): void;
  /** Resolves when what was pushed until now is out, or counted as lost. One at a time. */
  drain(): Promise<void>;
}

export interface AppenderOptions {
  readonly output: Output;
  readonly losses: Losses;
  /** Why lines are lost when a write fails now. */
  readonly reason: () => DropReason;
  /** Called once when writing begins to fail, and again only after it has worked. Must not throw. */
  readonly onError: (error: Error) => void;
}

interface State {
  queue: Line[];
  lines: number;
  size: number;
  written: number;
  failing: boolean;
  /** What the end of the file lacks before a new line may begin. */
  rest: Buffer;
}

// One write holds about this much at most, so that one that fails loses little.
const BATCH = 256 * 1024;
const NOTHING = Buffer.alloc(0);

export function createAppender(options: AppenderOptions): Appender {
  const rest = options.output.midLine ? Buffer.from('\n') : NOTHING;
  const state: State = {
    queue: [],
    fresh: [],
    lines: 0,
    size: 0,
    written: 0,
    failing: false,
    rest,
    draining: undefined,
  };
  return {
    get lines() {
      return state.lines;
    },
    get size() {
      return state.size;
    },
    get written() {
      return state.written;
    },
    push(line) {
      state.queue.push(line);
      state.lines += 1;
      state.size += line.text.length;
    },
    drain: () => writeAll(state, options),
  };
}

async function writeAll(state: State, options: AppenderOptions): Promise<void> {
  let queue: readonly Line[] = state.queue;
  state.queue = [];
  while (queue.length > 0) {
    const end = endOfBatch(queue);
    await writeBatch(state, options, queue.slice(0, end));
    queue = queue.slice(end);
  }
}

function endOfBatch(queue: readonly Line[]): number {
  let end = 0;
  for (let length = 0; end < queue.length && length < BATCH; end += 1) length += queue[end]?.text.length ?? 0;
  return end;
}

async function writeBatch(state: State, options: AppenderOptions, batch: readonly Line[]): Promise<void> {
  const text = Buffer.from(batch.map((line) => line.text).join(''));
  const bytes = state.rest.length === 0 ? text : Buffer.concat([state.rest, text]);
  const done = await options.output.write(bytes);
  const out = done.error === undefined ? bytes.length : done.bytes;
  settleBatch(state, options, batch, bytes, out);
  if (done.error !== undefined && !state.failing) options.onError(done.error);
  state.failing = done.error !== undefined;
}

/** A line that is begun counts as written: what is missing of it goes before all else the next time. */
function settleBatch(state: State, options: AppenderOptions, batch: readonly Line[], bytes: Buffer, out: number): void {
  let start = state.rest.length;
  state.rest = out < start ? state.rest.subarray(out) : NOTHING;
  for (const line of batch) {
    const end = start + Buffer.byteLength(line.text);
    if (start < out && out < end) state.rest = bytes.subarray(out, end);
    settle(state, options, line, start < out);
    start = end;
  }
}

function settle(state: State, { losses, reason }: AppenderOptions, line: Line, out: boolean): void {
  state.lines -= 1;
  state.size -= line.text.length;
  if (line.gap === undefined && out) state.written += 1;
  else if (line.gap === undefined) losses.add(reason(), line.time);
  else if (!out) losses.putBack(line.gap);
}
