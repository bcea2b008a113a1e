import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A `chaperone serve` of its own, as a user starts it. */
export interface Served {
  /** `http://127.0.0.1:PORT` of the first listener for decisions. */
  readonly url: string;
  readonly admin: string;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Ends it, with SIGTERM unless told otherwise. Its exit code; null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServeOptions {
  readonly main?: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  /** The program that runs it: this one, unless its user can't reach that. */
  readonly node?: string;
  /** Where it listens, instead of free ports of loopback. */
  readonly addresses?: readonly string[];
  /** A command that starts it, with its words. */
  readonly through?: readonly string[];
}

/** Starts the built service on free ports and waits until it says that it is ready. Rejects where it ends before. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const { main = 'dist/cli/main.js', args = [], cwd = ROOT, env = process.env, uid, through = [] } = options;
  const { node = process.execPath } = options;
  const { addresses: ports = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'] } = options;
  const [command = '', ...words] = [...through, node, main, 'serve', ...ports, ...args];
  const child = spawn(command, words, {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const [url, admin] = await addresses(child);
  return { url, admin, signal: (name) => void child.kill(name), stop: (name) => stop(child, name) };
}

async function addresses(child: ChildProcess): Promise<readonly [string, string]> {
  if (child.stderr === null) throw new Error('no standard error');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const found = /"message":"ready","listen":\["([^"]+)".*"admin":"([^"]+)"/.exec(line);
    // Reading on keeps the pipe from filling up.
    if (found !== null) child.stderr.resume();
    if (found !== null) return [found[1] ?? '', found[2] ?? ''];
  }
  throw new Error(`the service ended: ${said.join('\n')}`);
}

function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
