import { existsSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../server/support.ts';
import { runCli } from '../support/cli.ts';
import { newFolder, question, serveText, VIEWER } from './service.ts';

// A folder that is missing, empty or wrong in its shape, and a port in use: test/cli/serve.test.ts.

const ANY = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];

/** The one line that a start that fails says. */
async function failure(folder: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['serve', '--policies', folder, ...ANY, ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const [line = '', ...more] = stderr.split('\n').filter((each) => each.startsWith('chaperone: '));
  expect(more).toEqual([]);
  expect(line).toMatch(/^chaperone: [^A-Z].*[^.]$/);
  return line;
}

describe('a policy folder that can not be served', () => {
  it.each([
    [
      'of no policy files',
      { '.hidden.yaml': VIEWER, 'set.test.yaml': 'cases: []', 'notes.txt': 'x' },
      'no policy file',
    ],
    ['with a file that is no text', { 'set.yaml': Buffer.from([0x6b, 0xff, 0xfe]) }, 'set.yaml'],
  ])('%s', async (_, files, message) => {
    expect(await failure(newFolder(files))).toContain(message);
  });

  it('that is a file, or links out of itself', async () => {
    const folder = newFolder({ 'in/set.yaml': VIEWER, 'out.yaml': VIEWER });
    expect(await failure(join(folder, 'out.yaml'))).toContain('is no folder');
    symlinkSync(join(folder, 'out.yaml'), join(folder, 'in', 'link.yaml'));
    expect(await failure(join(folder, 'in'))).toContain('the link `link.yaml` leads outside the policy folder');
  });
});

describe('a socket', () => {
  it('in use stays with the process that has it; one whose process was killed is taken over', async () => {
    const path = join(newFolder(), 's');
    const first = await serveText(VIEWER, '--listen', `unix:${path}`);
    expect(await failure(first.folder, '--listen', `unix:${path}`)).toContain(`the socket \`${path}\` is in use`);
    expect((await call({ socket: path, body: question() })).json.effect).toBe('allow');

    await first.stop('SIGKILL');
    expect(existsSync(path)).toBe(true);
    const second = await serveText(VIEWER, '--listen', `unix:${path}`);
    expect((await call({ socket: path, body: question() })).json.effect).toBe('allow');
    expect(statSync(path).mode & 0o777).toBe(0o660);
    expect(await second.stop('SIGTERM')).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it('of too long a path, or in a folder that is not there, is one line', async () => {
    const folder = newFolder({ 'set.yaml': VIEWER });
    const long = join(folder, 'x'.repeat(120));
    expect(await failure(folder, '--listen', `unix:${long}`)).toContain('the system allows 107');
    expect(await failure(folder, '--listen', `unix:${folder}/no/s`)).toContain(`${folder}/no/s`);
  });
});
