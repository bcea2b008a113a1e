import { expect, test } from 'vitest';
import { found } from './found.ts';

/** A role of 999 permissions and so many that inherit it: each inherits a thousand things. */
function heirs(count: number): string {
  const roles = Array.from({ length: count }, (_, at) => `---\nkind: Role\nname: heir${at}\ninherits: [base]\n`);
  return `kind: Role\nname: base\npermissions: [${'"a:b",'.repeat(999)}]\n${roles.join('')}`;
}

const over = (role: string): string => `with the role \`${role}\` the roles of the set come to over 200000 permissions`;

test('roles may inherit 200 000 roles and permissions, and not one more', () => {
  expect(found(heirs(200))).toEqual([]);
  expect(found(heirs(201))).toEqual([expect.stringContaining(over('heir200'))]);
});

test('permissions of a wild type count for each that names its type', () => {
  const list = (count: number, item: (at: number) => string): string =>
    `[${Array.from({ length: count }, (_, at) => item(at)).join(', ')}]`;
  const wild = (typed: number): string =>
    `kind: Role\nname: r\npermissions:\n  - permission: ${list(200, (at) => `"*:a${at}"`)}\n  - permission: ${list(typed, (at) => `t${at}:a`)}\n`;
  expect(found(wild(1_000))).toEqual([]);
  expect(found(wild(1_001))).toEqual([expect.stringContaining(over('r'))]);
});

test('a role that many inherit by several ways counts once for each', () => {
  const diamond = 'kind: Role\nname: left\ninherits: [base]\n---\nkind: Role\nname: right\ninherits: [base, left]\n';
  expect(found(`${heirs(197)}---\n${diamond}`)).toEqual([]);
});

test('thousands of roles in one chain are told in time', () => {
  const chain = Array.from({ length: 10_000 }, (_, at) => `kind: Role\nname: r${at}\ninherits: [r${at + 1}]\n---\n`);
  expect(found(`${chain.join('')}kind: Role\nname: r10000\n`)).toHaveLength(1);
});
