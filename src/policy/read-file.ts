import type { Diagnostic } from '../model/diagnostic.ts';
import { checkConditions } from './check-conditions.ts';
import { createReport } from './report.ts';
import { readShape } from './shape.ts';
import type { Site } from './site.ts';
import { positionAt, type SourceText } from './source-text.ts';
import { type PlainDocument, readValue } from './value.ts';
import { parseYaml } from './yaml.ts';

/** All that one file says, whatever the other files of its set say. */
export interface ReadFile {
  readonly source: SourceText;
  /** The documents whose shape is right. */
  readonly sites: readonly Site[];
  /** Every document, right or wrong, for the names that it declares. */
  readonly plain: readonly PlainDocument['value'][];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file: syntax, shapes, conditions. Never throws. */
export function readFile(source: SourceText): ReadFile {
  const report = createReport();
  const sites: Site[] = [];
  const plain: PlainDocument['value'][] = [];
  for (const [index, yaml] of parseYaml(source, report).entries()) {
    // What a syntax error leaves of a document is read for the names it declares, and not judged.
    const read = readValue(yaml, yaml.sound ? report : createReport());
    plain.push(declaring(read.value));
    if (!yaml.sound) continue;
    checkConditions(read.conditions, report);
    const document = readShape(yaml, read, report);
    if (document !== undefined)
      sites.push({ document, source, index, line: positionAt(source, yaml.root.range?.[0] ?? 0).line });
  }
  return { source, sites, plain, diagnostics: report.found() };
}

/** The members that name something. The others are not kept. */
function declaring({ kind, name, org }: PlainDocument['value']): PlainDocument['value'] {
  return { kind, name, org };
}
