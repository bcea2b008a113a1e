import { spawn } from 'node:child_process';
import { ChaperoneError } from '../model/errors.ts';

export interface GitRunOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes of standard output. */
  readonly maxOutput: number;
  /** The first that is raised ends the process; its reason is what `runGit` rejects with. */
  readonly signals: readonly AbortSignal[];
}

export interface GitResult {
  /** What it printed, whatever its exit code. */
  readonly stdout: Buffer;
  readonly stderr: string;
  /** -1 where a signal that is not ours ended it. */
  readonly code: number;
}

const KILL_AFTER_MS = 2_000;
const MAX_STDERR = 65_536;

/**
 * Runs git, without a shell, to its end. Rejects with a ChaperoneError where it can't be started, takes too long, prints
 * too much or is told to stop. It runs in a process group of its own, so that its helpers (ssh, https) end with it.
 */
export function runGit(options: GitRunOptions): Promise<GitResult> {
  const { args, env, input = '', timeout, maxOutput, signals } = options;
  return new Promise((resolve, reject) => {
    const raised = signals.find((signal) => signal.aborted);
    if (raised !== undefined) return reject(raised.reason);
    const child = spawn('git', args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let failure: unknown;
    let killer: NodeJS.Timeout | undefined;
    const end = (reason: unknown): void => {
      if (failure !== undefined) return;
      failure = reason;
      endGroup(child.pid, 'SIGTERM');
      killer = setTimeout(() => endGroup(child.pid, 'SIGKILL'), KILL_AFTER_MS);
    };
    const onAbort = (event: Event): void => end(event.target instanceof AbortSignal ? event.target.reason : event);
    const timer = setTimeout(() => end(unreadable(`git took longer than ${timeout / 1000} s`)), timeout);
    // Not joined by `AbortSignal.any`: a signal that lives as long as the process would remember every run.
    for (const signal of signals) signal.addEventListener('abort', onAbort);
    const settle = (done: () => void): void => {
      clearTimeout(timer);
      clearTimeout(killer);
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
      done();
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) end(unreadable(`git printed more than ${maxOutput} bytes`));
      else output.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // The end of what git says tells what was wrong.
      stderr = (stderr + text).slice(-MAX_STDERR);
    });
    // A git that ends early leaves its input unread; its exit code tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => settle(() => reject(startError(error))));
    child.on('close', (code) =>
      settle(() =>
        failure === undefined ? resolve({ stdout: Buffer.concat(output), stderr, code: code ?? -1 }) : reject(failure),
      ),
    );
  });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}

function startError(error: NodeJS.ErrnoException): ChaperoneError {
  if (error.code === 'ENOENT') return unreadable('`git` is not installed, or not on PATH', error);
  return unreadable(`git can't be started: ${error.code ?? error.message}`, error);
}

/** What a source rejects with. */
export function unreadable(message: string, cause?: unknown): ChaperoneError {
  return new ChaperoneError('source-unreadable', message, { cause });
}
