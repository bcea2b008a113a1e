/** Something found in a policy file, at a place that a person can go to. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** A stable kebab-case word for the kind of finding. */
  readonly code: string;
  /** Starts lower-case, no final period, user input in backticks. */
  readonly message: string;
  /** The way out, where one is known. */
  readonly hint?: string;
  /** Path below the policy folder, with `/`. */
  readonly file: string;
  /** Line and column count from 1; columns count UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The source line, for the excerpt. */
  readonly source?: string;
}
