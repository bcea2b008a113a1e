import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';

/** One series of an instant query. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus that scrapes one target every half second. */
export interface Prometheus {
  /** The series that a query gives now. Rejects where Prometheus does not take the query. */
  query(text: string): Promise<readonly Series[]>;
  stop(): Promise<void>;
}

/** Whether a command is on this machine. A CI that lacks one is broken, and says so where the command is used. */
export function has(command: string): boolean {
  return process.env['CI'] !== undefined || spawnSync(command, ['--version']).error === undefined;
}

/** Starts Prometheus on a free port of loopback with the rules of a file, which it evaluates every half second. */
export async function startPrometheus(target: string, rules: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-prometheus-'));
  const address = `127.0.0.1:${await freePort()}`;
  const config = {
    global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '500ms' },
    rule_files: [rules],
    scrape_configs: [{ job_name: 'agents/chaperone', static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(folder, 'prometheus.yaml'), stringify(config));
  const flags = [`--config.file=${folder}/prometheus.yaml`, `--storage.tsdb.path=${folder}/data`];
  const child = spawn('prometheus', [...flags, `--web.listen-address=${address}`], { stdio: 'ignore' });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([failed, ready(`http://${address}/-/ready`)]);
  return { query: (text) => query(address, text), stop: () => stop(child, folder) };
}

async function query(address: string, text: string): Promise<readonly Series[]> {
  const body = new URLSearchParams({ query: text });
  const response = await fetch(`http://${address}/api/v1/query`, { method: 'POST', body });
  const { data, error } = (await response.json()) as Answer;
  if (data === undefined) throw new Error(`${text}: ${error}`);
  return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}

interface Answer {
  readonly error?: string;
  readonly data?: {
    readonly result: readonly { readonly metric: Series['metric']; readonly value: [number, string] }[];
  };
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok === true) return;
    await sleep(100);
  }
  throw new Error('prometheus does not become ready');
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
