/** A git server as forges have it: https, basic authentication, a certificate that its own authority has signed. */
export interface HttpsGit {
  readonly port: number;
  /** The certificate of its authority. */
  readonly authority: string;
  url(name: string): string;
  /** Every answer is 500 while it is true. */
  broken: boolean;
  /** The password it accepts, with any user. */
  token: string;
  readonly requests: string[];
  stop(): Promise<void>;
}

/** Serves the repositories below a folder. */
export declare function startHttps(folder: string, root: string, token: string): Promise<HttpsGit>;
