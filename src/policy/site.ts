import type { Diagnostic } from '../model/diagnostic.ts';
import type { Document } from './documents.ts';
import { keySpanAt, type Path, scalarAt, spanAt } from './locate.ts';
import { createReport, type Finding, MAX_LISTED, type Report } from './report.ts';
import { spanInScalar } from './scalar-offsets.ts';
import type { SourceText, Span } from './source-text.ts';
import { parseYaml } from './yaml.ts';

/** A document whose shape is right, and where it was read from. */
export interface Site<D extends Document = Document> {
  readonly document: D;
  readonly source: SourceText;
  /** Counts the documents of the file from 0. */
  readonly index: number;
  /** The line on which it begins. */
  readonly line: number;
}

/** Where a document begins, for messages about another. */
export function placeOf(site: Site): string {
  return `${site.source.path}:${site.line}`;
}

/** A finding about a part of a document whose lines are not known yet. */
interface Problem {
  readonly severity: Diagnostic['severity'];
  readonly site: Site;
  readonly path: Path;
  /** True where the key at the path's end is meant, and not its value. */
  readonly key: boolean;
  /** A run of a text's value, where that alone is meant: UTF-16 units from its start. */
  readonly part?: Span;
  readonly finding: Finding;
}

/** Findings of the checks that look at many documents. */
export type Problems = Problem[];

/** Notes an error about the value at a path of a document. */
export function errorAt(problems: Problems, site: Site, path: Path, finding: Finding): void {
  problems.push({ severity: 'error', site, path, key: false, finding });
}

/** Notes an error about a part of the text at a path of a document. */
export function errorInText(problems: Problems, site: Site, path: Path, part: Span, finding: Finding): void {
  problems.push({ severity: 'error', site, path, key: false, part, finding });
}

/** Notes an error about the key at a path's end. */
export function errorAtKey(problems: Problems, site: Site, path: Path, finding: Finding): void {
  problems.push({ severity: 'error', site, path, key: true, finding });
}

/** Notes a warning about the value at a path of a document. */
export function warnAt(problems: Problems, site: Site, path: Path, finding: Finding): void {
  problems.push({ severity: 'warning', site, path, key: false, finding });
}

/** Notes a warning about the key at a path's end. */
export function warnAtKey(problems: Problems, site: Site, path: Path, finding: Finding): void {
  problems.push({ severity: 'warning', site, path, key: true, finding });
}

/**
 * Reports the problems at their lines. Syntax trees are many times as large as the documents, so that they are not kept
 * while a set is checked: the files that have problems, and few have, are parsed again. What comes after the last that
 * is listed need not be found, since sites come in the order of their files.
 */
export function reportProblems(problems: Problems, report: Report): void {
  const left = { error: MAX_LISTED, warning: MAX_LISTED };
  for (const [source, list] of bySource(problems)) {
    const spans = list.some(({ severity }) => left[severity] > 0) ? createSpans(source) : () => NOWHERE;
    for (const problem of list) {
      report[problem.severity](source, spans(problem), problem.finding);
      left[problem.severity] -= 1;
    }
  }
}

const NOWHERE: Span = { start: 0, end: 0 };

function createSpans(source: SourceText): (problem: Problem) => Span {
  const documents = parseYaml(source, createReport());
  return ({ site, path, key, part }) => {
    const yaml = documents[site.index];
    if (yaml === undefined) return NOWHERE;
    const scalar = part === undefined ? undefined : scalarAt(yaml, path);
    if (scalar !== undefined && part !== undefined) return spanInScalar(source, scalar, part);
    return (key ? keySpanAt : spanAt)(yaml, path);
  };
}

function bySource(problems: Problems): readonly (readonly [SourceText, readonly Problem[]])[] {
  const lists = new Map<SourceText, Problem[]>();
  for (const problem of problems) {
    const list = lists.get(problem.site.source) ?? [];
    list.push(problem);
    lists.set(problem.site.source, list);
  }
  return [...lists].sort(([left], [right]) => (left.path < right.path ? -1 : 1));
}

/** The sites of one kind of document. */
export function sitesOf<K extends Document['kind']>(
  sites: readonly Site[],
  kind: K,
): readonly Site<Extract<Document, { kind: K }>>[] {
  return sites.filter((site): site is Site<Extract<Document, { kind: K }>> => site.document.kind === kind);
}
