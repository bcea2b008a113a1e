/** One policy file: its path below the folder (with `/`) and its text. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string;
}

/** Where a set of files came from, besides their contents: a git commit, for one. */
export interface Origin {
  readonly description: string;
  readonly commit?: string;
}

export interface Fetched {
  readonly files: readonly PolicyFile[];
  readonly origin: Origin;
}

/** Yields policy files and says when there may be new ones. */
export interface Source {
  /** Reads the whole set. Rejects with a ChaperoneError when it cannot be read. */
  read(): Promise<Fetched>;
  /** Calls `changed` whenever the set may have changed, until the returned function is called. */
  watch(changed: () => void): () => void;
  /** Told when a set that this source yielded is in force. */
  accepted(revision: string): void;
}
