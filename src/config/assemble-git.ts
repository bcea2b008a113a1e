import { readGitLocation } from '../model/git-location.ts';
import type { GitConfig } from './config.ts';
import { GIT_SETTINGS } from './git-settings.ts';
import { optional } from './optional.ts';
import type { Setting } from './settings.ts';

type Maybe = <Value>(setting: Setting<Value>) => Value | undefined;

/** What is configured for policies from git; undefined where they come from a folder. */
export function assembleGit(policies: string, maybe: Maybe): GitConfig | undefined {
  const read = readGitLocation(policies);
  if (!read.ok) return undefined;
  return Object.freeze<GitConfig>({
    location: Object.freeze(read.location),
    poll: maybe(GIT_SETTINGS.poll) ?? 0,
    ...optional('stateFolder', maybe(GIT_SETTINGS['state-dir'])),
    ...optional('username', maybe(GIT_SETTINGS['git-username'])),
    ...optional('tokenFile', maybe(GIT_SETTINGS['git-token-file'])),
    ...optional('authorities', maybe(GIT_SETTINGS['git-ca'])),
    ...optional('sshKey', maybe(GIT_SETTINGS['git-ssh-key'])),
    ...optional('knownHosts', maybe(GIT_SETTINGS['git-known-hosts'])),
    ...optional('trust', trustOf(maybe)),
    ...optional('webhook', webhookOf(maybe)),
  });
}

function trustOf(maybe: Maybe): GitConfig['trust'] {
  if (maybe(GIT_SETTINGS['require-signed']) !== true) return undefined;
  return Object.freeze({
    ...optional('allowedSigners', maybe(GIT_SETTINGS['allowed-signers'])),
    ...optional('keyring', maybe(GIT_SETTINGS.keyring)),
    allowRollback: maybe(GIT_SETTINGS['allow-rollback']) === true,
  });
}

function webhookOf(maybe: Maybe): GitConfig['webhook'] {
  const address = maybe(GIT_SETTINGS.webhook);
  const secretFile = maybe(GIT_SETTINGS['webhook-secret-file']);
  if (address === undefined || secretFile === undefined) return undefined;
  return Object.freeze({ address: Object.freeze(address), secretFile });
}
