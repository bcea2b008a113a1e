import { readdirSync, readFileSync } from 'node:fs';
import type { PolicyFile } from '../../src/model/source.ts';
import { type PolicyCase, readCases } from '../../src/policy/case-file.ts';

/** A folder of policies that ships with the project, with the cases that stand beside them. */
export interface PolicySet {
  /** Below `policies/`: `default`, `examples/tour`. */
  readonly name: string;
  readonly files: readonly PolicyFile[];
  readonly tests: readonly PolicyFile[];
  readonly cases: readonly PolicyCase[];
}

/** The instant of every case that states none. */
export const NOW: number = Date.parse('2026-06-15T12:00:00Z');

const POLICIES = new URL('../../policies/', import.meta.url);

/** Every policy set of the project. */
export function shippedSets(): readonly PolicySet[] {
  const entries = readdirSync(new URL('examples/', POLICIES), { withFileTypes: true });
  const examples = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `examples/${name}`);
  return ['default', ...examples.sort()].map(readSet);
}

function readSet(name: string): PolicySet {
  const folder = new URL(`${name}/`, POLICIES);
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }));
  const tests = all.filter((file) => file.path.endsWith('.test.yaml'));
  return { name, files: all.filter((file) => !tests.includes(file)), tests, cases: readCases(tests).cases };
}
