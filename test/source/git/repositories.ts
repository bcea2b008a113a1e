import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A person's clone of a repository, and the bare repository that it pushes to. */
export interface Working {
  /** The bare repository that a server serves. */
  readonly bare: string;
  readonly folder: string;
  git(...args: string[]): string;
  /** Writes files (undefined deletes), commits and pushes. `how` is settings of git and at most one flag. The hash. */
  push(files: Readonly<Record<string, string | undefined>>, subject?: string, ...how: string[]): string;
  /** The same without the push. */
  commit(files: Readonly<Record<string, string | undefined>>, subject?: string, ...how: string[]): string;
  link(path: string, target: string): void;
}

const PERSON = ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com', '-c', 'commit.gpgsign=false'];

export function gitIn(folder: string, ...args: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  return execFileSync('git', [...PERSON, ...args], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** An empty repository `NAME.git` below the root, with a clone beside it. */
export function createWorking(root: string, name = 'policies'): Working {
  const bare = join(root, `${name}.git`);
  const folder = join(root, `${name}-clone`);
  mkdirSync(folder, { recursive: true });
  gitIn(root, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  gitIn(bare, 'config', 'receive.denyDeleteCurrent', 'ignore');
  gitIn(folder, 'init', '--quiet', '--initial-branch=main');
  gitIn(folder, 'remote', 'add', 'origin', bare);
  const git = (...args: string[]): string => gitIn(folder, ...args);
  const commit: Working['commit'] = (files, subject = 'a change', ...how) => {
    for (const [path, text] of Object.entries(files)) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true });
      if (text === undefined) rmSync(full);
      else writeFileSync(full, text);
    }
    git('add', '--all');
    const settings = how.slice(0, how.length - (how.at(-1)?.startsWith('--') === true ? 1 : 0));
    const flags = how.slice(settings.length);
    git(...settings, 'commit', '--quiet', '--allow-empty', '-m', subject, ...flags);
    return git('rev-parse', 'HEAD');
  };
  return {
    bare,
    folder,
    git,
    commit,
    push: (files, subject, ...how) => {
      const hash = commit(files, subject, ...how);
      git('push', '--quiet', '--force', 'origin', 'HEAD:main');
      return hash;
    },
    link: (path, target) => symlinkSync(target, join(folder, path)),
  };
}
