import { parentPort, workerData } from 'node:worker_threads';
import type { PolicyFile } from '../model/source.ts';
import { readPolicies } from '../policy/read.ts';
import type { ParsedPart } from './parse-worker.ts';

const DOCUMENTS_PER_PART = 200;

const send = (part: ParsedPart): void => parentPort?.postMessage(part);
const files: readonly PolicyFile[] = workerData;
const { documents, diagnostics, revision } = readPolicies(files);
for (let at = 0; at < documents.length; at += DOCUMENTS_PER_PART) {
  send({ documents: documents.slice(at, at + DOCUMENTS_PER_PART) });
}
send({ diagnostics, revision });
