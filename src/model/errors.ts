import type { Diagnostic } from './diagnostic.ts';

/** What went wrong, in a word that scripts may hold on to. */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'source-unreadable'
  | 'policy-invalid'
  | 'address-in-use'
  | 'socket-path-too-long'
  | 'listen-failed'
  | 'fault';

/** A failure of input, output or configuration. The message is one line that names the place and the way out. */
export class ChaperoneError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ChaperoneError';
    this.code = code;
  }
}

/** A policy set with errors. It is never put in force. */
export class PolicyError extends ChaperoneError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[]) {
    super('policy-invalid', message);
    this.name = 'PolicyError';
    this.diagnostics = diagnostics;
  }
}
