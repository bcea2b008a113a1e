import type { AttributeMode, ListenAddress } from './config.ts';
import { GIT_SETTINGS, type GitSettings } from './git-settings.ts';
import { readChoice, readPolicies, readSwitch } from './read-git-value.ts';
import {
  printAddress,
  printMode,
  type ReadValue,
  readAddress,
  readHost,
  readMode,
  readPath,
  readPathOrDash,
  readPublicUrl,
  readSize,
} from './read-value.ts';

/** One thing that can be set. Its name is its flag and its key in the file, and makes its variable. */
export interface Setting<Value> {
  readonly name: SettingName;
  /** What stands for the value in help. */
  readonly placeholder: string;
  readonly help: string;
  readonly repeatable: boolean;
  /** True for a flag that takes no value: it is `true` where it is given. */
  readonly isSwitch?: boolean;
  /** Read as if it were given, where it is not; undefined leaves the setting without a value. */
  readonly fallback: string | undefined;
  readonly read: ReadValue<Value>;
  /** The text that `read` reads back. */
  print(value: Value): string;
}

/** The one table behind flags, variables, file keys, help, reading and defaults. */
export interface Settings extends GitSettings {
  readonly policies: Setting<string>;
  readonly listen: Setting<ListenAddress>;
  readonly admin: Setting<ListenAddress>;
  readonly 'socket-mode': Setting<number>;
  readonly 'decision-log': Setting<string>;
  readonly 'token-file': Setting<string>;
  readonly 'metrics-token-file': Setting<string>;
  readonly 'allowed-host': Setting<string>;
  readonly 'public-url': Setting<string>;
  readonly 'tls-cert': Setting<string>;
  readonly 'tls-key': Setting<string>;
  readonly 'tls-client-ca': Setting<string>;
  readonly 'cache-size': Setting<number>;
  readonly 'require-tests': Setting<boolean>;
  readonly attributes: Setting<AttributeMode>;
  readonly config: Setting<string>;
}

export type SettingName = keyof Settings;

const addresses = { read: readAddress, print: printAddress };
const texts = { print: (value: string): string => value };
const files = { placeholder: 'FILE', repeatable: false, fallback: undefined, read: readPath, ...texts };

const ATTRIBUTE_MODES: readonly AttributeMode[] = ['reject', 'warn'];

export const SETTINGS: Settings = {
  policies: {
    name: 'policies',
    placeholder: 'DIR|URL',
    help: 'folder of the policy files, or `git+URL#REF:FOLDER`',
    repeatable: false,
    fallback: './policies',
    read: readPolicies,
    ...texts,
  },
  listen: {
    name: 'listen',
    placeholder: 'ADDR',
    help: 'where questions are answered: `HOST:PORT` or `unix:PATH`',
    repeatable: true,
    fallback: '127.0.0.1:4400',
    ...addresses,
  },
  admin: {
    name: 'admin',
    placeholder: 'ADDR',
    help: 'where health, metrics, status and reload are served',
    repeatable: false,
    fallback: '127.0.0.1:4401',
    ...addresses,
  },
  'socket-mode': {
    name: 'socket-mode',
    placeholder: 'MODE',
    help: 'permission bits of unix sockets, in octal',
    repeatable: false,
    fallback: '0660',
    read: readMode,
    print: printMode,
  },
  'decision-log': {
    name: 'decision-log',
    placeholder: 'FILE|-',
    help: 'where a line is written for each decision; `-` is standard output',
    repeatable: false,
    fallback: undefined,
    read: readPathOrDash,
    ...texts,
  },
  'token-file': { name: 'token-file', help: 'bearer tokens that callers must show, one a line', ...files },
  'metrics-token-file': { name: 'metrics-token-file', help: 'bearer tokens that `/metrics` asks for', ...files },
  'allowed-host': {
    name: 'allowed-host',
    placeholder: 'HOST',
    help: 'a further name that requests may be addressed to',
    repeatable: true,
    fallback: undefined,
    read: readHost,
    ...texts,
  },
  'public-url': {
    name: 'public-url',
    placeholder: 'URL',
    help: 'the https URL that AuthZEN clients know this service by',
    repeatable: false,
    fallback: undefined,
    read: readPublicUrl,
    ...texts,
  },
  'tls-cert': { name: 'tls-cert', help: 'certificate chain of the TCP listeners for decisions, PEM', ...files },
  'tls-key': { name: 'tls-key', help: 'private key of the certificate, PEM', ...files },
  'tls-client-ca': { name: 'tls-client-ca', help: 'authorities that must have signed a caller, PEM', ...files },
  'cache-size': {
    name: 'cache-size',
    placeholder: 'N',
    help: 'entries of the decision cache; 0 turns it off',
    repeatable: false,
    fallback: '10000',
    read: readSize,
    print: String,
  },
  'require-tests': {
    name: 'require-tests',
    placeholder: '',
    help: 'policies come in force only where their `*.test.yaml` cases pass, one at least',
    repeatable: false,
    isSwitch: true,
    fallback: undefined,
    read: readSwitch,
    print: String,
  },
  attributes: {
    name: 'attributes',
    placeholder: 'reject|warn',
    help: 'what becomes of a question that is not as the policies declare',
    repeatable: false,
    fallback: 'reject',
    read: (text) => readChoice(text, ATTRIBUTE_MODES),
    print: String,
  },
  ...GIT_SETTINGS,
  config: { name: 'config', help: 'file with settings, YAML', ...files },
};

/** The names in the order of the table. */
export const SETTING_NAMES: readonly SettingName[] = Object.freeze(Object.keys(SETTINGS) as SettingName[]);

/** Names that a configuration file may use: it can't name another file. */
export const FILE_NAMES: readonly SettingName[] = Object.freeze(SETTING_NAMES.filter((name) => name !== 'config'));

/** The environment variable of a setting: `CHAPERONE_DECISION_LOG` for `decision-log`. */
export function variableOf(name: SettingName): string {
  return `CHAPERONE_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Lines for a command's help, one a setting: flag, what it does, default. */
export function settingsHelp(names: readonly SettingName[] = SETTING_NAMES): readonly string[] {
  const rows = names.map((name) => {
    const { placeholder, help, repeatable, fallback } = SETTINGS[name];
    const notes = [...(repeatable ? ['repeatable'] : []), ...(fallback === undefined ? [] : [`default ${fallback}`])];
    return {
      flag: `--${name} ${placeholder}`.trimEnd(),
      text: notes.length === 0 ? help : `${help} (${notes.join('; ')})`,
    };
  });
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  return rows.map(({ flag, text }) => `  ${flag.padEnd(width)}  ${text.replaceAll('`', '')}`);
}
