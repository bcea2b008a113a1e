import { decide } from '../engine/decide.ts';
import { canonical } from '../model/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import type { PolicyFile } from '../model/source.ts';
import type { Verdict } from '../model/verdict.ts';
import { type PolicyCase, readCases } from '../policy/case-file.ts';
import type { Snapshot } from '../policy/snapshot.ts';

/** A member of the verdict that is not what the case says. */
export interface Difference {
  readonly member: 'effect' | 'rules' | 'reason' | 'obligations';
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

export interface CaseResult {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly name: string;
  /** Empty where the case holds. */
  readonly differences: readonly Difference[];
  readonly verdict: Verdict;
}

export interface CasesRun {
  readonly results: readonly CaseResult[];
  /** What is wrong with the files; a file with a fault takes no part. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Asks every case of the `*.test.yaml` files and compares what comes. Members that a case leaves out may be anything.
 *
 * @param now epoch milliseconds: the instant of every case that states none
 */
export function runCases(snapshot: Snapshot, files: readonly PolicyFile[], now: number): CasesRun {
  const { cases, diagnostics } = readCases(files);
  const faulty = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  const sound = cases.filter(({ file }) => !faulty.has(file));
  return { results: sound.map((each) => runCase(snapshot, each, now)), diagnostics };
}

function runCase(snapshot: Snapshot, each: PolicyCase, now: number): CaseResult {
  const verdict = decide(snapshot, each.ask, each.now ?? now);
  const { file, line, name } = each;
  return { file, line, name, differences: differencesOf(each, verdict), verdict };
}

function differencesOf(each: PolicyCase, verdict: Verdict): readonly Difference[] {
  // Rules are compared as a set: answers sort them, people need not.
  const pairs: readonly [Difference['member'], JsonValue | undefined, JsonValue][] = [
    ['effect', each.effect, verdict.effect],
    ['rules', each.rules?.toSorted(), verdict.rules],
    ['reason', each.reason, verdict.reason],
    ['obligations', plain(each.obligations), plain(verdict.obligations) ?? []],
  ];
  return pairs.flatMap(([member, expected, actual]): readonly Difference[] =>
    expected === undefined || canonical(expected) === canonical(actual) ? [] : [{ member, expected, actual }],
  );
}

function plain(obligations: Verdict['obligations'] | undefined): JsonValue | undefined {
  return obligations?.map(({ id, type, properties }) => ({
    id,
    type,
    ...(properties === undefined ? {} : { properties }),
  }));
}
