import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Effect } from '../../src/model/verdict.ts';

/** One decision that every implementation must make alike. */
export interface DecisionCase {
  /** File, group and case: unique. */
  readonly title: string;
  /** The policy set, as the text of one file. */
  readonly policies: string;
  readonly ask: unknown;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly effect: Effect;
  readonly rules?: readonly string[];
  readonly reason?: string;
  readonly obligations?: readonly unknown[];
  readonly approvals?: readonly unknown[];
  /** Part of the reason: for a malformed question, the member that is wrong. */
  readonly mentions?: string;
  /** For implementations that tell the roles in force. */
  readonly roles?: readonly string[];
}

/** What an implementation said: as much of it as it tells. */
interface Said {
  readonly effect: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly obligations: readonly unknown[];
  readonly approvals: readonly unknown[];
  readonly roles?: readonly string[];
}

interface Group {
  readonly group: string;
  readonly policies: string;
  /** Members that a case's `ask` leaves out, as in a batch of questions. */
  readonly defaults?: object;
  readonly cases: readonly (Omit<DecisionCase, 'title' | 'policies' | 'now'> & { name: string; now?: string })[];
}

/** Fails where an implementation said something else than the case expects. */
export function expectDecision(said: Said, expected: DecisionCase): void {
  const { effect, rules, reason, obligations, approvals, roles, mentions } = expected;
  const wanted = { effect, rules, reason, obligations, approvals, roles: said.roles && roles };
  expect(said).toMatchObject(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)));
  if (mentions !== undefined) expect(said.reason).toContain(mentions);
}

const FOLDER = new URL('../cases/', import.meta.url);
/** The instant of every case that names none. */
const NOW = '2026-06-15T12:00:00Z';

/** The cases of every decision file, in order. Throws for a file that is not of the shape, or has none. */
export function decisionCases(): readonly DecisionCase[] {
  const files = readdirSync(FOLDER).filter((name) => name.startsWith('decide-') && name.endsWith('.yaml'));
  const cases = files.sort().flatMap(casesOf);
  const titles = new Set(cases.map((each) => each.title));
  if (cases.length === 0 || titles.size !== cases.length) throw new Error('no cases, or two of one title');
  return cases;
}

function casesOf(file: string): DecisionCase[] {
  const documents = parseAllDocuments(readFileSync(new URL(file, FOLDER), 'utf8'));
  if (!Array.isArray(documents)) throw new Error(`${file} is empty`);
  return documents.flatMap((document) => {
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw new Error(`${file}: ${problem.message}`);
    return casesOfGroup(file, document.toJS());
  });
}

function casesOfGroup(file: string, { group, policies, defaults, cases }: Group): DecisionCase[] {
  return cases.map(({ name, now, ask, ...expected }) => ({
    ...expected,
    title: `${file} > ${group} > ${name}`,
    policies,
    now: Date.parse(now ?? NOW),
    ask: withDefaults(ask, defaults),
  }));
}

/** What is no object stays as it is: it is asked as it stands. */
function withDefaults(ask: unknown, defaults: object | undefined): unknown {
  if (typeof ask !== 'object' || ask === null || Array.isArray(ask) || defaults === undefined) return ask;
  return { ...defaults, ...ask };
}
