import type { PolicyFile } from '../../src/model/source.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';
import type { Snapshot } from '../../src/policy/snapshot.ts';
import { NOW, type PolicySet, shippedSets } from '../policies/sets.ts';
import { type DecisionCase, decisionCases } from '../support/cases.ts';

/** A policy set and the cases that are asked of it. */
export interface CaseSet {
  readonly name: string;
  readonly files: readonly PolicyFile[];
  readonly cases: readonly DecisionCase[];
}

/** Every policy set with cases: those of `test/cases/` and those that ship in `policies/`. */
export function caseSets(): readonly CaseSet[] {
  return [...writtenSets(), ...shippedSets().map(shippedSet)];
}

/** The set, ready to be asked. Throws where it has an error. */
export function snapshotOf(files: readonly PolicyFile[]): Snapshot {
  const { documents, diagnostics, revision } = readPolicies(files);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(`${error.file}:${error.line}: ${error.message}`);
  return compileSnapshot(documents, revision);
}

/** The same, by path, for a source or a folder that a test fills. */
export function textsOf(files: readonly PolicyFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

function writtenSets(): readonly CaseSet[] {
  const groups = new Map<string, DecisionCase[]>();
  for (const each of decisionCases()) {
    const name = each.title.split(' > ').slice(0, 2).join(' > ');
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups].map(([name, cases]) => {
    const text = cases[0]?.policies ?? '';
    return { name, files: [{ path: 'set.yaml', text }], cases };
  });
}

function shippedSet({ name, files, cases }: PolicySet): CaseSet {
  return {
    name: `policies/${name}`,
    files,
    cases: cases.map(({ name: title, ask, now = NOW, effect, rules, reason, obligations }) => ({
      title: `policies/${name} > ${title}`,
      policies: '',
      ask,
      now,
      effect,
      ...(rules === undefined ? {} : { rules: rules.toSorted() }),
      ...(reason === undefined ? {} : { reason }),
      ...(obligations === undefined ? {} : { obligations }),
    })),
  };
}
