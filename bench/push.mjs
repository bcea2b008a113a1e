import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { startHttps } from './git/https-server.mjs';

// npm run bench -- --only push [--rounds 7]

const MAIN = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
const SECRET = 'bench';
const PERSON = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false'];

/** From the end of a `git push` to the first answer by the new revision, over https, with a webhook and by looking. */
export async function measurePush({ rounds }) {
  const root = mkdtempSync(join(tmpdir(), 'chaperone-bench-'));
  const server = await startHttps(join(root, 'tls'), root, SECRET);
  try {
    const work = createWork(root);
    const ways = [
      ['webhook', ['--poll', '1h']],
      ['looking every second', ['--poll', '1s']],
    ];
    const rows = [];
    for (const [name, how] of ways) rows.push(row(name, await measureWay({ root, server, work, how, rounds })));
    return { rounds, rows };
  } finally {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

function row(name, times) {
  const sorted = times.toSorted((left, right) => left - right).map((time) => Math.round(time));
  return { name, medianMs: sorted[Math.floor(sorted.length / 2)], longestMs: sorted.at(-1) };
}

function createWork(root) {
  const folder = join(root, 'clone');
  mkdirSync(folder);
  const git = (...args) => execFileSync('git', [...PERSON, ...args], { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--bare', '--initial-branch=main', join(root, 'policies.git'));
  git('init', '--quiet', '--initial-branch=main');
  let count = 0;
  return () => {
    count++;
    const text = `kind: Role\nname: operator\ndescription: number ${count}\npermissions: ["chain:run"]\n`;
    writeFileSync(join(folder, 'policies.yaml'), text);
    git('add', '--all');
    git('commit', '--quiet', '-m', `number ${count}`);
    git('push', '--quiet', join(root, 'policies.git'), 'HEAD:main');
  };
}

async function measureWay({ root, server, work, how, rounds }) {
  work();
  const files = { secret: join(root, 'secret'), token: join(root, 'token') };
  for (const file of Object.values(files)) writeFileSync(file, SECRET);
  const service = await startService([
    ...['--policies', `git+${server.url('policies.git')}#main`, '--state-dir', join(root, 'state')],
    ...['--git-token-file', files.token, '--git-ca', server.authority],
    ...['--webhook', '127.0.0.1:0', '--webhook-secret-file', files.secret, ...how],
  ]);
  try {
    const times = [];
    for (let round = 0; round < rounds; round++) {
      times.push(await measureOnce(service, work, how[1] === '1h'));
      // The listener passes on at most one push a second.
      await setTimeout(1_100 + Math.random() * 500);
    }
    return times;
  } finally {
    service.child.kill('SIGTERM');
    await once(service.child, 'exit');
  }
}

async function measureOnce({ listen, webhook }, work, isTold) {
  const before = await revisionOf(listen);
  work();
  const began = performance.now();
  if (isTold) await tell(webhook);
  while ((await revisionOf(listen)) === before) await setTimeout(2);
  return performance.now() - began;
}

async function tell(webhook) {
  const body = JSON.stringify({ ref: 'refs/heads/main' });
  const signature = createHmac('sha256', SECRET).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  const { status } = await fetch(`${webhook}/webhook`, { method: 'POST', headers, body });
  if (status !== 202) throw new Error(`the webhook was answered with ${status}`);
}

async function revisionOf(listen) {
  const body = JSON.stringify({
    subject: { type: 'user', id: 'dana', properties: { roles: ['operator'] } },
    action: { name: 'run' },
    resource: { type: 'chain', id: 'x' },
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await (await fetch(`${listen}/decide`, { method: 'POST', headers, body })).json();
  if (answer.decision !== true) throw new Error(`the decision was ${JSON.stringify(answer)}`);
  return answer.revision;
}

async function startService(args) {
  const anywhere = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];
  const child = spawn(process.execPath, [MAIN, 'serve', ...args, ...anywhere], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines = createInterface({ input: child.stderr });
  const ready = await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const said = JSON.parse(line);
      if (said.message === 'ready') resolve(said);
    });
    child.once('exit', () => reject(new Error('the service ended early')));
  });
  return { child, listen: ready.listen[0], webhook: ready.webhook };
}
