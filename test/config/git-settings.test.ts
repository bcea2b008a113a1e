import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { ChaperoneError } from '../../src/model/errors.ts';

const HTTPS = ['--policies', 'git+https://git.example.com/p.git'];
const SSH = ['--policies', 'git+ssh://git@git.example.com/p.git'];

function read(...argv: string[]) {
  return readConfig({ argv, env: {}, cwd: '/', readFile: () => '' });
}

function refusal(...argv: string[]): string {
  try {
    read(...argv);
  } catch (error) {
    if (error instanceof ChaperoneError) return error.message;
  }
  return 'nothing was refused';
}

describe('settings of git', () => {
  it('have defaults that follow a branch by looking', () => {
    expect(read(...HTTPS).config.git).toEqual({
      location: { url: 'https://git.example.com/p.git', scheme: 'https', folder: '' },
      poll: 10_000,
    });
    expect(read(...SSH, '--git-known-hosts', 'k', '--git-ssh-key', 's').config.git).toMatchObject({
      knownHosts: 'k',
      sshKey: 's',
    });
    expect(read().config).not.toHaveProperty('git');
  });

  it('have switches that take no value, or true or false', () => {
    const signed = (...more: string[]) => read(...HTTPS, '--allowed-signers', 's', ...more).config.git?.trust;
    expect(signed('--require-signed')).toEqual({ allowedSigners: 's', allowRollback: false });
    expect(signed('--require-signed', '--allow-rollback')).toMatchObject({ allowRollback: true });
    const file = 'require-signed: true\nallowed-signers: /s\npolicies: git+https://h/p\n';
    const argv = ['--config', 'c'];
    expect(readConfig({ argv, env: {}, cwd: '/', readFile: () => file }).config.git?.trust).toBeDefined();
    expect(refusal(...HTTPS, '--require-signed=maybe', '--allowed-signers', 's')).toContain('neither `true` nor');
  });

  it.each([
    ['0', 0],
    ['500ms', 500],
    ['10s', 10_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
  ])('read the time %s', (text, poll) => {
    const { config, settings } = read(...HTTPS, '--poll', text);
    expect(config.git?.poll).toBe(poll);
    expect(settings.find(({ name }) => name === 'poll')?.value).toBe(text);
  });

  it.each([
    ['a time without a unit', [...HTTPS, '--poll', '10'], '`10` is no time'],
    ['a time too long', [...HTTPS, '--poll', '25d'], '`25d` is no time'],
    ['a password in the URL', ['--policies', 'git+https://u:hush@h/p'], 'has a password in it'],
    ['a protocol that is none of ours', ['--policies', 'git+http://h/p'], 'is no `git+https://…`'],
    ['a URL without git+', ['--policies', 'https://h/p'], 'is no `git+https://…`'],
    ['a ref like an option', ['--policies', 'git+https://h/p#--upload-pack=x'], 'no branch, tag or commit'],
    ['a host like an option', ['--policies', 'git+ssh://-oProxyCommand=x/p', '--git-known-hosts', 'k'], '`-'],
    ['a folder that leads out', ['--policies', 'git+https://h/p#main:../x'], 'names no folder'],
    ['ssh without known hosts', SSH, 'need `git-known-hosts`'],
    [
      'a token for ssh',
      [...SSH, '--git-known-hosts', 'k', '--git-token-file', 't'],
      '`git-token-file` is for policies',
    ],
    ['a ssh key for https', [...HTTPS, '--git-ssh-key', 'k'], '`git-ssh-key` is for policies from `git+ssh://…`'],
    ['signatures for a folder', ['--require-signed', '--allowed-signers', 's'], 'is for policies from git'],
    ['signatures without keys', [...HTTPS, '--require-signed'], 'needs `allowed-signers` or `keyring`'],
    ['keys without signatures', [...HTTPS, '--allowed-signers', 's'], '`allowed-signers` needs `require-signed`'],
    ['a webhook without a secret', [...HTTPS, '--webhook', '127.0.0.1:0'], '`webhook` needs `webhook-secret-file`'],
    ['a webhook where decisions are', [...HTTPS, '--webhook', '127.0.0.1:4400', '--webhook-secret-file', 's'], 'twice'],
    ['staleness sooner than the next look', [...HTTPS, '--max-staleness', '10s'], 'must be longer than `poll`'],
    ['what becomes of stale ones without when', [...HTTPS, '--on-stale', 'deny'], '`on-stale` needs `max-staleness`'],
    ['another thing for stale ones', [...HTTPS, '--max-staleness', '1h', '--on-stale', 'x'], 'none of `not-ready`'],
  ])('refuse %s', (_, argv, message) => {
    expect(refusal(...argv)).toContain(message);
  });

  it('never show a password, nor take a token for a setting', () => {
    expect(refusal('--policies', 'git+https://u:hush@h/p')).not.toContain('hush');
    const env = { CHAPERONE_GIT_TOKEN: 'hush' };
    const { settings } = readConfig({ argv: HTTPS, env, cwd: '/', readFile: () => '' });
    expect(JSON.stringify(settings)).not.toContain('hush');
  });
});
