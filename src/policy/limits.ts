import type { PolicyFile } from '../model/source.ts';
import type { Report } from './report.ts';
import { createSourceText, type SourceText } from './source-text.ts';

/** Bytes of one file, as UTF-8. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 20_000;
/** UTF-16 units of all files together. */
const MAX_TOTAL = 64 * 1024 * 1024;

/** The files that are small enough to be read. Too much is an error, so that such a set is never in force. */
export function withinLimits(files: readonly PolicyFile[], report: Report): readonly SourceText[] {
  const total = files.reduce((sum, file) => sum + file.text.length, 0);
  const first = files[0];
  if (first !== undefined && (files.length > MAX_FILES || total > MAX_TOTAL)) {
    const message =
      files.length > MAX_FILES
        ? `the set has ${files.length} files, and ${MAX_FILES} is the most`
        : `the set has ${total} characters, and ${MAX_TOTAL} is the most`;
    report.error(createSourceText(first.path, ''), { start: 0, end: 0 }, { code: 'limit', message });
    return [];
  }
  return files.flatMap((file) => (isSmall(file, report) ? [createSourceText(file.path, withoutMark(file.text))] : []));
}

function isSmall({ path, text }: PolicyFile, report: Report): boolean {
  // A UTF-16 unit is at most three bytes, so that most files need no counting.
  const bytes = text.length * 3 <= MAX_FILE_BYTES ? text.length : new TextEncoder().encode(text).length;
  if (bytes <= MAX_FILE_BYTES) return true;
  const message = `file has ${bytes} bytes, and ${MAX_FILE_BYTES} is the most`;
  const hint = 'part it into several files';
  report.error(createSourceText(path, ''), { start: 0, end: 0 }, { code: 'limit', message, hint });
  return false;
}

/** A byte order mark is no part of the first line. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
