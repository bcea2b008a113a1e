import { parentPort, workerData } from 'node:worker_threads';
import type { PolicyFile } from '../model/source.ts';
import type { Document } from '../policy/documents.ts';
import { type ParsedSet, readPolicies } from '../policy/read.ts';
import type { ParsedPart } from './parse-worker.ts';

const DOCUMENTS_PER_PART = 200;
/** A Directory can hold as much as thousands of other documents. */
const ENTRIES_PER_PART = 2_000;

function* partsOf({ documents, diagnostics, revision }: ParsedSet): Generator<ParsedPart> {
  // A set with an error is not loaded, so that its documents need not be handed over.
  const wanted = diagnostics.some(({ severity }) => severity === 'error') ? [] : documents;
  let part: Document[] = [];
  let entries = 0;
  for (const document of wanted) {
    part.push(document);
    entries += document.kind === 'Directory' ? document.subjects.size + document.resources.size : 0;
    if (part.length < DOCUMENTS_PER_PART && entries < ENTRIES_PER_PART) continue;
    yield { documents: part };
    part = [];
    entries = 0;
  }
  yield { documents: part };
  yield { diagnostics, revision };
}

const files: readonly PolicyFile[] = workerData;
const parts = partsOf(readPolicies(files));

/** One part each time that the other side asks: what is sent at once is received in one go. */
function sendNext(): void {
  const { done, value } = parts.next();
  if (done === true) parentPort?.close();
  else parentPort?.postMessage(value);
}

parentPort?.on('message', sendNext);
sendNext();
