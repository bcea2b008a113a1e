import { resolve } from 'node:path';
import type { Config, GitConfig } from '../config/config.ts';
import { GIT_TOKEN_VARIABLE } from '../config/environment.ts';
import type { Source } from '../model/source.ts';
import { createDirectorySource } from '../source/directory.ts';
import { createGitSource } from '../source/git.ts';
import type { Io } from './command.ts';
import type { Log } from './process-log.ts';

/** Where policies come from, and how to let go of it. */
export interface PolicySource {
  readonly source: Source;
  close(): Promise<void>;
}

/** The source that is configured: a folder or a git repository. */
export function createPolicySource(config: Config, io: Io, log: Log): PolicySource {
  if (config.git === undefined) return { source: createDirectorySource(config.policies), close: async () => {} };
  const token = io.env[GIT_TOKEN_VARIABLE];
  const source = createGitSource({
    ...absolute(config.git),
    ...(token === undefined ? {} : { token }),
    env: io.env,
    clock: io.now,
    warn: (message) => log({ level: 'warn', message }),
  });
  return { source, close: source.close };
}

/** With every path as seen from the root: git and its helpers run elsewhere than here. */
function absolute({ webhook: _webhook, trust, ...git }: GitConfig): Omit<GitConfig, 'webhook'> {
  const paths = ['stateFolder', 'tokenFile', 'authorities', 'sshKey', 'knownHosts'] as const;
  const given = paths.flatMap((name) => (git[name] === undefined ? [] : [[name, resolve(git[name])] as const]));
  if (trust === undefined) return { ...git, ...Object.fromEntries(given) };
  const { allowedSigners, keyring, allowRollback } = trust;
  return {
    ...git,
    ...Object.fromEntries(given),
    trust: {
      ...(allowedSigners === undefined ? {} : { allowedSigners: resolve(allowedSigners) }),
      ...(keyring === undefined ? {} : { keyring: resolve(keyring) }),
      allowRollback,
    },
  };
}
