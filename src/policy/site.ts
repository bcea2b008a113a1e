import type { Document } from './documents.ts';
import { keySpanAt, type Path, spanAt } from './locate.ts';
import type { Finding, Report } from './report.ts';
import type { YamlDocument } from './yaml.ts';

/** A document whose shape is right, and the YAML it was read from. */
export interface Site<D extends Document = Document> {
  readonly document: D;
  readonly yaml: YamlDocument;
}

/** Reports an error about the value at a path of a document. */
export function errorAt(report: Report, site: Site, path: Path, finding: Finding): void {
  report.error(site.yaml.source, spanAt(site.yaml, path), finding);
}

/** Reports an error about the key at a path's end. */
export function errorAtKey(report: Report, site: Site, path: Path, finding: Finding): void {
  report.error(site.yaml.source, keySpanAt(site.yaml, path), finding);
}

/** Reports a warning about the value at a path of a document. */
export function warnAt(report: Report, site: Site, path: Path, finding: Finding): void {
  report.warning(site.yaml.source, spanAt(site.yaml, path), finding);
}

/** The sites of one kind of document. */
export function sitesOf<K extends Document['kind']>(
  sites: readonly Site[],
  kind: K,
): readonly Site<Extract<Document, { kind: K }>>[] {
  return sites.filter((site): site is Site<Extract<Document, { kind: K }>> => site.document.kind === kind);
}
