import type { GitLocation } from '../model/git-location.ts';

/** Whose signature a commit must carry. */
export interface GitTrust {
  /** A file of SSH keys, as `ssh-keygen` reads allowed signers. */
  readonly allowedSigners?: string;
  /** A folder that gpg uses as its home: whoever's key is in it may sign. */
  readonly keyring?: string;
  /** True takes commits that don't descend from the last one accepted. */
  readonly allowRollback?: boolean;
}

export interface GitSourceOptions {
  readonly location: GitLocation;
  /** Where local repositories are kept; a folder of this user's in the system's temporary folder where left out. */
  readonly stateFolder?: string;
  /** Milliseconds between looks; 0 looks only when told to. */
  readonly poll?: number;
  /** With the token, for https. */
  readonly username?: string;
  /** A file with a token or password, read each time it is asked for. */
  readonly tokenFile?: string;
  /** The token itself, where the environment brings it. */
  readonly token?: string;
  readonly sshKey?: string;
  /** Required for ssh: the keys of the servers that may be talked to. */
  readonly knownHosts?: string;
  /** Certificate authorities for https, PEM, instead of the system's. */
  readonly authorities?: string;
  /** Where set, a commit counts only when it is signed by one of these. */
  readonly trust?: GitTrust;
  /** Where PATH and proxies are taken from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told of what goes wrong beside reading. */
  readonly warn?: (message: string) => void;
  readonly limits?: Partial<GitLimits>;
  /** From 0 to 1, for jitter. */
  readonly random?: () => number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** Times are milliseconds, sizes bytes. */
export interface GitLimits {
  /** For one run of git that talks to the server. */
  readonly fetchTimeout: number;
  /** The same for the first, where an earlier run has left a set to start with. */
  readonly firstFetchTimeout: number;
  /** What the local repository may take on disk. */
  readonly repositorySize: number;
  readonly files: number;
  readonly fileSize: number;
  readonly totalSize: number;
  /** Commits that are fetched to find the last accepted one among the newest's ancestors. */
  readonly history: number;
  /** New commits after which what is no longer needed is removed from the disk. */
  readonly cleanEvery: number;
}

export const GIT_LIMITS: GitLimits = Object.freeze({
  fetchTimeout: 60_000,
  firstFetchTimeout: 10_000,
  repositorySize: 536_870_912,
  files: 20_000,
  fileSize: 1_048_576,
  totalSize: 67_108_864,
  history: 16_384,
  cleanEvery: 32,
});
