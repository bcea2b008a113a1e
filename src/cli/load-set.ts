import { variableOf } from '../config/settings.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ChaperoneError } from '../model/errors.ts';
import { compileSnapshot } from '../policy/compile.ts';
import type { Document } from '../policy/documents.ts';
import { readPolicies } from '../policy/read.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { createDirectorySource } from '../source/directory.ts';
import type { Io } from './command.ts';
import { counted, printDiagnostics } from './findings.ts';
import type { Flags } from './flags.ts';

export const DEFAULT_FOLDER = './policies';

/** The folder of `--policies`: a flag wins over the environment. */
export function policyFolder(flags: Flags, io: Io): string {
  return flags.text('policies') ?? io.env[variableOf('policies')] ?? DEFAULT_FOLDER;
}

export interface FoundSet {
  readonly documents: readonly Document[];
  readonly diagnostics: readonly Diagnostic[];
  readonly revision: string;
}

/** Reads a folder's policies and all that is wrong with them. Throws a ChaperoneError where there is nothing to read. */
export async function findSet(folder: string): Promise<FoundSet> {
  const { files } = await createDirectorySource(folder).read();
  return readPolicies(files);
}

export interface LoadedSet {
  readonly documents: readonly Document[];
  readonly snapshot: Snapshot;
}

/** The set of a folder, ready to be asked. A set with errors is told on standard error and then thrown. */
export async function loadSet(folder: string, io: Io): Promise<LoadedSet> {
  const { documents, diagnostics, revision } = await findSet(folder);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    io.err(printDiagnostics(folder, errors, io.errPaint));
    throw new ChaperoneError('policy-invalid', `the policies in \`${folder}\` have ${counted(errors.length, 'error')}`);
  }
  return { documents, snapshot: compileSnapshot(documents, revision) };
}
