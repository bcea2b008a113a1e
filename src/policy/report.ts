import type { Diagnostic } from '../model/diagnostic.ts';
import { lineAt, positionAt, type SourceText, type Span } from './source-text.ts';

/** What is wrong, apart from where. `message` and `hint` follow the rules of Diagnostic. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Collects findings; `diagnostics` gives them sorted and each once. */
export interface Report {
  error(source: SourceText, span: Span, finding: Finding): void;
  warning(source: SourceText, span: Span, finding: Finding): void;
  /** Takes in what another report gave. */
  add(diagnostics: readonly Diagnostic[]): void;
  hasErrors(): boolean;
  /** All of it, in no order. */
  found(): readonly Diagnostic[];
  /** What a person reads: sorted by file, line and column, and not without end. */
  diagnostics(): readonly Diagnostic[];
}

/** Findings of one severity beyond this many are counted and not listed. */
export const MAX_LISTED = 1000;
/** A longer line makes no readable excerpt, and thousands of copies of it would fill the memory. */
const MAX_EXCERPT = 400;
/** A message longer than this quotes more than a person reads. */
const MAX_MESSAGE = 500;
/** Control signs, line ends and those that turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

export function createReport(): Report {
  const found = new Map<string, Diagnostic>();
  const add = (diagnostic: Diagnostic): void => {
    const { file, line, column, code, message } = diagnostic;
    found.set(JSON.stringify([file, line, column, code, message]), diagnostic);
  };
  return {
    error: (source, span, finding) => add(createDiagnostic('error', source, span, finding)),
    warning: (source, span, finding) => add(createDiagnostic('warning', source, span, finding)),
    add: (diagnostics) => {
      for (const diagnostic of diagnostics) add(diagnostic);
    },
    hasErrors: () => [...found.values()].some((diagnostic) => diagnostic.severity === 'error'),
    found: () => [...found.values()],
    diagnostics: () => {
      const sorted = [...found.values()].sort(byPlace);
      const errors = cut(sorted.filter((diagnostic) => diagnostic.severity === 'error'));
      const warnings = cut(sorted.filter((diagnostic) => diagnostic.severity === 'warning'));
      return [...errors, ...warnings].sort(byPlace);
    },
  };
}

function createDiagnostic(
  severity: Diagnostic['severity'],
  source: SourceText,
  span: Span,
  { code, message, hint }: Finding,
): Diagnostic {
  const start = positionAt(source, span.start);
  const end = positionAt(source, Math.max(span.start, span.end));
  const text = lineAt(source, start.line);
  return {
    severity,
    code,
    message: readable(message),
    ...(hint === undefined ? {} : { hint: readable(hint) }),
    file: source.path,
    ...start,
    endLine: end.line,
    endColumn: end.column,
    ...(text.length > MAX_EXCERPT ? {} : { source: text }),
  };
}

/** Findings quote policies, which may hold anything: one line, of bounded length, that does nothing to a terminal. */
function readable(text: string): string {
  const shown = text.replaceAll(UNPRINTABLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return shown.length > MAX_MESSAGE ? `${shown.slice(0, MAX_MESSAGE)}…` : shown;
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  return (
    compare(left.file, right.file) ||
    left.line - right.line ||
    left.column - right.column ||
    compare(left.severity, right.severity) ||
    compare(left.message, right.message)
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function cut(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  const last = sorted[MAX_LISTED - 1];
  if (last === undefined || sorted.length === MAX_LISTED) return sorted;
  const more = sorted.length - MAX_LISTED;
  const { severity, file, line, column } = last;
  return [
    ...sorted.slice(0, MAX_LISTED),
    { severity, code: 'and-more', message: `and ${more} more that are not listed`, file, line, column },
  ];
}
