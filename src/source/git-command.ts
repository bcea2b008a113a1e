import type { GitSourceOptions } from './git-options.ts';

/** What every run of git gets before its own arguments, and its whole environment. */
export interface GitCommand {
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Nothing that a repository, a user or the system configures takes part, and nothing but the named protocol is spoken. */
const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=',
  'credential.helper=',
  'fetch.recurseSubmodules=false',
  // One pack a fetch: what is left of one that was ended lies in one place.
  'fetch.unpackLimit=1',
  'fetch.writeCommitGraph=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'gpg.minTrustLevel=undefined',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=20',
  'http.sslVerify=true',
  'i18n.logOutputEncoding=UTF-8',
  'index.threads=1',
  'pack.threads=1',
  'protocol.allow=never',
];

/** What git needs of the environment to find its programs and its way through a proxy. */
const PASSED_ON: readonly string[] = [
  'PATH',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
];

// The shell that git runs reads the names from the environment: no secret stands on a command line.
const CREDENTIALS =
  '!f() { test "$1" = get || return 0; printf "username=%s\\npassword=%s\\n" "$CHAPERONE_GIT_USERNAME" ' +
  '"$(if test -n "$CHAPERONE_GIT_TOKEN"; then echo "$CHAPERONE_GIT_TOKEN"; else cat -- "$CHAPERONE_GIT_TOKEN_FILE"; fi)"; }; f';

/** The settings and the environment for a source. `home` is an empty folder. */
export function gitCommand(options: GitSourceOptions, repository: string, home: string): GitCommand {
  const { location, authorities } = options;
  const settings = [
    ...SETTINGS,
    `protocol.${location.scheme}.allow=always`,
    ...(authorities === undefined ? [] : [`http.sslCAInfo=${authorities}`]),
    ...credentialSettings(options),
  ];
  return {
    prefix: [`--git-dir=${repository}`, ...settings.flatMap((setting) => ['-c', setting])],
    env: { ...environment(options, home), ...credentials(options) },
  };
}

function credentialSettings({ location, token, tokenFile }: GitSourceOptions): readonly string[] {
  if (location.scheme !== 'https' || (token === undefined && tokenFile === undefined)) return [];
  // Only the named server gets them, wherever it may redirect to.
  return [`credential.${new URL(location.url).origin}.helper=${CREDENTIALS}`];
}

function credentials({ username, token, tokenFile, location }: GitSourceOptions): Record<string, string> {
  if (location.scheme !== 'https') return {};
  const named = decodeURIComponent(new URL(location.url).username);
  return {
    // Forges take any name beside a token; this one they all know.
    CHAPERONE_GIT_USERNAME: username ?? (named === '' ? 'git' : named),
    ...(token === undefined ? {} : { CHAPERONE_GIT_TOKEN: token }),
    ...(tokenFile === undefined ? {} : { CHAPERONE_GIT_TOKEN_FILE: tokenFile }),
  };
}

function environment(options: GitSourceOptions, home: string): Record<string, string> {
  const { env, location } = options;
  const passed = PASSED_ON.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    HOME: home,
    GNUPGHOME: options.trust?.keyring ?? home,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: location.scheme,
    GIT_ASKPASS: 'false',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    ...(location.scheme === 'ssh' ? { GIT_SSH_COMMAND: sshCommand(options), GIT_SSH_VARIANT: 'ssh' } : {}),
    ...(location.scheme === 'ssh' && options.sshKey === undefined ? agent(env) : {}),
  };
}

function agent(env: GitSourceOptions['env']): Record<string, string> {
  const socket = env['SSH_AUTH_SOCK'];
  return socket === undefined ? {} : { SSH_AUTH_SOCK: socket };
}

/** ssh that knows only the named server keys, asks nobody anything and reads no configuration. */
function sshCommand({ sshKey, knownHosts }: GitSourceOptions): string {
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'UpdateHostKeys=no',
    `UserKnownHostsFile=${sshPath(knownHosts ?? '/dev/null')}`,
    'GlobalKnownHostsFile=/dev/null',
    'ConnectTimeout=10',
    'ServerAliveInterval=10',
    'ServerAliveCountMax=2',
    ...(sshKey === undefined ? [] : ['IdentitiesOnly=yes', `IdentityFile=${sshPath(sshKey)}`]),
  ];
  return ['ssh', '-F', '/dev/null', ...settings.flatMap((setting) => ['-o', quoted(setting)])].join(' ');
}

/** A path as ssh reads it among its settings, where blanks part words and `%` begins a token. */
function sshPath(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
