import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConfigRead, readConfig } from '../../src/config/read-config.ts';
import { SETTING_NAMES, settingsHelp, variableOf } from '../../src/config/settings.ts';
import { ChaperoneError } from '../../src/model/errors.ts';

interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The contents of `chaperone.yaml`, which is then named by the environment. */
  readonly file?: string;
  readonly switches?: readonly string[];
}

function read({ argv = [], env = {}, file, switches = [] }: Given): ConfigRead {
  const cwd = mkdtempSync(join(tmpdir(), 'chaperone-config-'));
  if (file !== undefined) writeFileSync(join(cwd, 'chaperone.yaml'), file);
  const named = file === undefined ? env : { CHAPERONE_CONFIG: 'chaperone.yaml', ...env };
  return readConfig({ argv, env: named, cwd, switches, readFile: (path) => readFileSync(path, 'utf8') });
}

function refused(given: Given): ChaperoneError {
  try {
    read(given);
  } catch (error) {
    if (error instanceof ChaperoneError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function inForce(result: ConfigRead, name: string): readonly unknown[] {
  const setting = result.settings.find((candidate) => candidate.name === name);
  return [setting?.value, setting?.origin];
}

describe('what is in force', () => {
  it('is the defaults where nothing is given', () => {
    const { config } = read({});
    expect(config).toEqual({
      policies: './policies',
      listen: [{ kind: 'tcp', host: '127.0.0.1', port: 4400 }],
      admin: { kind: 'tcp', host: '127.0.0.1', port: 4401 },
      socketMode: 0o660,
      allowedHosts: [],
      cacheSize: 10_000,
      requireTests: false,
      attributes: 'reject',
    });
  });

  it('takes a flag over the environment and the environment over the file, whole lists at a time', () => {
    const file = 'policies: rules\nlisten: ["127.0.0.1:1", "127.0.0.1:2"]\nadmin: 127.0.0.1:9\n';
    const env = { CHAPERONE_LISTEN: '127.0.0.1:3, unix:/run/a.sock', CHAPERONE_POLICIES: 'from-env' };
    const result = read({ argv: ['--policies=from-flag'], env, file });
    expect(inForce(result, 'policies')).toEqual(['from-flag', 'flag --policies']);
    expect(inForce(result, 'listen')).toEqual([['127.0.0.1:3', 'unix:/run/a.sock'], 'environment CHAPERONE_LISTEN']);
    expect(inForce(result, 'admin')).toEqual(['127.0.0.1:9', 'file chaperone.yaml:3']);
    expect(inForce(result, 'cache-size')).toEqual(['10000', 'default']);
    expect(inForce(result, 'decision-log')).toEqual([null, 'default']);
    expect(inForce(result, 'config')).toEqual(['chaperone.yaml', 'environment CHAPERONE_CONFIG']);
    expect(result.config.listen[1]).toEqual({ kind: 'unix', path: '/run/a.sock' });
  });

  it('reads every setting from each of the three places alike', () => {
    const values = {
      policies: 'git+https://git.example.com/policies.git#main:prod',
      poll: '30s',
      webhook: '0.0.0.0:4402',
      'webhook-secret-file': '/w',
      'state-dir': '/state',
      'git-username': 'bot',
      'git-token-file': '/g',
      'git-ca': '/ca',
      'require-signed': 'true',
      'allowed-signers': '/s',
      keyring: '/k',
      'allow-rollback': 'false',
      'max-staleness': '1h',
      'on-stale': 'deny',
      listen: '[::1]:4400',
      admin: 'unix:/run/admin.sock',
      'socket-mode': '0600',
      'decision-log': '-',
      'token-file': '/t',
      'metrics-token-file': '/m',
      'allowed-host': 'Pdp.Example.com:8443',
      'public-url': 'https://pdp.example.com/tenant',
      'tls-cert': '/c',
      'tls-key': '/k',
      'tls-client-ca': '/a',
      'cache-size': '0',
      'require-tests': 'true',
      attributes: 'warn',
    };
    const rows = Object.entries(values) as [keyof typeof values, string][];
    const byFlag = read({ argv: rows.map(([name, value]) => `--${name}=${value}`) }).config;
    const byEnvironment = read({ env: Object.fromEntries(rows.map(([name, value]) => [variableOf(name), value])) });
    const byFile = read({ file: rows.map(([name, value]) => `${name}: "${value}"`).join('\n') });
    expect(byFlag).toEqual({
      policies: 'git+https://git.example.com/policies.git#main:prod',
      git: {
        location: { url: 'https://git.example.com/policies.git', scheme: 'https', ref: 'main', folder: 'prod' },
        poll: 30_000,
        stateFolder: '/state',
        username: 'bot',
        tokenFile: '/g',
        authorities: '/ca',
        trust: { allowedSigners: '/s', keyring: '/k', allowRollback: false },
        webhook: { address: { kind: 'tcp', host: '0.0.0.0', port: 4402 }, secretFile: '/w' },
      },
      staleness: { max: 3_600_000, on: 'deny' },
      listen: [{ kind: 'tcp', host: '::1', port: 4400 }],
      admin: { kind: 'unix', path: '/run/admin.sock' },
      socketMode: 0o600,
      decisionLog: '-',
      tokenFile: '/t',
      metricsTokenFile: '/m',
      allowedHosts: ['pdp.example.com:8443'],
      publicUrl: 'https://pdp.example.com/tenant',
      tls: { certificate: '/c', key: '/k', clientAuthority: '/a' },
      cacheSize: 0,
      requireTests: true,
      attributes: 'warn',
    });
    expect(byEnvironment.config).toEqual(byFlag);
    expect(byFile.config).toEqual(byFlag);
    const ofSsh = ['git-ssh-key', 'git-known-hosts'];
    expect(rows.length).toBe(SETTING_NAMES.filter((name) => name !== 'config' && !ofSsh.includes(name)).length);
  });

  it('is frozen through and through', () => {
    const { config } = read({ argv: ['--tls-cert', 'c', '--tls-key', 'k'] });
    for (const part of [config, config.listen, config.listen[0], config.admin, config.allowedHosts, config.tls]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('hands back the words and the switches of the command', () => {
    const result = read({ argv: ['one', '--json', '--', '--two'], switches: ['json', 'quiet'] });
    expect(result.positionals).toEqual(['one', '--two']);
    expect([...result.switches]).toEqual(['json']);
  });

  it('starts relative paths of a file at the folder of the file', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'chaperone-config-'));
    writeFileSync(
      join(cwd, 'c.yaml'),
      'policies: rules\nlisten: unix:run/c.sock\ntoken-file: /abs\ndecision-log: "-"\n',
    );
    const argv = ['--config', join(cwd, 'c.yaml')];
    const { config } = readConfig({ argv, env: {}, cwd: '/', readFile: (path) => readFileSync(path, 'utf8') });
    expect(config.policies).toBe(join(cwd, 'rules'));
    expect(config.listen).toEqual([{ kind: 'unix', path: join(cwd, 'run/c.sock') }]);
    expect(config.tokenFile).toBe('/abs');
    expect(config.decisionLog).toBe('-');
  });

  it('reads a mode in a file as it is written, whatever YAML makes of the number', () => {
    expect(read({ file: 'socket-mode: 0640' }).config.socketMode).toBe(0o640);
    expect(read({ file: 'socket-mode: 0o640' }).config.socketMode).toBe(0o640);
    expect(read({ file: 'cache-size: 25' }).config.cacheSize).toBe(25);
  });

  it('lets an empty file set nothing', () => {
    expect(read({ file: '' }).config).toEqual(read({}).config);
    expect(read({ file: '# nothing yet\n' }).config).toEqual(read({}).config);
  });
});

describe('the variables of others', () => {
  it('passes over what Kubernetes makes of a Service called chaperone, and the switch of the long tests', () => {
    const env = {
      CHAPERONE_PORT: 'tcp://10.0.0.1:4400',
      CHAPERONE_PORT_4400_TCP_ADDR: '10.0.0.1',
      CHAPERONE_SERVICE_HOST: '10.0.0.1',
      CHAPERONE_TEST_LONG: '1',
      CHAPERON: 'x',
    };
    expect(read({ env }).config).toEqual(read({}).config);
  });

  it('says what to do about another Service', () => {
    expect(refused({ env: { CHAPERONE_ADMIN_SERVICE_HOST: '10.0.0.1' } }).message).toBe(
      'unknown variable `CHAPERONE_ADMIN_SERVICE_HOST`: where Kubernetes made it from the name of a Service, set `enableServiceLinks: false` on the pod',
    );
  });
});

describe('what is refused', () => {
  const cases: readonly (readonly [string, Given, string])[] = [
    ['a misspelt flag', { argv: ['--lisen', 'x'] }, 'unknown flag `--lisen`: did you mean `--listen`?'],
    ['a flag that is nothing like one', { argv: ['--frobnicate'] }, 'unknown flag `--frobnicate`'],
    ['a short flag', { argv: ['-p', 'x'] }, 'unknown flag `-p`'],
    ['a key of Object.prototype as a flag', { argv: ['--constructor'] }, 'unknown flag `--constructor`'],
    ['a flag without its value', { argv: ['--admin', '--listen', 'x'] }, '`--admin` needs a value'],
    ['a flag at the end without its value', { argv: ['--admin'] }, '`--admin` needs a value'],
    ['one value given twice', { argv: ['--policies=a', '--policies=b'] }, '`--policies` is given more than once'],
    ['an empty value', { argv: ['--policies='] }, 'flag --policies: the value is empty'],
    ['a control character', { argv: ['--policies=a\0b'] }, 'flag --policies: the value has a control character'],
    [
      'an address without a port',
      { argv: ['--listen', '127.0.0.1'] },
      'flag --listen: `127.0.0.1` is no address; write `127.0.0.1:4400`, `[::1]:4400` or `unix:/PATH`',
    ],
    ['a port too high', { argv: ['--listen', 'a:65536'] }, 'flag --listen: `a:65536` has a port above 65535'],
    [
      'one address twice',
      { argv: ['--listen', '127.0.0.1:4401'] },
      'flag --listen, default of admin: `127.0.0.1:4401` is listened on twice',
    ],
    ['a certificate alone', { argv: ['--tls-cert', 'c'] }, 'flag --tls-cert: `tls-cert` needs `tls-key`'],
    [
      'a misspelt variable',
      { env: { CHAPERONE_POLICES: 'x' } },
      'unknown variable `CHAPERONE_POLICES`: did you mean `CHAPERONE_POLICIES`?',
    ],
    [
      'an empty item of a list',
      { env: { CHAPERONE_LISTEN: '127.0.0.1:1,' } },
      'environment CHAPERONE_LISTEN: the value is empty',
    ],
    [
      'a misspelt key',
      { file: '\nallowed-hosts: a' },
      'file chaperone.yaml:2: unknown key `allowed-hosts`: did you mean `allowed-host`?',
    ],
    ['a file that names a file', { file: 'config: b.yaml' }, 'file chaperone.yaml:1: unknown key `config`'],
    ['a key of Object.prototype', { file: '__proto__: {}' }, 'file chaperone.yaml:1: unknown key `__proto__`'],
    ['a key twice', { file: 'admin: a:1\nadmin: a:2' }, 'file chaperone.yaml:2: map keys must be unique'],
    ['a key without a value', { file: 'admin:' }, 'file chaperone.yaml:1: `admin` has no value'],
    ['a list for one value', { file: 'admin: [a:1]' }, 'file chaperone.yaml:1: `admin` takes one value, not a list'],
    ['a list of nothing', { file: 'listen: []' }, 'file chaperone.yaml:1: the list of `listen` is empty'],
    ['a truth value', { file: 'policies: true' }, 'file chaperone.yaml:1: `policies` must be text'],
    [
      'an alias',
      { file: 'policies: &a x\ntoken-file: *a' },
      'file chaperone.yaml:2: `token-file` is an alias; write the value itself',
    ],
    ['a file that is a list', { file: '- a' }, 'file chaperone.yaml:1: a configuration file is a mapping of settings'],
    [
      'a bad item, at its own line',
      { file: 'listen:\n  - 127.0.0.1:1\n  - nowhere' },
      'file chaperone.yaml:3: `nowhere` is no address; write `127.0.0.1:4400`, `[::1]:4400` or `unix:/PATH`',
    ],
    [
      'a file that is not there',
      { argv: ['--config', 'absent.yaml'] },
      "flag --config: `absent.yaml` can't be read: ENOENT: no such file or directory",
    ],
    [
      'a socket mode',
      { argv: ['--socket-mode', '888'] },
      'flag --socket-mode: `888` is no socket mode; write three octal digits, as in `0660`',
    ],
    [
      'a cache too large',
      { argv: ['--cache-size', '1000001'] },
      'flag --cache-size: `1000001` is no whole number from 0 to 1000000',
    ],
    [
      'a host with a scheme',
      { argv: ['--allowed-host', 'http://a'] },
      'flag --allowed-host: `http://a` is no host; write it as a client names it, as in `chaperone.internal` or `pdp.example.com:8443`',
    ],
    [
      'a public URL without TLS',
      { argv: ['--public-url', 'http://a'] },
      'flag --public-url: `http://a` is no https URL',
    ],
  ];

  it.each(cases)('%s', (_, given, message) => {
    expect(refused(given).message).toBe(message);
  });

  it('tells a fault of the arguments from one of the surroundings', () => {
    expect(refused({ argv: ['--nope', '--cache-size=x'] }).code).toBe('usage');
    expect(refused({ argv: ['--nope'], env: { CHAPERONE_CACHE_SIZE: 'x' } }).code).toBe('config');
  });

  it('names everything that is wrong at once, what a stronger place would hide too', () => {
    const error = refused({
      argv: ['--frobnicate', '--cache-size=1'],
      env: { CHAPERONE_CACHE_SIZE: 'x', CHAPERONE_FROBNICATE: '' },
      file: 'cache-size: y\nfrobnicate: 1',
    });
    expect(error.message.split('; ')).toEqual([
      'unknown flag `--frobnicate`',
      'unknown variable `CHAPERONE_FROBNICATE`',
      'environment CHAPERONE_CACHE_SIZE: `x` is no whole number from 0 to 1000000',
      'file chaperone.yaml:2: unknown key `frobnicate`',
      'file chaperone.yaml:1: `y` is no whole number from 0 to 1000000',
    ]);
  });

  it('never repeats a password', () => {
    const url = 'https://ci:hunt/er@2@git.example/rules.git';
    for (const name of ['public-url', 'policies', 'listen', 'allowed-host', 'config']) {
      const { message } = refused({ argv: [`--${name}`, url] });
      expect(message).toContain('://***@git.example');
      expect(message).not.toMatch(/hunt|er@2/);
    }
    const result = read({ argv: ['--token-file', url] });
    expect(inForce(result, 'token-file')[0]).toBe('https://***@git.example/rules.git');
    expect(result.config.tokenFile).toBe(url);
  });
});

describe('help', () => {
  it('has a line for each setting, with its default', () => {
    const lines = settingsHelp();
    expect(lines).toHaveLength(SETTING_NAMES.length);
    expect(lines[1]).toMatch(/^ {2}--listen ADDR +where .* \(repeatable; default 127\.0\.0\.1:4400\)$/);
    expect(settingsHelp(['admin'])).toEqual([
      '  --admin ADDR  where health, metrics, status and reload are served (default 127.0.0.1:4401)',
    ]);
  });
});
