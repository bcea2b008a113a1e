import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runCli, type Served, startServe } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-serve-'));
const running: Served[] = [];
afterEach(async () => {
  for (const served of running.splice(0)) await served.stop('SIGKILL');
});
afterAll(() => rmSync(root, { recursive: true }));

const FOLDER = join(root, 'policies');
mkdirSync(FOLDER);
const POLICIES = join(FOLDER, 'policies.yaml');
const VIEWER = 'kind: Role\nname: viewer\npermissions: [chain:view]\n';
const ANY = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];
const QUESTION = {
  subject: { type: 'user', id: 'dana', properties: { roles: ['viewer'] } },
  action: { name: 'view' },
  resource: { type: 'chain', id: 'x' },
};

async function serve(...args: readonly string[]): Promise<Served> {
  const served = await startServe(['--policies', FOLDER, ...args]);
  running.push(served);
  return served;
}

function askSocket(socketPath: string): Promise<{ status: number | undefined; body: { effect: string } }> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const sent = request({ socketPath, path: '/decide', method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(QUESTION));
  });
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe('serve', () => {
  it('answers on every listener, records, is healthy, reloads, and stops with 0', async () => {
    writeFileSync(POLICIES, VIEWER);
    const socket = join(root, 's.sock');
    const log = join(root, 'decisions.jsonl');
    const served = await serve(...ANY, '--listen', `unix:${socket}`, '--decision-log', log);
    const [tcp = '', unix] = served.listen;
    expect(unix).toBe(`unix:${socket}`);

    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${tcp}/decide`, { method: 'POST', headers, body: JSON.stringify(QUESTION) });
    expect(await answer.json()).toMatchObject({ decision: true, revision: served.ready['revision'] });
    expect(await askSocket(socket)).toMatchObject({ status: 200, body: { effect: 'allow' } });
    const admin = new URL(served.admin);
    expect(await runCli(['health', '--admin', admin.host])).toEqual({ code: 0, stdout: 'ready\n', stderr: '' });
    const metrics = await (await fetch(new URL('/metrics', admin))).text();
    expect(metrics).toContain('chaperone_decisions_total{effect="allow",cache="bypass"} 2');

    writeFileSync(POLICIES, 'kind: Rolle\n');
    served.child.kill('SIGHUP');
    await until(() => served.log().some(({ message }) => message === 'policies refused'));
    const refused = served.log().find(({ message }) => message === 'policies refused');
    expect(refused).toMatchObject({ level: 'error', revision: served.ready['revision'] });
    expect(refused?.['errors']).toEqual([expect.stringContaining('policies.yaml:1:7: `Rolle` is no kind')]);
    expect(await askSocket(socket)).toMatchObject({ body: { effect: 'allow' } });

    writeFileSync(POLICIES, VIEWER.replace('chain:view', 'chain:run'));
    await until(async () => (await askSocket(socket)).body.effect === 'deny');
    expect(served.log().filter(({ message }) => message === 'policies in force')).toHaveLength(2);

    expect(await served.stop('SIGTERM')).toBe(0);
    expect(served.stdout()).toBe('');
    expect(existsSync(socket)).toBe(false);
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(lines.slice(0, 2)).toEqual(['policy-accepted', 'started']);
    expect(lines.filter((kind) => kind === 'decision').length).toBeGreaterThanOrEqual(4);
    expect(lines.at(-1)).toBe('stopped');
  });

  it('keeps standard output for decisions where they are asked for there, and stops at SIGINT', async () => {
    writeFileSync(POLICIES, VIEWER);
    const served = await serve(...ANY, '--decision-log', '-');
    await fetch(`${served.listen[0]}/decide`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(QUESTION),
    });
    expect(await served.stop('SIGINT')).toBe(0);
    const kinds = served
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(kinds).toEqual(['policy-accepted', 'started', 'decision', 'stopped']);
  });

  it('exits 2 with one line where it can not start', async () => {
    writeFileSync(POLICIES, VIEWER);
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.on('listening', resolve));
    const { port } = taken.address() as { port: number };
    const empty = mkdtempSync(join(root, 'empty-'));
    const good = ['--policies', FOLDER, ...ANY];
    const starts = [
      ['a folder that is missing', ['--policies', join(root, 'nowhere'), ...ANY], "can't be read"],
      ['a folder that is empty', ['--policies', empty, ...ANY], 'no policy file'],
      ['a port in use', [...good, '--listen', `127.0.0.1:${port}`], `127.0.0.1:${port}`],
      ['a log that can not be opened', [...good, '--decision-log', join(root, 'no', 'log')], 'the decision log'],
      ['a wrong setting', [...good, '--cache-size', 'many'], '`many`'],
    ] as const;
    try {
      for (const [what, args, message] of starts) {
        const { code, stdout, stderr } = await runCli(['serve', ...args]);
        expect({ what, code, stdout }).toEqual({ what, code: 2, stdout: '' });
        const told = stderr.split('\n').filter((line) => line.startsWith('chaperone: '));
        expect(told, what).toHaveLength(1);
        expect(told[0]).toContain(message);
      }
    } finally {
      taken.close();
    }
  });

  it('exits 2 and shows what is wrong where the policies are broken', async () => {
    writeFileSync(POLICIES, 'kind: Rolle\n');
    const { code, stderr } = await runCli(['serve', '--policies', FOLDER, ...ANY]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${POLICIES}:1:7: error: \`Rolle\` is no kind`);
    expect(stderr).toContain('did you mean `Role`?');
    expect(stderr).toMatch(/\nchaperone: [^\n]+ 1 error[^\n]*\n$/);
  });
});

describe('health', () => {
  it('is 1 where the service is not ready, and 2 where nobody answers', async () => {
    const { createServer: createHttp } = await import('node:http');
    const socket = join(root, 'admin.sock');
    const unready = createHttp((asked, response) => {
      response.writeHead(asked.url === '/healthz' ? 200 : 503).end();
    }).listen(socket);
    await new Promise((resolve) => unready.on('listening', resolve));
    const env = { CHAPERONE_ADMIN: `unix:${socket}` };
    try {
      expect(await runCli(['health'], { env })).toMatchObject({ code: 1, stdout: 'not ready: status 503\n' });
      expect(await runCli(['health', '--live'], { env })).toMatchObject({ code: 0, stdout: 'alive\n' });
    } finally {
      unready.close();
    }
    const file = join(root, 'chaperone.yaml');
    writeFileSync(file, `admin: unix:${socket}\n`);
    const nobody = await runCli(['health'], { env: { CHAPERONE_CONFIG: file } });
    expect(nobody).toMatchObject({ code: 2, stdout: '' });
    expect(nobody.stderr).toMatch(/^chaperone: nobody answers at unix:[^\n]+\n$/);
  });
});
