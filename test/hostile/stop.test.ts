import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rawDecide } from '../server/support.ts';
import { newFolder, question, serveText, until, VIEWER, write } from './service.ts';

const UNDERWAY = 8;

interface Begun {
  readonly socket: Socket;
  readonly rest: Buffer;
  readonly reply: Promise<string>;
}

/** Sends the first half of a question. */
function begin(port: number): Promise<Begun> {
  const bytes = rawDecide(JSON.stringify(question()), 'Host: localhost');
  const half = bytes.length - 20;
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const reply = new Promise<string>((resolve, reject) => {
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  return new Promise((resolve) => {
    socket.write(bytes.subarray(0, half), () => resolve({ socket, rest: bytes.subarray(half), reply }));
  });
}

it('SIGTERM in the middle of requests: they are finished, recorded, and the process ends with 0', async () => {
  const log = join(newFolder(), 'decisions.jsonl');
  const service = await serveText(VIEWER, '--decision-log', log);
  const begun = await Promise.all(Array.from({ length: UNDERWAY }, () => begin(service.port)));
  // One that is answered after them on the same loop: the others have arrived by then.
  expect(await service.effect(question())).toBe('allow');
  const ended = service.stop('SIGTERM');
  await until(() => service.log().some(({ message }) => message === 'stopping: SIGTERM'));
  await expect(service.effect(question())).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
  for (const { socket, rest } of begun) socket.write(rest);
  for (const { reply } of begun) expect(await reply).toMatch(/^HTTP\/1\.1 200 .*connection: close.*"decision":true/s);
  expect(await ended).toBe(0);
  const lines = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ kind }) => kind === 'decision')).toHaveLength(UNDERWAY + 1);
  expect(lines.at(-1)).toMatchObject({ kind: 'stopped' });
});

it('SIGTERM while policies are read: nobody waits for them, and nothing is said to be wrong with them', async () => {
  const service = await serveText(VIEWER);
  const keys = Array.from({ length: 30_000 }, (_, at) => `  user:k${at}: {}\n`).join('');
  write(service.folder, { 'large.yaml': `kind: Directory\nsubjects:\n${keys}` });
  service.served.child.kill('SIGHUP');
  expect(await service.effect(question())).toBe('allow');
  expect(await service.stop('SIGTERM')).toBe(0);
  expect(service.log().map(({ message }) => message)).toEqual(['policies in force', 'ready', 'stopping: SIGTERM']);
});
