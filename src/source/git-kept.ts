import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCommitHash } from '../model/git-location.ts';
import type { GitRepository } from './git-repository.ts';

/** The commit that was accepted last, in this run or an earlier one. */
export interface Kept {
  readonly commit: string | undefined;
  /** True where its files are here. */
  readonly isHere: boolean;
}

const LAST_GOOD = 'refs/chaperone/last-good';
const CONFIRMED = 'chaperone-confirmed';

/** Keeps a commit, and its name beside the repository: that outlives one that has to be made anew. */
export async function keepAccepted(repository: GitRepository, commit: string): Promise<void> {
  await repository.must('its ref', ['update-ref', LAST_GOOD, commit]);
  await writeFile(repository.folder.accepted, commit);
}

export async function readAccepted(repository: GitRepository): Promise<Kept> {
  const kept = await repository.hashOf(`${LAST_GOOD}^{commit}`);
  const commit = kept ?? (await readText(repository.folder.accepted)).trim();
  return { commit: isCommitHash(commit) ? commit : undefined, isHere: kept !== undefined };
}

/** Keeps the instant at which the accepted commit was last known to be the newest. Epoch milliseconds. */
export async function keepConfirmed({ folder }: GitRepository, now: number): Promise<void> {
  await writeFile(join(folder.repository, CONFIRMED), String(now));
}

/** 0 where none was ever kept. */
export async function readConfirmed({ folder }: GitRepository): Promise<number> {
  return Number(await readText(join(folder.repository, CONFIRMED))) || 0;
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
