import { Composer, type CST, type Document, isMap, Lexer, type Node, Parser, type YAMLError, type YAMLMap } from 'yaml';
import type { Report } from './report.ts';
import type { SourceText, Span } from './source-text.ts';

/** One YAML document of a file: its outermost map. */
export interface YamlDocument {
  readonly source: SourceText;
  readonly root: YAMLMap;
  /** False where its syntax is wrong: then it is read only for what it may have declared. */
  readonly sound: boolean;
}

/** Maps and lists may lie this deep in each other. No policy needs half of it. */
const MAX_DEPTH = 32;

/**
 * Reads a file's text as YAML documents; what is wrong goes to the report. A document with a syntax error is left out.
 * Never throws, whatever the text.
 */
export function parseYaml(source: SourceText, report: Report): readonly YamlDocument[] {
  try {
    return compose(source, report);
  } catch (error) {
    const message = `file is no YAML: ${error instanceof Error ? oneLine(error.message) : 'unknown fault'}`;
    report.error(source, { start: 0, end: 0 }, { code: 'yaml-syntax', message });
    return [];
  }
}

function compose(source: SourceText, report: Report): readonly YamlDocument[] {
  const tokens = tokenize(source, report);
  if (tokens === undefined) return [];
  // Keys are compared in the reader: the library's own comparison takes time quadratic in the number of keys.
  const composer = new Composer({ uniqueKeys: false, strict: true, stringKeys: true, logLevel: 'silent' });
  const documents = [...composer.compose(tokens, false, source.text.length)];
  if (documents.length === 0) {
    report.error(source, at(0), {
      code: 'blank-document',
      message: 'file holds no document',
      hint: 'write a document that names its `kind`, or remove the file',
    });
  }
  return documents.flatMap((document) => readDocument(document, source, report));
}

/**
 * The file's tokens, or undefined where they nest too deep. That is found here and not later, for the composer is
 * recursive: near the end of the stack it takes the whole process with it.
 */
function tokenize(source: SourceText, report: Report): readonly CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length <= MAX_DEPTH || depthOf(parser) <= MAX_DEPTH) continue;
    const message = `maps and lists lie more than ${MAX_DEPTH} deep in each other`;
    report.error(source, at(parser.offset - lexeme.length), { code: 'limit', message });
    return undefined;
  }
  return [...tokens, ...parser.end()];
}

/** The stack also holds the document and, at its top, a scalar. */
function depthOf(parser: Parser): number {
  return parser.stack.filter((token) => 'items' in token).length;
}

function readDocument(document: Document.Parsed, source: SourceText, report: Report): readonly YamlDocument[] {
  for (const problem of document.errors) reportSyntax(problem, source, report);
  // An unknown tag is a warning of the parser's; each tag, known or not, is reported with the value it stands before.
  for (const problem of document.warnings) {
    if (problem.code !== 'TAG_RESOLVE_FAILED') reportSyntax(problem, source, report);
  }
  if (document.directives.yaml.explicit && document.directives.yaml.version !== '1.2') {
    report.error(source, at(Math.max(0, source.text.lastIndexOf('%YAML', document.range[0]))), {
      code: 'yaml-version',
      message: 'policies are YAML 1.2',
      hint: 'remove the `%YAML` line',
    });
  }
  const root: Node | null = document.contents;
  const sound = document.errors.length === 0;
  if (isMap(root)) return [{ source, root, sound }];
  if (!sound) return [];
  const start = root?.range?.[0] ?? document.range[0];
  const blank = source.text.slice(start, root?.range?.[1] ?? start).trim() === '';
  const span = { start, end: root?.range?.[1] ?? start };
  if (blank)
    report.error(source, span, {
      code: 'blank-document',
      message: 'document is blank',
      hint: 'remove one of the `---` lines around it',
    });
  else report.error(source, span, { code: 'wrong-type', message: 'a document must be a map that names its `kind`' });
  return [];
}

const QUOTE_STAR = "`*` begins an alias in YAML: quote the text, as in `'*'` or `'*:read'`";
const QUOTE_TEXT =
  'quote the text, for YAML reads `: `, ` #` and a leading `"`, `!`, `&`, `[`, `{`, `@` or `%` as signs of its own';

const SYNTAX_HINTS: Readonly<Record<string, string>> = {
  BAD_ALIAS: QUOTE_STAR,
  BLOCK_AS_IMPLICIT_KEY: QUOTE_TEXT,
  UNEXPECTED_TOKEN: QUOTE_TEXT,
  BAD_SCALAR_START: QUOTE_TEXT,
  MULTILINE_IMPLICIT_KEY: QUOTE_TEXT,
  MISSING_CHAR: QUOTE_TEXT,
  TAB_AS_INDENT: 'indent with spaces',
};

const SYNTAX_MESSAGES: Readonly<Record<string, string>> = { NON_STRING_KEY: 'a key must be text' };

function reportSyntax(problem: YAMLError, source: SourceText, report: Report): void {
  const [start, end] = problem.pos;
  report.error(
    source,
    { start, end },
    {
      code: 'yaml-syntax',
      message: SYNTAX_MESSAGES[problem.code] ?? lowerFirst(oneLine(problem.message)),
      hint: SYNTAX_HINTS[problem.code],
    },
  );
}

/** What to write instead of an alias. */
export const ALIAS_HINT: string = QUOTE_STAR;

function at(offset: number): Span {
  return { start: offset, end: offset };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
