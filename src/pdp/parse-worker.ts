import { Worker } from 'node:worker_threads';
import type { PolicyFile } from '../model/source.ts';
import type { Document } from '../policy/documents.ts';
import type { ParsedSet } from '../policy/read.ts';
import type { Parse } from './reload.ts';

/** What the worker sends back: documents a few at a time, so that receiving them never holds the event loop for long. */
export type ParsedPart =
  | { readonly documents: readonly Document[] }
  | { readonly diagnostics: ParsedSet['diagnostics']; readonly revision: string };

export interface WorkerParse {
  readonly parse: Parse;
  /** Ends what is under way; its parse rejects. */
  close(): Promise<void>;
}

/**
 * Parses each set in a worker of its own, which ends with it and takes its memory along. Needs the built worker beside
 * this module.
 */
export function createWorkerParse(): WorkerParse {
  const running = new Set<Worker>();
  let isClosed = false;
  return {
    // A source that was being read when all was closed comes here after it: the process must not wait for its worker.
    parse: (files) => (isClosed ? Promise.reject(new Error('the parser is closed')) : parseInWorker(files, running)),
    close: async () => {
      isClosed = true;
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

function parseInWorker(files: readonly PolicyFile[], running: Set<Worker>): Promise<ParsedSet> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./parse-worker-main.js', import.meta.url), { workerData: files });
    running.add(worker);
    const documents: Document[] = [];
    worker.on('message', (part: ParsedPart) => {
      if ('documents' in part) documents.push(...part.documents);
      else resolve({ documents, ...part });
      // Requests are looked at before the next part comes.
      setImmediate(() => worker.postMessage('next'));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      running.delete(worker);
      reject(new Error('the parser ended before it was done'));
    });
  });
}
