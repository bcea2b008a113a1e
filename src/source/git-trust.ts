import { short } from './git-files.ts';
import type { GitTrust } from './git-options.ts';
import type { GitRemote } from './git-remote.ts';
import type { GitRepository } from './git-repository.ts';
import { unreadable } from './git-run.ts';

/**
 * Rejects with a ChaperoneError where a commit is not signed by a trusted key. The exit status alone judges: for an
 * unknown key git still prints that the signature is good.
 */
export async function requireSignature(repository: GitRepository, commit: string, trust: GitTrust): Promise<void> {
  const { allowedSigners, keyring } = trust;
  // A kind of signature that no keys were named for is checked against none, whatever the system trusts.
  const settings = [
    `gpg.ssh.allowedSignersFile=${allowedSigners ?? '/dev/null'}`,
    ...(keyring === undefined ? ['gpg.program=false'] : []),
    'gpg.x509.program=false',
  ];
  const args = [...settings.flatMap((setting) => ['-c', setting]), 'verify-commit', '--raw', commit];
  const { code } = await repository.run(args);
  if (code === 0) return;
  const keys = [allowedSigners, keyring].filter((name) => name !== undefined).map((name) => `\`${name}\``);
  throw unreadable(`commit ${short(commit)} is not signed by a key in ${keys.join(' or ')}`);
}

const FIRST_DEPTH = 16;

/**
 * Why the newest commit is none that came after the last accepted one; undefined where it descends from it. Fetches as
 * much of its history as it takes to tell.
 */
export async function whyStray(
  repository: GitRepository,
  remote: GitRemote,
  commit: string,
  accepted: string,
): Promise<string | undefined> {
  const { history } = repository.limits;
  for (let depth = FIRST_DEPTH; !(await descends(repository, commit, accepted)); depth *= 4) {
    const isEnough = depth > history;
    if (isEnough || (await isWhole(repository, commit))) {
      const far = isEnough ? ` within ${history} commits` : '';
      const message = `commit ${short(commit)} does not descend${far} from ${short(accepted)}, which was accepted last`;
      return `${message}: where that is meant, allow it with --allow-rollback`;
    }
    await remote.deepen(depth);
  }
  return undefined;
}

async function descends(repository: GitRepository, commit: string, accepted: string): Promise<boolean> {
  return (await repository.run(['merge-base', '--is-ancestor', accepted, commit])).code === 0;
}

/** True where the commit's whole history is here: none of its ancestors that the repository is cut off at has parents. */
async function isWhole(repository: GitRepository, commit: string): Promise<boolean> {
  const listed = await repository.must('the history can not be read', ['rev-list', commit], { maxOutput: MAX_HISTORY });
  const cuts = await repository.cuts();
  for (const ancestor of listed.toString('latin1').split('\n')) {
    if (!cuts.has(ancestor)) continue;
    const raw = await repository.must('the history can not be read', ['cat-file', 'commit', ancestor]);
    if (/^parent /m.test(raw.toString('latin1').split('\n\n', 1)[0] ?? '')) return false;
  }
  return true;
}

const MAX_HISTORY = 67_108_864;
