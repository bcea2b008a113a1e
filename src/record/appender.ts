import { addLine, CHUNK, type Chunk, createChunk } from './chunk.ts';
import type { DropReason, Gap, Losses } from './losses.ts';
import type { Output, Written } from './output.ts';

/** Writes lines many at a time, in order, one write after the other, and never half a line that it could finish. */
export interface Appender {
  /** Lines that are not yet written, those being written included. */
  readonly lines: number;
  /** Their length in bytes. */
  readonly size: number;
  /** Records written since the start. */
  readonly written: number;
  /** Takes a whole line with its newline: a record's, or the one that stands for a gap. Time is in epoch milliseconds. */
  push(text: string, time: number, gap?: Gap): void;
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
  chunks: Chunk[];
  spare: Buffer | undefined;
  lines: number;
  size: number;
  written: number;
  failing: boolean;
  /** What the end of the file lacks before a new line may begin. */
  rest: Buffer;
}

const NOTHING = Buffer.alloc(0);

export function createAppender(options: AppenderOptions): Appender {
  const rest = options.output.midLine ? Buffer.from('\n') : NOTHING;
  const state: State = { chunks: [], spare: undefined, lines: 0, size: 0, written: 0, failing: false, rest };
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
    push: (text, time, gap) => push(state, text, time, gap),
    drain: () => drain(state, options),
  };
}

function push(state: State, text: string, time: number, gap: Gap | undefined): void {
  let chunk = state.chunks.at(-1);
  const before = chunk?.used ?? 0;
  state.lines += 1;
  if (chunk !== undefined && addLine(chunk, text, time, gap)) {
    state.size += chunk.used - before;
    return;
  }
  chunk = createChunk(text, state.spare);
  state.spare = undefined;
  addLine(chunk, text, time, gap);
  state.size += chunk.used;
  state.chunks.push(chunk);
}

async function drain(state: State, options: AppenderOptions): Promise<void> {
  const { chunks } = state;
  state.chunks = [];
  for (const chunk of chunks) {
    const done = await writeChunk(state, options.output, chunk);
    settle(state, options, chunk, done.bytes);
    if (done.error !== undefined && !state.failing) options.onError(done.error);
    state.failing = done.error !== undefined;
    if (chunk.bytes.length === CHUNK) state.spare = chunk.bytes;
  }
}

async function writeChunk(state: State, output: Output, chunk: Chunk): Promise<Written> {
  if (state.rest.length > 0) {
    const done = await output.write(state.rest);
    state.rest = state.rest.subarray(done.bytes);
    if (done.error !== undefined) return { bytes: 0, error: done.error };
  }
  return output.write(chunk.bytes.subarray(0, chunk.used));
}

/** A line that is begun counts as written: what is missing of it goes before all else the next time. */
function settle(state: State, { losses, reason }: AppenderOptions, chunk: Chunk, out: number): void {
  let start = 0;
  for (const [index, end] of chunk.ends.entries()) {
    if (start < out && out < end) state.rest = Buffer.from(chunk.bytes.subarray(out, end));
    const gap = chunk.gaps.get(index);
    if (start >= out && gap !== undefined) losses.putBack(gap);
    else if (start >= out) losses.add(reason(), chunk.times[index] ?? 0);
    else if (gap === undefined) state.written += 1;
    start = end;
  }
  state.lines -= chunk.ends.length;
  state.size -= chunk.used;
}
