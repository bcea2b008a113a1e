import type { GitLocation } from '../model/git-location.ts';

/** Where a listener stands. */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Where set, callers must show a certificate signed by one of these. */
  readonly clientAuthority?: string;
}

/** Policies that come from a git repository. */
export interface GitConfig {
  readonly location: GitLocation;
  /** Milliseconds; 0 looks only when told to. */
  readonly poll: number;
  readonly stateFolder?: string;
  readonly username?: string;
  readonly tokenFile?: string;
  readonly authorities?: string;
  readonly sshKey?: string;
  readonly knownHosts?: string;
  /** Present where commits must be signed. */
  readonly trust?: { readonly allowedSigners?: string; readonly keyring?: string; readonly allowRollback: boolean };
  /** Where a forge says that something was pushed, and what it signs that with. */
  readonly webhook?: { readonly address: ListenAddress; readonly secretFile: string };
}

/** What becomes of a question whose attributes are not as declared: it is denied, or decided and noted. */
export type AttributeMode = 'reject' | 'warn';

/** Everything that can be configured, frozen. Read by `cli`; other rooms see the types alone. */
export interface Config {
  /** As it was given: a folder, or what `git` holds in parts. */
  readonly policies: string;
  readonly git?: GitConfig;
  /** How long policies may go unconfirmed, in milliseconds, and what then. */
  readonly staleness?: { readonly max: number; readonly on: 'not-ready' | 'deny' };
  /** Never empty. */
  readonly listen: readonly ListenAddress[];
  readonly admin: ListenAddress;
  /** Permission bits of unix sockets. */
  readonly socketMode: number;
  /** A file, `-` for standard output, or undefined for none. */
  readonly decisionLog?: string;
  readonly tokenFile?: string;
  readonly metricsTokenFile?: string;
  readonly allowedHosts: readonly string[];
  readonly publicUrl?: string;
  readonly tls?: TlsFiles;
  /** Entries of the decision cache; 0 turns it off. */
  readonly cacheSize: number;
  /** True where policies come in force only once their tests pass. */
  readonly requireTests: boolean;
  readonly attributes: AttributeMode;
}
