import { createHash } from 'node:crypto';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PolicyFile } from '../model/source.ts';
import { checkConditions } from './check-conditions.ts';
import { checkSet } from './check-set.ts';
import { createDeclarations } from './declared.ts';
import type { Document } from './documents.ts';
import { withinLimits } from './limits.ts';
import { createReport, type Report } from './report.ts';
import { readShape } from './shape.ts';
import type { Site } from './site.ts';
import type { SourceText } from './source-text.ts';
import { type ConditionSite, readValue } from './value.ts';
import { parseYaml } from './yaml.ts';

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
  const sorted = files.toSorted((left, right) => (left.path < right.path ? -1 : Number(left.path > right.path)));
  const report = createReport();
  const sites = readSites(withinLimits(sorted, report), report);
  return {
    documents: sites.map((site) => site.document),
    diagnostics: report.diagnostics(),
    revision: revisionOf(sorted),
  };
}

function readSites(sources: readonly SourceText[], report: Report): readonly Site[] {
  const declared = createDeclarations();
  const conditions: ConditionSite[] = [];
  const sites: Site[] = [];
  for (const source of sources) {
    for (const yaml of parseYaml(source, report)) {
      // What a syntax error leaves of a document is read for the names it declares, and not judged.
      const plain = readValue(yaml, yaml.sound ? report : createReport());
      declared.add(plain.value);
      if (!yaml.sound) continue;
      conditions.push(...plain.conditions);
      const document = readShape(yaml, plain, report);
      if (document !== undefined) sites.push({ document, yaml });
    }
  }
  checkConditions(conditions, report);
  checkSet(sites, declared, report);
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
