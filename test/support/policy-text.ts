import type { Document } from '../../src/policy/documents.ts';
import { readPolicies } from '../../src/policy/read.ts';

const known = new Map<string, readonly Document[]>();

/** The documents of a policy text. Throws where it has an error. */
export function documentsOf(text: string): readonly Document[] {
  const documents = known.get(text) ?? readAll(text);
  known.set(text, documents);
  return documents;
}

function readAll(text: string): readonly Document[] {
  const { documents, diagnostics } = readPolicies([{ path: 'set.yaml', text }]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return documents;
  throw new Error(errors.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('\n'));
}
