import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../src/cli/command.ts';
import { dispatch } from '../../src/cli/dispatch.ts';
import { createPaint } from '../../src/cli/paint.ts';

/** The built command. */
export const CLI: string = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A process's environment without settings of ours, and what a test adds. */
export function cleanEnv(added: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CHAPERONE_'));
  return { ...Object.fromEntries(inherited), ...added };
}

/** Runs the built command as a process of its own, to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const { cwd, env, stdin = '' } = options;
    const child = spawn(process.execPath, [CLI, ...args], {
      env: cleanEnv(env),
      ...(cwd === undefined ? {} : { cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A command that needs no input may be gone before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}

/** Runs the same command line in this process, on the sources: quicker, and without a terminal. */
export async function runHere(
  args: readonly string[],
  options: Omit<CliOptions, 'cwd'> & { readonly now?: number; readonly terminal?: boolean } = {},
): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const { env = {}, now = Date.parse('2026-06-15T12:00:00Z'), terminal = false, stdin } = options;
  const paint = createPaint(terminal, env);
  const io: Io = {
    env,
    now: () => now,
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    interactive: stdin === undefined,
    readInput: async () => stdin ?? '',
    outPaint: paint,
    errPaint: paint,
  };
  const code = await dispatch(args, io);
  return { code, stdout, stderr };
}

/** A line of the process log; the one that says `ready` names the addresses. */
export interface ServedLine {
  readonly level: string;
  readonly message: string;
  readonly [key: string]: unknown;
}

/** A served process that has said it is ready. */
export interface Served {
  readonly child: ChildProcessWithoutNullStreams;
  /** The line that said so. */
  readonly ready: ServedLine;
  /** `http://127.0.0.1:45123`, `unix:/tmp/x.sock`: in the order they were asked for. */
  readonly listen: readonly string[];
  readonly admin: string;
  stdout(): string;
  /** The lines of the process log so far. */
  log(): readonly ServedLine[];
  /** Sends the signal and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `chaperone serve` as a process of its own. Rejects with its standard error where it ends instead. */
export function startServe(args: readonly string[], options: Omit<CliOptions, 'stdin'> = {}): Promise<Served> {
  const { cwd, env } = options;
  const where = cwd === undefined ? {} : { cwd };
  const child = spawn(process.execPath, [CLI, 'serve', ...args], { env: cleanEnv(env), ...where });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const log: Served['log'] = () =>
    stderr
      .slice(0, stderr.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  const stop: Served['stop'] = (signal = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return new Promise((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const ready = log().find(({ message }) => message === 'ready');
      if (ready === undefined) return;
      const listen = Array.isArray(ready['listen']) ? ready['listen'].map(String) : [];
      resolve({ child, ready, listen, admin: String(ready['admin']), stdout: () => stdout, log, stop });
    });
    child.on('error', reject);
    void ended.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
}
