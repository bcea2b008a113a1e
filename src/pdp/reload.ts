import { setImmediate } from 'node:timers/promises';
import type { Facts } from '../model/change.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ChaperoneError } from '../model/errors.ts';
import type { Gate, Origin, PolicyFile, Source } from '../model/source.ts';
import { compileSteps } from '../policy/compile.ts';
import { factsOf } from '../policy/facts.ts';
import { type ParsedSet, readPolicies } from '../policy/read.ts';
import type { AttributeMode, Snapshot } from '../policy/snapshot.ts';

/** How long compiling may hold the event loop before requests are looked at again. */
const SLICE_MS = 5;

/** Parses and checks the files of a set; elsewhere than on the event loop where it serves requests. */
export type Parse = (files: readonly PolicyFile[]) => Promise<ParsedSet>;

/** Parses in this thread. */
export const parseHere: Parse = async (files) => readPolicies(files);

/** Lets every set in force. */
// biome-ignore lint/correctness/useYield: there is nothing to do step by step
export const openGate: Gate<Snapshot> = function* () {
  return [];
};

/** What a source yields, ready to be put in force. */
export interface Candidate {
  readonly origin: Origin;
  readonly revision: string;
  readonly warnings: readonly Diagnostic[];
  /** Undefined where the revision is the one in force already. */
  readonly made: Made | undefined;
}

export interface Made {
  readonly snapshot: Snapshot;
  /** What the set says, to be compared with the next. */
  readonly facts: Facts;
}

export interface Refusal {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Preparing {
  readonly source: Pick<Source, 'read'>;
  readonly parse: Parse;
  readonly gate: Gate<Snapshot>;
  readonly attributes: AttributeMode;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** The revision in force. */
  readonly inForce: string | null;
}

/** Fetches, parses, checks and compiles a set aside. Never rejects: whatever is wrong is a refusal. */
export async function prepare(preparing: Preparing): Promise<Candidate | Refusal> {
  try {
    const { files, tests = [], origin } = await preparing.source.read();
    const { documents, diagnostics, revision } = await preparing.parse(files);
    const errors = errorsIn(diagnostics);
    if (errors > 0) return { message: `the policy set has ${errors} error${errors === 1 ? '' : 's'}`, diagnostics };
    if (revision === preparing.inForce) return { origin, revision, warnings: diagnostics, made: undefined };
    const snapshot = await inSlices(compileSteps(documents, revision, preparing.attributes));
    const failures = await inSlices(preparing.gate(snapshot, tests, preparing.clock()));
    if (errorsIn(failures) > 0) return { message: 'the tests of the policy set do not pass', diagnostics: failures };
    const facts = await inSlices(factsOf(documents));
    return { origin, revision, warnings: diagnostics, made: { snapshot, facts } };
  } catch (error) {
    const isKnown = error instanceof ChaperoneError;
    return { message: isKnown ? error.message : `the policy set can't be read: ${String(error)}`, diagnostics: [] };
  }
}

function errorsIn(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
}

async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
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
