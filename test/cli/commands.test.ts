import { describe, expect, it } from 'vitest';
import { runHere } from '../support/cli.ts';

const COMMANDS = ['serve', 'health', 'config', 'check', 'decide', 'explain', 'matrix', 'init'];

describe('chaperone', () => {
  it('says what it can do, on standard output where that was asked for', async () => {
    const asked = await runHere(['--help']);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    for (const name of COMMANDS) expect(asked.stdout).toContain(`\n  ${name} `);
    const nothing = await runHere([]);
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toContain('usage: chaperone COMMAND');
  });

  it('names the command that was probably meant', async () => {
    expect(await runHere(['chekc'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'chaperone: unknown command `chekc`: did you mean `check`?\nsee chaperone --help\n',
    });
    expect((await runHere(['constructor'])).stderr).toContain('unknown command `constructor`\n');
  });

  it('shows a control character of a command line, and does not obey it', async () => {
    expect((await runHere(['a\u001b[2Jb\nc'])).stderr).toContain('unknown command `a\\u001b[2Jb\\u000ac`');
  });

  it.each(COMMANDS)('%s explains itself with examples', async (name) => {
    const { code, stdout, stderr } = await runHere([name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^usage: chaperone ${name}`));
    expect(stdout).toContain('\nexamples:\n  chaperone ');
    expect(await runHere(['help', name])).toEqual({ code, stdout, stderr });
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(122);
  });

  it.each([
    ['an unknown flag', ['check', '--jsno'], 'unknown flag `--jsno`: did you mean `--json`?'],
    ['a short flag', ['check', '-j'], 'unknown flag `-j`'],
    ['a flag of another command', ['matrix', '--subject', 'user:x'], 'unknown flag `--subject`'],
    ['a flag after an object', ['check', '--constructor', 'x'], 'unknown flag `--constructor`'],
    ['a missing value', ['check', '--format'], '`--format` needs a value'],
    ['a flag for a value', ['matrix', '--scope', '--json'], '`--scope` needs a value'],
    ['a value for a switch', ['check', '--json=yes'], '`--json` takes no value'],
    ['a word too many', ['check', 'a', 'b'], '`b` is one word too many'],
    ['an unknown format', ['matrix', '--format', 'xls'], '`xls` is no format: write table, markdown'],
    ['an unknown report', ['check', '--format', 'xml'], '`xml` is no format'],
    ['an impossible day', ['matrix', '--now', '2026-02-30T00:00:00Z'], 'is no time'],
    ['a time without a zone', ['matrix', '--now', '2026-02-20T00:00:00'], 'is no time'],
    ['a word after config', ['config', 'all'], '`all` is one word too many'],
    ['a wrong address', ['health', '--admin', 'nowhere'], '`nowhere` is no address'],
    ['half a place', ['matrix', '--policies', 'policies/default', '--scope', 'a//b'], 'is no place'],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/see chaperone \w+ --help\n$/);
  });
});
