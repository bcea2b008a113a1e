import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { type Call, call, type Reply } from '../server/support.ts';
import { type Served, type ServedLine, startServe } from '../support/cli.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A folder of its own, removed after the test. */
export function newFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-hostile-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  write(folder, files);
  return folder;
}

/** Writes files below a folder, by path. */
export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A process that answers from a folder of its own, killed after the test. */
export interface Service {
  readonly folder: string;
  readonly port: number;
  readonly served: Served;
  ask(question: unknown, more?: Partial<Call>): Promise<Reply>;
  /** The effect of a plain question. */
  effect(question: unknown): Promise<string>;
  reload(): Promise<Reply>;
  status(): Promise<Reply>;
  /** The value of a series: its name with its labels. */
  metric(series: string): Promise<number>;
  log(): readonly ServedLine[];
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Serves a policy text, on ports of its own. Rejects with the standard error of a process that ends instead. */
export async function serveText(text: string, ...args: readonly string[]): Promise<Service> {
  const folder = newFolder({ 'set.yaml': text });
  const where = ['--policies', folder, '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];
  const served = await startServe([...where, ...args]);
  cleanups.push(() => served.stop('SIGKILL'));
  const port = Number(new URL(served.listen[0] ?? '').port);
  const admin = Number(new URL(served.admin).port);
  return {
    folder,
    port,
    served,
    ask: (question, more) => call({ port, body: JSON.stringify(question), ...more }),
    effect: async (question) => (await call({ port, body: JSON.stringify(question) })).json.effect,
    reload: () => call({ port: admin, path: '/reload', method: 'POST' }),
    status: () => call({ port: admin, path: '/status' }),
    metric: async (series) => seriesOf((await call({ port: admin, path: '/metrics' })).text, series),
    log: served.log,
    stop: served.stop,
  };
}

function seriesOf(text: string, series: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  if (line === undefined) throw new Error(`no series ${series}`);
  return Number(line.slice(series.length + 1));
}

/** Waits until something holds; throws after ten seconds. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A set under which `question` is allowed. */
export const VIEWER = 'kind: Role\nname: viewer\npermissions: ["doc:view"]\n';

/** A question that `VIEWER` allows. */
export function question(context: object = {}): object {
  return {
    subject: { type: 'user', id: 'dana', properties: { roles: ['viewer'] } },
    action: { name: 'view' },
    resource: { type: 'doc', id: 'd' },
    context,
  };
}
