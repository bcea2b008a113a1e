import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCases } from '../../src/authoring/cases.ts';
import { readVersion } from '../../src/cli/version.ts';
import { loadPolicies } from '../../src/pdp/load.ts';
import { CLI, cleanEnv, runCli, runHere } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-process-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('the built command', () => {
  it('knows its version, also through a link as npm makes one', async () => {
    const link = join(root, 'chaperone');
    symlinkSync(CLI, link);
    const child = spawn(process.execPath, [link, '--version'], { env: cleanEnv() });
    let stdout = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(stdout).toBe(`${readVersion()}\n`);
  });

  it('writes a starter set once; it is good, its tests hold, and ./policies is where the rest looks', async () => {
    const first = await runCli(['init'], { cwd: root });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const checked = await runCli(['check'], { cwd: root });
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toMatch(/^\d+ documents, 0 errors, 0 warnings\n$/);

    const folder = join(root, 'policies');
    const { snapshot } = await loadPolicies(folder);
    const text = readFileSync(join(folder, 'acme.test.yaml'), 'utf8');
    const { results, diagnostics } = runCases(snapshot, [{ path: 'acme.test.yaml', text }], 0);
    expect(diagnostics).toEqual([]);
    expect(results.length).toBeGreaterThan(3);
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(readFileSync(join(folder, 'roles.yaml'), 'utf8')).toMatch(/^# yaml-language-server: \$schema=/);

    const again = await runCli(['init'], { cwd: root });
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain('is there already: nothing was written');
  });

  it('reads a question from a pipe, and exits by the answer', async () => {
    const question = {
      subject: { type: 'user', id: 'dana', properties: { roles: ['viewer'] } },
      action: { name: 'run' },
      resource: { type: 'chain', id: 'x' },
    };
    const args = ['decide', '--policies', 'policies/default'];
    const { code, stdout } = await runCli(args, { stdin: JSON.stringify(question) });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^deny: /);
  });

  it('refuses input beyond a mebibyte and input that is no text', async () => {
    const args = ['decide', '--policies', 'policies/default'];
    const long = await runCli(args, { stdin: `"${'x'.repeat(1024 * 1024)}"` });
    expect(long).toMatchObject({ code: 2, stdout: '' });
    expect(long.stderr).toContain('longer than 1048576 bytes');
  });

  it('ends with 2 where nobody reads its answer', async () => {
    const child = spawn(process.execPath, [CLI, 'matrix', '--policies', 'policies/default'], { env: cleanEnv() });
    child.stdout.destroy();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
  });
});

describe('config', () => {
  it('shows every setting with its origin, the environment below the flags', async () => {
    const env = { CHAPERONE_LISTEN: '127.0.0.1:1,unix:/run/a.sock', CHAPERONE_CACHE_SIZE: '5' };
    const { code, stdout } = await runHere(['config', '--cache-size', '7'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^listen +127\.0\.0\.1:1, unix:\/run\/a\.sock +environment CHAPERONE_LISTEN$/m);
    expect(stdout).toMatch(/^cache-size +7 +flag --cache-size$/m);
    expect(stdout).toMatch(/^token-file +\(not set\) +default$/m);
    const settings = JSON.parse((await runHere(['config', '--json'], { env })).stdout);
    expect(settings).toContainEqual({ name: 'cache-size', value: '5', origin: 'environment CHAPERONE_CACHE_SIZE' });
  });

  it('refuses a variable that means nothing', async () => {
    const { code, stderr } = await runHere(['config'], { env: { CHAPERONE_LISTN: 'x' } });
    expect(code).toBe(2);
    expect(stderr).toContain('CHAPERONE_LISTN');
  });
});
