import { join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { renderDiagnostic } from '../model/diagnostic.ts';
import type { Paint } from './paint.ts';

/** Findings as a person reads them: place, message, excerpt with a caret, the way out. */
export function printDiagnostics(folder: string, diagnostics: readonly Diagnostic[], paint: Paint): string {
  return diagnostics.map((diagnostic) => `${renderDiagnostic(below(folder, diagnostic), paint)}\n\n`).join('');
}

/** The finding with its file as seen from where the command was typed, so that editors and CI find it. */
export function below(folder: string, diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, file: join(folder, diagnostic.file) };
}

/** `1 error`, `2 errors`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
