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

/** Puts parts of a rendered diagnostic in colours. */
export interface DiagnosticPaint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

const PLAIN: DiagnosticPaint = { bold: same, dim: same, red: same, yellow: same };

/** `file:line:column: error: message`, an excerpt with a caret below what is meant, and the hint. No final line break. */
export function renderDiagnostic(diagnostic: Diagnostic, paint: DiagnosticPaint = PLAIN): string {
  const { file, line, column, severity, message, hint } = diagnostic;
  const loud = severity === 'error' ? paint.red : paint.yellow;
  const head = `${paint.bold(`${file}:${line}:${column}:`)} ${loud(`${severity}:`)} ${message}`;
  return [head, ...excerpt(diagnostic, paint, loud), ...(hint === undefined ? [] : [`  hint: ${hint}`])].join('\n');
}

/** The same as a GitHub workflow command, which annotates the line in a pull request. One line. */
export function annotateDiagnostic(diagnostic: Diagnostic): string {
  const { severity, file, line, column, message, hint, code } = diagnostic;
  const end = diagnostic.endLine === line && (diagnostic.endColumn ?? 0) > column ? diagnostic.endColumn : undefined;
  const properties = [
    `file=${escapeProperty(file)}`,
    `line=${line}`,
    `col=${column}`,
    ...(end === undefined ? [] : [`endColumn=${end}`]),
    `title=${escapeProperty(code)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(hint === undefined ? message : `${message}\n${hint}`)}`;
}

function excerpt(diagnostic: Diagnostic, paint: DiagnosticPaint, loud: (text: string) => string): readonly string[] {
  const { source, line, column, endLine, endColumn } = diagnostic;
  if (source === undefined) return [];
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const end = endLine === line ? (endColumn ?? column) : source.length + 1;
  // Tabs stay tabs, so that the caret stands below what it means however wide they are.
  const indent = source.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(end, source.length + 1) - column));
  return [
    paint.dim(`  ${number} | `) + source.replaceAll(UNPRINTABLE, '\ufffd'),
    paint.dim(`  ${gutter} | `) + indent + loud(carets),
  ];
}

/** What may do something to a terminal: control signs but the tab, line ends, and those that turn the direction of writing. */
const UNPRINTABLE = /(?!\t)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function same(text: string): string {
  return text;
}
