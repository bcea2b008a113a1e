import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const SCRIPTS = join(import.meta.dirname, '..', 'processes');
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** Starts a Node process and waits for the first line of JSON that `isReady` accepts on one of its outputs. */
async function start(args, output, isReady) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const began = performance.now();
  const other = output === 'stdout' ? 'stderr' : 'stdout';
  const said = [];
  child[other].on('data', (bytes) => said.push(bytes));
  const lines = createInterface({ input: child[output] });
  const ready = await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(`${line}\n`);
      const value = JSON.parse(line);
      if (isReady(value)) resolve(value);
    });
    child.once('exit', () => reject(new Error(`${args[0]} ended early: ${said.join('')}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { ready, startMs: performance.now() - began, pid: child.pid, stop };
}

/** A bare Hono JSON echo on a TCP port. */
export async function startEcho() {
  const { ready, pid, stop } = await start([join(SCRIPTS, 'echo.mjs')], 'stdout', () => true);
  return { address: { host: '127.0.0.1', port: ready.port }, pid, stop };
}

/** The service as it is built, on TCP and on a unix socket, with metrics and, where named, a decision log. */
export async function startChaperone({ policies, socket, decisionLog }) {
  const listen = ['--listen', '127.0.0.1:0', '--listen', `unix:${socket}`, '--admin', '127.0.0.1:0'];
  const log = decisionLog === undefined ? [] : ['--decision-log', decisionLog];
  const args = [MAIN, 'serve', '--policies', policies, ...listen, ...log];
  const { ready, startMs, pid, stop } = await start(args, 'stderr', (line) => line.message === 'ready');
  const tcp = ready.listen.find((address) => address.startsWith('http:'));
  return {
    tcp: { host: '127.0.0.1', port: Number(new URL(tcp).port) },
    unix: { path: socket },
    admin: ready.admin,
    startMs,
    pid,
    stop,
  };
}

/** Runs a script of `processes/` to its end and reads the one line of JSON that it prints. */
export async function runJson(script, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(SCRIPTS, script), ...args]);
  return JSON.parse(stdout);
}

/** Runs the load generator once. Rejects where an answer was no 200. */
export async function load(options) {
  const result = await runJson('load.mjs', JSON.stringify(options));
  if (result.failures > 0) throw new Error(`${result.failures} answers were no 200`);
  return result;
}
