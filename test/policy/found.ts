import { readPolicies } from '../../src/policy/read.ts';

/** What is found in one file: `line:column message | hint`, errors and warnings alike. */
export function found(text: string): readonly string[] {
  return readPolicies([{ path: 'a.yaml', text }]).diagnostics.map(
    ({ line, column, message, hint }) => `${line}:${column} ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  );
}

/** A name of a case, its text, and what must be found in it: nothing more, nothing less. */
export type Case = readonly [name: string, text: string, ...expected: string[]];

/** The beginnings of cases: a role to name, and a chain to write rules for. */
export const ROLE = 'kind: Role\nname: r\npermissions: [chain:run]\n---\n';
export const CHAIN = 'kind: Chain\nname: c\n';
