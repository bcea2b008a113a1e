import type { Diagnostic } from '../model/diagnostic.ts';
import type { Gate } from '../model/source.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { type CaseResult, runCases } from './cases.ts';

/**
 * Refuses a policy set whose own cases don't all pass, and one that has none: a set that loses its tests would otherwise
 * get by. A step is a file.
 */
export const testGate: Gate<Snapshot> = function* (snapshot, tests, now) {
  const found: Diagnostic[] = [];
  let ran = 0;
  for (const file of tests) {
    const { results, diagnostics } = runCases(snapshot, [file], now);
    ran += results.length;
    found.push(...diagnostics, ...results.flatMap(failuresOf));
    yield;
  }
  return ran > 0 || found.length > 0 ? found : [NO_TESTS];
};

const NO_TESTS: Diagnostic = {
  severity: 'error',
  code: 'no-tests',
  message: 'the policy set has no test case, and its tests are required',
  hint: 'write `*.test.yaml` files beside the policies',
  file: '.',
  line: 1,
  column: 1,
};

function failuresOf({ file, line, name, differences }: CaseResult): readonly Diagnostic[] {
  return differences.map(({ member, expected, actual }) => ({
    severity: 'error',
    code: 'test-failed',
    message: `the case \`${name}\` fails: \`${member}\` is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
    file,
    line,
    column: 1,
  }));
}
