import { createHash } from 'node:crypto';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PolicyFile } from '../model/source.ts';
import { checkSet } from './check-set.ts';
import { createDeclarations } from './declared.ts';
import type { Document } from './documents.ts';
import { withinLimits } from './limits.ts';
import { lintSet } from './lint.ts';
import { type ReadFile, readFile } from './read-file.ts';
import { createReport, type Report } from './report.ts';
import { type Problems, reportProblems, type Site } from './site.ts';
import type { SourceText } from './source-text.ts';

/** A policy set as read: plain data and Maps alone, so that it can cross to another thread. */
export interface ParsedSet {
  /** The documents whose shape is right. They make a set to decide by only where no diagnostic is an error. */
  readonly documents: readonly Document[];
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** A digest of paths and contents, the same in whatever order the files come. */
  readonly revision: string;
}

/** Reads and checks a policy set. Never throws: whatever is wrong is among the diagnostics. */
export function readPolicies(files: readonly PolicyFile[]): ParsedSet {
  return createPolicyReader().read(files);
}

/** Reads one set after another. Files that are the same as the last time are not parsed again. */
export interface PolicyReader {
  read(files: readonly PolicyFile[]): ParsedSet;
}

/** A reader that remembers the files of its last set. */
export function createPolicyReader(): PolicyReader {
  let known: ReadonlyMap<string, ReadFile> = new Map();
  return {
    read: (files) => {
      const sorted = files.toSorted((left, right) => (left.path < right.path ? -1 : Number(left.path > right.path)));
      const report = createReport();
      const sources = withinLimits(sorted, report);
      const read = sources.map((source) => reuse(known.get(source.path), source) ?? readFile(source));
      known = new Map(read.map((file) => [file.source.path, file]));
      const sites = checkFiles(read, report);
      return {
        documents: sites.map((site) => site.document),
        diagnostics: report.diagnostics(),
        revision: revisionOf(sorted),
      };
    },
  };
}

function reuse(file: ReadFile | undefined, source: SourceText): ReadFile | undefined {
  return file?.source.text === source.text ? file : undefined;
}

function checkFiles(files: readonly ReadFile[], report: Report): readonly Site[] {
  const declared = createDeclarations();
  for (const file of files) for (const value of file.plain) declared.add(value);
  const sites = files.flatMap((file) => file.sites);
  for (const file of files) report.add(file.diagnostics);
  const problems: Problems = [];
  checkSet(sites, declared, problems);
  const erring = report.hasErrors() || problems.some((problem) => problem.severity === 'error');
  if (!erring) lintSet(sites, problems);
  reportProblems(problems, report);
  return sites;
}

/** Each part goes in with its length before it, so that no two sets of files give one text. */
function revisionOf(sorted: readonly PolicyFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of sorted) {
    hash.update(`${path.length}:${path}${text.length}:`).update(text);
  }
  return hash.digest('hex');
}
