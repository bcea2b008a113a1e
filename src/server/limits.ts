/** What a listener puts up with. Times are milliseconds, sizes bytes. */
export interface Limits {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  /** Node counts the two time-outs above only this often. */
  readonly connectionsCheckingInterval: number;
  readonly maxConnections: number;
  readonly maxHeaderSize: number;
  readonly maxHeaders: number;
  readonly maxRequestIdSize: number;
  readonly maxBodySize: number;
  readonly maxDepth: number;
  readonly maxBatch: number;
  /** How long `close` waits for what is in flight. */
  readonly closeTimeout: number;
}

export const LIMITS: Limits = Object.freeze({
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 1_000,
  maxConnections: 1_024,
  maxHeaderSize: 16_384,
  maxHeaders: 64,
  maxRequestIdSize: 256,
  maxBodySize: 262_144,
  maxDepth: 32,
  maxBatch: 100,
  closeTimeout: 10_000,
});
