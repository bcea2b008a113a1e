import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, question, type Service, serveText, until, VIEWER } from './service.ts';

const DROPPED = 'chaperone_record_dropped_total';

/** Asks as many questions as told, all of them allowed; by hundreds. */
async function ask(service: Service, batches: number): Promise<void> {
  const body = JSON.stringify({ ...question(), questions: Array.from({ length: 100 }, () => ({})) });
  for (let sent = 0; sent < batches; sent += 1) {
    const { status, json } = await service.ask(undefined, { path: '/decide/batch', body });
    expect([status, json.answers.length]).toEqual([200, 100]);
    expect(json.answers.every((answer: { decision: boolean }) => answer.decision)).toBe(true);
  }
}

describe('decisions go on', () => {
  it('where the disk of their log is full, and what is lost is counted', async () => {
    const service = await serveText(VIEWER, '--decision-log', '/dev/full');
    await ask(service, 2);
    // The start of the process and its policies are records too.
    await until(async () => (await service.metric(`${DROPPED}{reason="write-failed"}`)) >= 200);
    expect(await service.metric('chaperone_record_written_total')).toBe(0);
    expect(await service.metric('chaperone_decisions_total{effect="allow",cache="bypass"}')).toBe(200);
    const told = service.log().filter(({ message }) => message.startsWith("decisions can't be recorded"));
    expect(told).toEqual([expect.objectContaining({ level: 'error', message: expect.stringContaining('ENOSPC') })]);
    expect(await service.effect(question())).toBe('allow');
    expect(await service.stop('SIGTERM')).toBe(0);
  });

  it('where the reader of their log stalls, and what does not fit is counted', async () => {
    const pipe = join(newFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const service = await serveText(VIEWER, '--decision-log', pipe);
    await ask(service, 340);
    await until(async () => (await service.metric(`${DROPPED}{reason="queue-full"}`)) > 0);
    const queued = await service.metric('chaperone_record_queued');
    expect(queued).toBeGreaterThan(0);
    expect(queued).toBeLessThanOrEqual(32_768);
    expect(await service.effect(question())).toBe('allow');
    // A reader who leaves makes room for an orderly end: what waits is lost at once.
    closeSync(reader);
    expect(await service.stop('SIGTERM')).toBe(0);
  });
});
