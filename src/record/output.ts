import { close, constants, fstatSync, openSync, readSync, write } from 'node:fs';
import { ChaperoneError } from '../model/errors.ts';

/** What became of one write: how many bytes are out, and what stopped the rest. */
export interface Written {
  readonly bytes: number;
  readonly error?: Error;
}

/** An open file, pipe or terminal that bytes are appended to. */
export interface Output {
  /** True where a writer before stopped in the middle of a line. */
  readonly midLine: boolean;
  /** Writes all of it, or as much as can be. Never rejects; one at a time. */
  write(bytes: Buffer): Promise<Written>;
  /** Ends a write that waits for a reader, and lets go of the file. */
  close(): void;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
// Owner and group: a log names people.
const MODE = 0o640;
const LONGEST_PAUSE = 50;

/**
 * Opens a path for appending, or standard output for `-`. A pipe is written without blocking, so that a reader who
 * stalls holds neither the process nor its exit. Throws a ChaperoneError (`config`).
 */
export function openOutput(target: string): Output {
  try {
    return target === '-' ? openStandardOutput() : openPath(target);
  } catch (error) {
    const why = codeOf(error) === 'ENXIO' ? 'nobody reads the pipe' : messageOf(error);
    throw new ChaperoneError('config', `the decision log \`${target}\` can't be opened: ${why}`, { cause: error });
  }
}

function openPath(path: string): Output {
  // Without blocking a pipe that nobody reads is an error; with it, the open would hang.
  const descriptor = openSync(path, APPEND | constants.O_NONBLOCK, MODE);
  return createOutput(descriptor, true, endsMidLine(path, descriptor));
}

function openStandardOutput(): Output {
  if (!fstatSync(1).isFIFO()) return createOutput(1, false, false);
  try {
    // A descriptor of our own: standard error may share the pipe and must go on blocking.
    const descriptor = openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK);
    return createOutput(descriptor, true, false);
  } catch {
    return createOutput(1, false, false);
  }
}

function endsMidLine(path: string, descriptor: number): boolean {
  const status = fstatSync(descriptor);
  if (!status.isFile() || status.size === 0) return false;
  let reader: number;
  try {
    reader = openSync(path, constants.O_RDONLY);
  } catch {
    // A log that may be written and not read: an empty line does less harm than two records in one.
    return true;
  }
  const last = Buffer.alloc(1);
  readSync(reader, last, 0, 1, status.size - 1);
  close(reader);
  return last[0] !== 0x0a;
}

function createOutput(descriptor: number, owned: boolean, midLine: boolean): Output {
  let closed = false;
  let writing = false;
  const release = () => {
    if (owned) close(descriptor, () => {});
  };
  return {
    midLine,
    async write(bytes) {
      if (closed) return { bytes: 0, error: new Error('the log is closed') };
      writing = true;
      const written = await writeAll(descriptor, bytes, () => closed);
      writing = false;
      if (closed) release();
      return written;
    },
    close() {
      if (closed) return;
      closed = true;
      // INVARIANT: a descriptor is never closed below a write, or its number could by then be another file's.
      if (!writing) release();
    },
  };
}

async function writeAll(descriptor: number, bytes: Buffer, stopped: () => boolean): Promise<Written> {
  let done = 0;
  let pause = 1;
  while (done < bytes.length) {
    const step = await writeSome(descriptor, bytes, done);
    done += step.bytes;
    if (step.error === undefined && step.bytes > 0) {
      pause = 1;
      continue;
    }
    const error = step.error ?? new Error('nothing was written');
    // A full pipe is a reader who stalls: worth waiting for, until the log is closed.
    if (codeOf(error) !== 'EAGAIN') return { bytes: done, error };
    if (stopped()) return { bytes: done, error: new Error('the reader stalled until the end') };
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  return { bytes: done };
}

function writeSome(descriptor: number, bytes: Buffer, from: number): Promise<Written> {
  return new Promise((resolve) => {
    write(descriptor, bytes, from, bytes.length - from, null, (error, count) => {
      resolve(error === null ? { bytes: count } : { bytes: count ?? 0, error });
    });
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(',', 1)[0] ?? '') : String(error);
}
