import type { Diagnostic } from './diagnostic.ts';

/** One policy file: its path below the folder (with `/`) and its text. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string;
}

/** Where a set of files came from, besides their contents: a git commit, for one. */
export interface Origin {
  readonly description: string;
  readonly commit?: string;
  /** When the commit was written, as its author says, ISO 8601 with zone. */
  readonly authorDate?: string;
  /** The commit's first line, for a person. */
  readonly subject?: string;
  /** True where these are not the newest files but the last that were in force, kept from an earlier run. */
  readonly lastGood?: boolean;
}

export interface Fetched {
  readonly files: readonly PolicyFile[];
  /** The `*.test.yaml` files beside them. */
  readonly tests?: readonly PolicyFile[];
  readonly origin: Origin;
  /** Epoch milliseconds at which these were last known to be the newest, where that is not now. */
  readonly asOf?: number;
}

/**
 * Asked before a candidate is put in force, at an instant in epoch milliseconds; any error among the diagnostics refuses
 * it. Works in steps, so that a server answers between them.
 */
export type Gate<Candidate> = (
  candidate: Candidate,
  tests: readonly PolicyFile[],
  now: number,
) => Generator<void, readonly Diagnostic[]>;

/** Yields policy files and says when there may be new ones. */
export interface Source {
  /** Reads the whole set. Rejects with a ChaperoneError when it cannot be read. */
  read(): Promise<Fetched>;
  /**
   * Looks whether `read` would yield what it yielded last; for sources where looking is cheaper. Rejects with a
   * ChaperoneError where that can't be told.
   */
  isUnchanged?(): Promise<boolean>;
  /** The set that was last in force in an earlier run, for a start without a newest one; undefined where none is kept. */
  lastGood?(): Promise<Fetched | undefined>;
  /** Calls `changed` whenever the set may have changed, until the returned function is called. */
  watch(changed: () => void): () => void;
  /** Told when the set that this source yielded last is in force, also where it already was. */
  accepted(revision: string): void;
}
