import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runHere } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-check-'));
afterAll(() => rmSync(root, { recursive: true }));

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(root, 'set-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

const BAD = 'kind: Role\nname: builder\npermission: [chain:run]\ninherits: [oprator]\n';
const GOOD = 'kind: Role\nname: operator\npermissions: [chain:run]\n';
const ODD = 'kind: Org\nname: "*"\nrules: [{ id: x, effect: deny, actions: ["chain:explode"] }]\n';

describe('check', () => {
  it('says that a good set is good', async () => {
    expect(await runHere(['check', folder({ 'a.yaml': GOOD })])).toEqual({
      code: 0,
      stdout: '1 document, 0 errors, 0 warnings\n',
      stderr: '',
    });
  });

  it('lists what conditions read, where it is asked to', async () => {
    const rule = (when: string): string => `rules: [{ id: x, effect: ask, actions: ["chain:run"], when: '${when}' }]`;
    const org = `kind: Org\nname: "*"\n${rule('context.args.amount > 100 && has(subject.properties.level)')}\n`;
    const at = folder({ 'a.yaml': GOOD, 'b.yaml': org });
    const expected = '2 documents, 0 errors, 0 warnings\n  context.args.amount\n  subject.properties.level\n';
    expect(await runHere(['check', at, '--reads'])).toEqual({ code: 0, stdout: expected, stderr: '' });
    const { stdout } = await runHere(['check', at, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ reads: ['context.args.amount', 'subject.properties.level'] });
    expect((await runHere(['check', folder({ 'a.yaml': BAD }), '--reads'])).code).toBe(1);
  });

  it('shows each error at its place, with the word probably meant, and exits 1', async () => {
    const at = folder({ 'a.yaml': BAD, 'b.yml': GOOD });
    const { code, stdout, stderr } = await runHere(['check', at]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain(`${join(at, 'a.yaml')}:3:1: error: `);
    expect(stdout).toContain('permission: [chain:run]\n');
    expect(stdout).toMatch(/\n *\| *\^+/);
    expect(stdout).toContain('did you mean `permissions`?');
    expect(stdout).toMatch(/, \d errors?, 0 warnings\n$/);
    expect(stdout).not.toContain('\u001b');
  });

  it('does not fail for warnings', async () => {
    const { code, stdout } = await runHere(['check', folder({ 'a.yaml': GOOD, 'b.yaml': ODD })]);
    expect(code).toBe(0);
    expect(stdout).toContain(' warning: ');
    expect(stdout).toMatch(/2 documents, 0 errors, 1 warning\n$/);
  });

  it('reports as data', async () => {
    const at = folder({ 'a.yaml': BAD, 'b.yml': GOOD });
    const { code, stdout } = await runHere(['check', at, '--json']);
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report).toMatchObject({ warnings: 0, revision: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(report.errors).toBe(report.diagnostics.length);
    expect(report.diagnostics[0]).toMatchObject({ severity: 'error', file: join(at, 'a.yaml'), line: 3, column: 1 });
  });

  it('annotates a pull request', async () => {
    const at = folder({ 'a.yaml': BAD });
    const { code, stdout } = await runHere(['check', at, '--format', 'github']);
    expect(code).toBe(1);
    expect(stdout).toContain(`::error file=${join(at, 'a.yaml')},line=3,col=1`);
  });

  it('exits 2 with one line where there is nothing to read', async () => {
    for (const at of [join(root, 'nowhere'), folder({}), folder({ 'a.test.yaml': 'cases: []\n' })]) {
      const { code, stdout, stderr } = await runHere(['check', at]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^chaperone: [^\n]+\n$/);
    }
  });

  it('has colours on a terminal alone, and none where `NO_COLOR` is set', async () => {
    const at = folder({ 'a.yaml': BAD });
    expect((await runHere(['check', at], { terminal: true })).stdout).toContain('\u001b[31m');
    expect((await runHere(['check', at], { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
  });
});

describe('a broken set', () => {
  it.each([
    ['decide', ['--subject', 'user:a', '--action', 'run', '--resource', 'chain:b']],
    ['explain', ['--subject', 'user:a', '--action', 'run', '--resource', 'chain:b']],
    ['matrix', []],
  ])('is no ground for %s: exit 2, and what is wrong', async (command, flags) => {
    const { code, stdout, stderr } = await runHere([command, '--policies', folder({ 'a.yaml': BAD }), ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('a.yaml:3:1: error: ');
    expect(stderr).toMatch(/\nchaperone: the policies in `[^`]+` have \d errors?\n$/);
  });
});
