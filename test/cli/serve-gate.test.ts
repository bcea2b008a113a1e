import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli, startServe } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'chaperone-gate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const role = (permissions: string): string => `kind: Role\nname: viewer\npermissions: [${permissions}]\n`;
const ASK = JSON.stringify({
  subject: { type: 'user', id: 'dana', properties: { roles: ['viewer'] } },
  action: { name: 'view' },
  resource: { type: 'chain', id: 'x' },
});
const ARGS = ['--policies', folder, '--require-tests', '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];

describe('serve --require-tests', () => {
  it('does not start on policies without a test, nor on those that fail one', async () => {
    put('roles.yaml', role('chain:view'));
    expect(await runCli(['serve', ...ARGS])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no test case'),
    });
    put('roles.test.yaml', `cases: [{ name: viewers view, ask: ${ASK}, effect: deny }]\n`);
    const failing = await runCli(['serve', ...ARGS]);
    expect(failing.code).toBe(2);
    expect(failing.stderr).toContain('`viewers view` fails: `effect` is "allow", not "deny"');
  });

  it('keeps the set that passes, and tells what each later one changed', async () => {
    put('roles.test.yaml', `cases: [{ name: viewers view, ask: ${ASK}, effect: allow }]\n`);
    const served = await startServe(ARGS);
    const { admin } = served;
    const status = async () => (await fetch(`${admin}/status`)).json();
    const reload = async () => (await fetch(`${admin}/reload`, { method: 'POST' })).status;
    put('roles.yaml', role('chain:run'));
    expect(await reload()).toBe(422);
    expect(await status()).toMatchObject({
      lastFailure: { message: 'the tests of the policy set do not pass' },
      changes: [],
    });
    put('roles.yaml', role('chain:view, chain:run'));
    expect(await reload()).toBe(200);
    const summary = '1 added: +role viewer: permission chain:run';
    const changes = [{ kind: 'added', what: 'role viewer: permission chain:run' }];
    expect(await status()).toMatchObject({ lastFailure: null, changes: [{ summary, changes }] });
    expect(await served.stop()).toBe(0);
    expect(served.log().map(({ detail }) => String(detail))).toContainEqual(expect.stringContaining(summary));
  });
});
