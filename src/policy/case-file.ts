import * as v from 'valibot';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { readQuestion } from '../model/question.ts';
import type { PolicyFile } from '../model/source.ts';
import type { Effect, Obligation } from '../model/verdict.ts';
import { type Path, spanAt } from './locate.ts';
import { createReport, type Report } from './report.ts';
import { closed, data, filled, obligation, some, timestamp } from './schema-parts.ts';
import { checkShape } from './shape.ts';
import { createSourceText, positionAt } from './source-text.ts';
import { readValue } from './value.ts';
import { parseYaml, type YamlDocument } from './yaml.ts';

/** One test of a policy set: a question and what must come of it. */
export interface PolicyCase {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly name: string;
  readonly ask: JsonObject;
  /** Epoch milliseconds. */
  readonly now?: number;
  readonly effect: Effect;
  readonly rules?: readonly string[];
  readonly reason?: string;
  readonly obligations?: readonly Obligation[];
}

export interface CasesRead {
  /** The cases of the files in which nothing is wrong. */
  readonly cases: readonly PolicyCase[];
  readonly diagnostics: readonly Diagnostic[];
}

const caseFile = closed({
  description: v.exactOptional(v.string()),
  cases: some(
    closed({
      name: filled,
      ask: data,
      now: v.exactOptional(timestamp),
      effect: v.picklist(['allow', 'deny', 'ask']),
      rules: v.exactOptional(v.array(filled)),
      reason: v.exactOptional(v.string()),
      obligations: v.exactOptional(v.array(obligation)),
    }),
  ),
});

/** Reads `*.test.yaml` files. Never throws: whatever is wrong is among the diagnostics. */
export function readCases(files: readonly PolicyFile[]): CasesRead {
  const report = createReport();
  const cases = files.flatMap((file) =>
    parseYaml(createSourceText(file.path, file.text), report).flatMap((yaml) => casesOf(yaml, report)),
  );
  return { cases, diagnostics: report.diagnostics() };
}

function casesOf(yaml: YamlDocument, report: Report): readonly PolicyCase[] {
  const plain = readValue(yaml, report);
  const read = checkShape(yaml, caseFile, plain, report);
  if (read === undefined) return [];
  const names = new Set<string>();
  return read.cases.map((each, index) => {
    const error = (path: Path, code: string, message: string): void =>
      report.error(yaml.source, spanAt(yaml, ['cases', index, ...path]), { code, message });
    if (names.has(each.name)) error(['name'], 'duplicate-name', `another case of this file is named \`${each.name}\``);
    names.add(each.name);
    const question = readQuestion(each.ask);
    if (!question.ok) error(['ask'], 'no-question', `\`ask\` is no question: ${question.problem.message}`);
    const { line } = positionAt(yaml.source, spanAt(yaml, ['cases', index, 'name']).start);
    return { ...each, file: yaml.source.path, line };
  });
}
