import type { Diagnostic } from '../model/diagnostic.ts';
import { PolicyError } from '../model/errors.ts';
import { compileSnapshot } from '../policy/compile.ts';
import { readPolicies } from '../policy/read.ts';
import type { AttributeMode, Snapshot } from '../policy/snapshot.ts';
import { createDirectorySource } from '../source/directory.ts';

/** A policy set, ready to decide by, and what in it is legal and probably wrong. */
export interface Loaded {
  readonly snapshot: Snapshot;
  readonly warnings: readonly Diagnostic[];
}

export interface LoadOptions {
  /** What becomes of a question whose attributes are not as the set declares them. `reject` where left out. */
  readonly attributes?: AttributeMode;
}

/**
 * Loads a folder of policies once. Throws a ChaperoneError where the folder can't be read, a PolicyError with all
 * diagnostics where the set has an error.
 */
export async function loadPolicies(folder: string, options: LoadOptions = {}): Promise<Loaded> {
  const { files } = await createDirectorySource(folder).read();
  const { documents, diagnostics, revision } = readPolicies(files);
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  if (errors > 0) throw new PolicyError(`the policy set in \`${folder}\` has ${errors} error(s)`, diagnostics);
  return { snapshot: compileSnapshot(documents, revision, options.attributes), warnings: diagnostics };
}
