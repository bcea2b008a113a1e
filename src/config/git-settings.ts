import type { ListenAddress } from './config.ts';
import { printDuration, readChoice, readDuration, readSwitch, readWord } from './read-git-value.ts';
import { printAddress, readAddress, readPath } from './read-value.ts';
import type { Setting } from './settings.ts';

/** What can be set for policies that come from git, and for how long they may go unconfirmed. */
export interface GitSettings {
  readonly poll: Setting<number>;
  readonly webhook: Setting<ListenAddress>;
  readonly 'webhook-secret-file': Setting<string>;
  readonly 'state-dir': Setting<string>;
  readonly 'git-username': Setting<string>;
  readonly 'git-token-file': Setting<string>;
  readonly 'git-ca': Setting<string>;
  readonly 'git-ssh-key': Setting<string>;
  readonly 'git-known-hosts': Setting<string>;
  readonly 'require-signed': Setting<boolean>;
  readonly 'allowed-signers': Setting<string>;
  readonly keyring: Setting<string>;
  readonly 'allow-rollback': Setting<boolean>;
  readonly 'max-staleness': Setting<number>;
  readonly 'on-stale': Setting<OnStale>;
}

export type OnStale = 'not-ready' | 'deny';

const ON_STALE: readonly OnStale[] = ['not-ready', 'deny'];

const single = { repeatable: false, fallback: undefined } as const;
const texts = { print: (value: string): string => value };
const files = { placeholder: 'FILE', ...single, read: readPath, ...texts };
const folders = { ...files, placeholder: 'DIR' };
const durations = { placeholder: 'TIME', repeatable: false, read: readDuration, print: printDuration };
const switches = { placeholder: '', ...single, isSwitch: true, read: readSwitch, print: String };

export const GIT_SETTINGS: GitSettings = {
  poll: {
    name: 'poll',
    help: 'how often a git repository is looked at; `0` only when told to',
    ...durations,
    fallback: '10s',
  },
  webhook: {
    name: 'webhook',
    placeholder: 'ADDR',
    help: 'where a forge may say that something was pushed, at `/webhook`',
    ...single,
    read: readAddress,
    print: printAddress,
  },
  'webhook-secret-file': {
    name: 'webhook-secret-file',
    help: 'secrets that webhooks are signed with, one a line',
    ...files,
  },
  'state-dir': { name: 'state-dir', help: 'where the local copy of a git repository is kept', ...folders },
  'git-username': {
    name: 'git-username',
    placeholder: 'NAME',
    help: 'who shows the token to the git server',
    ...single,
    read: readWord,
    ...texts,
  },
  'git-token-file': { name: 'git-token-file', help: 'token or password for a git server on https', ...files },
  'git-ca': { name: 'git-ca', help: 'authorities that sign for the git server, PEM', ...files },
  'git-ssh-key': { name: 'git-ssh-key', help: 'private key for a git server on ssh', ...files },
  'git-known-hosts': { name: 'git-known-hosts', help: 'keys of git servers on ssh, as in known_hosts', ...files },
  'require-signed': { name: 'require-signed', help: 'take only commits that a trusted key has signed', ...switches },
  'allowed-signers': { name: 'allowed-signers', help: 'trusted SSH keys, as ssh-keygen reads them', ...files },
  keyring: { name: 'keyring', help: 'home of gpg with the trusted GPG keys', ...folders },
  'allow-rollback': {
    name: 'allow-rollback',
    help: 'with signatures, take commits that do not descend from the last',
    ...switches,
  },
  'max-staleness': {
    name: 'max-staleness',
    help: 'how long policies may go unconfirmed by their source',
    ...durations,
    fallback: undefined,
  },
  'on-stale': {
    name: 'on-stale',
    placeholder: ON_STALE.join('|'),
    help: 'what becomes of policies that are older',
    repeatable: false,
    fallback: 'not-ready',
    read: (text) => readChoice(text, ON_STALE),
    print: (value) => value,
  },
};
