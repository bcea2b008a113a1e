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

/** Everything that can be configured, frozen. Read by `cli`; other rooms see the types alone. */
export interface Config {
  readonly policies: string;
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
}
