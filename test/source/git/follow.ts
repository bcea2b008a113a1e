import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { readGitLocation } from '../../../src/model/git-location.ts';
import type { AdminEvent, Decided, Recorder } from '../../../src/model/recorder.ts';
import { createPdp, type Pdp, type PdpOptions } from '../../../src/pdp/pdp.ts';
import { createGitSource, type GitSource, type GitSourceOptions } from '../../../src/source/git.ts';
import { run } from '../../pdp/folder-of.ts';

/** A role that may run chains, and one that may not any more. */
export const ALLOW = 'kind: Role\nname: operator\npermissions: ["chain:run"]\n';
export const REVOKED = 'kind: Role\nname: operator\npermissions: ["chain:view"]\n';
export const BROKEN = 'kind: Role\nname: other\npermissons: ["chain:view"]\n';
export const OTHER = 'kind: Role\nname: other\npermissions: ["chain:view"]\n';

/** A decision point that follows a repository. */
export interface Following {
  readonly pdp: Pdp;
  readonly source: GitSource;
  readonly events: readonly AdminEvent[];
  readonly decisions: readonly Decided[];
  /** The effect of the question whether an operator may run a chain. */
  effect(): Promise<string>;
  stop(): Promise<void>;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function onEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-git-'));
  folders.push(folder);
  return folder;
}

export type Options = Partial<GitSourceOptions> & { readonly stateFolder: string };

/** A source as the service makes it, that looks when it is told to. */
export function sourceOf(url: string, options: Options): GitSource {
  const read = readGitLocation(`git+${url}`);
  if (!read.ok) throw new Error(read.message);
  const source = createGitSource({ location: read.location, poll: 0, env: process.env, ...options });
  onEnd(() => source.close());
  return source;
}

/** Follows a repository; resolves once it was read for the first time, however that went. */
export async function follow(url: string, options: Options, more: Partial<PdpOptions> = {}): Promise<Following> {
  const source = sourceOf(url, options);
  const events: AdminEvent[] = [];
  const decisions: Decided[] = [];
  const recorder: Recorder = { decided: (each) => void decisions.push(each), event: (each) => void events.push(each) };
  const pdp = createPdp({ source, recorders: [recorder], ...more });
  const stop = async (): Promise<void> => {
    await pdp.close();
    await source.close();
  };
  onEnd(stop);
  await pdp.reload();
  return { pdp, source, events, decisions, stop, effect: async () => (await pdp.ask(run())).effect };
}

/** Waits for what must come. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Has the repository looked at; a commit's policies must then be in force. */
export async function inForce({ pdp }: Following, commit: string): Promise<void> {
  await pdp.reload();
  const { origin, lastFailure } = pdp.status();
  if (origin?.commit !== commit) throw new Error(`${origin?.commit} is in force: ${lastFailure?.message}`);
}

/** Has the repository looked at; that must fail in the way that the pattern tells. */
export async function failing({ pdp }: Following, pattern: RegExp): Promise<string> {
  await pdp.reload();
  const message = pdp.status().lastFailure?.message ?? 'nothing failed';
  if (!pattern.test(message)) throw new Error(message);
  return message;
}
