import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { Origin, PolicyFile, Source } from '../model/source.ts';
import { compileSteps } from '../policy/compile.ts';
import { type ParsedSet, readPolicies } from '../policy/read.ts';
import type { Snapshot } from '../policy/snapshot.ts';

/** How long compiling may hold the event loop before requests are looked at again. */
const SLICE_MS = 5;

/** Parses and checks the files of a set; elsewhere than on the event loop where it serves requests. */
export type Parse = (files: readonly PolicyFile[]) => Promise<ParsedSet>;

/** Parses in this thread. */
export const parseHere: Parse = async (files) => readPolicies(files);

/** What a source yields, ready to be put in force. */
export interface Candidate {
  readonly origin: Origin;
  readonly revision: string;
  readonly warnings: readonly Diagnostic[];
  /** Undefined where the revision is the one in force already. */
  readonly snapshot: Snapshot | undefined;
}

export interface Refusal {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Fetches, parses, checks and compiles a set aside. Never rejects: whatever is wrong is a refusal. */
export async function prepare(
  source: Pick<Source, 'read'>,
  parse: Parse,
  inForce: string | null,
): Promise<Candidate | Refusal> {
  try {
    const { files, origin } = await source.read();
    const { documents, diagnostics, revision } = await parse(files);
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
    if (errors > 0) return { message: `the policy set has ${errors} error${errors === 1 ? '' : 's'}`, diagnostics };
    if (revision === inForce) return { origin, revision, warnings: diagnostics, snapshot: undefined };
    const snapshot = await compileInSlices(compileSteps(documents, revision));
    return { origin, revision, warnings: diagnostics, snapshot };
  } catch (error) {
    const isKnown = error instanceof ChaperoneError;
    return { message: isKnown ? error.message : `the policy set can't be read: ${String(error)}`, diagnostics: [] };
  }
}

async function compileInSlices(steps: Generator<void, Snapshot>): Promise<Snapshot> {
  let sliceBegan = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - sliceBegan < SLICE_MS) continue;
    await setImmediate();
    sliceBegan = performance.now();
  }
}

/**
 * Runs a task one at a time. Whoever asks while one is under way waits for the next one, which sees what made them ask.
 */
export function inTurn<T>(task: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    next = undefined;
    running = task().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running.then(start, start);
    return next;
  };
}
