import type { Paint } from './paint.ts';

/** What a command may touch of the process: its streams, its environment and its clock. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  now(): number;
  /** Writes to standard output: only what was asked for. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** True where a person sits at standard input. */
  readonly interactive: boolean;
  /** Standard input to its end, at most `limit` bytes; rejects with a ChaperoneError beyond them. */
  readInput(limit: number): Promise<string>;
  readonly outPaint: Paint;
  readonly errPaint: Paint;
}

/** One command of `chaperone`. */
export interface Command {
  /** What `chaperone COMMAND --help` prints. */
  readonly help: string;
  /** Resolves with the exit code; throws a ChaperoneError where there is no answer. */
  run(argv: readonly string[], io: Io): Promise<number>;
}

/** The exit codes of every command. */
export const EXIT = { done: 0, no: 1, noAnswer: 2, ask: 3 } as const;
