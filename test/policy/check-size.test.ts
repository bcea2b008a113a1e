import { expect, test } from 'vitest';
import { readPolicies } from '../../src/policy/read.ts';
import { found } from './found.ts';

const OVER = 'with this document the set comes to over 1000000 permissions on resources in places';

function list(count: number, item: (at: number) => string): string {
  return `[${Array.from({ length: count }, (_, at) => item(at)).join(', ')}]`;
}

const thousandfold = `kind: Role
name: r
permissions:
  - permission: ${list(1_000, (at) => `doc:a${at}`)}
    resources: ${list(1_000, (at) => `"doc:${at}"`)}
`;

function errorsOf(text: string): readonly string[] {
  const { diagnostics } = readPolicies([{ path: 'a.yaml', text }]);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ line, message }) => `${line}: ${message}`);
}

test('permissions times resources may be a million, and not one more', () => {
  expect(found(thousandfold)).toEqual([]);
  expect(errorsOf(`${thousandfold}---\nkind: Role\nname: s\npermissions: ["doc:a"]\n`)).toEqual([`7: ${OVER}`]);
});

test.each([
  ['places of many documents', (at: number) => `name: ${list(20, (n) => `c${at}x${n}`)}\n`, 400],
  [
    'rules in many places',
    () => `name: ${list(20, (n) => `c${n}`)}\nshare: { run: ${list(6_000, (n) => `"user:${n}"`)} }\n`,
    1,
  ],
])('%s count', (_, rest, documents) => {
  const chain = (at: number): string =>
    `kind: Chain\norg: ${list(20, (n) => `o${n}`)}\nnamespace: ${list(20, (n) => `n${n}`)}\n${rest(at)}`;
  const scopes = 'kind: Org\nname: "*"\n---\nkind: Namespace\norg: "*"\nname: "*"\n';
  const chains = Array.from({ length: documents }, (_, at) => `---\n${chain(at)}`).join('');
  expect(errorsOf(scopes + chains)).toEqual([expect.stringContaining(OVER)]);
});
