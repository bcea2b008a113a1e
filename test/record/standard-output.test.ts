import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sampleDecision } from './samples.ts';

const BUILT = new URL('../../dist/record/decision-log.js', import.meta.url);
const RECORDS = 1_000;

const SCRIPT = `
import { createDecisionLog } from ${JSON.stringify(BUILT.href)};
const log = createDecisionLog({ target: '-', closeTimeout: Number(process.argv[2]), onError() {} });
const sample = ${JSON.stringify(sampleDecision())};
for (let index = 0; index < ${RECORDS}; index += 1) log.decided(sample);
await log.close();
process.stderr.write(JSON.stringify(log.stats()), () => process.exit(0));
`;

/** A process that logs to a pipe, and the reading end of that pipe. */
function start(closeTimeout: number) {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-stdout-'));
  writeFileSync(join(folder, 'log.mjs'), SCRIPT);
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const reader = openSync(join(folder, 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(join(folder, 'pipe'), constants.O_WRONLY);
  const child = spawn(process.execPath, [join(folder, 'log.mjs'), String(closeTimeout)], {
    stdio: ['ignore', writer, 'pipe'],
  });
  closeSync(writer);
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { reader, ended, errors: () => errors };
}

describe('standard output that is a pipe', () => {
  it('gets every line', async () => {
    const { reader, ended, errors } = start(20_000);
    const buffer = Buffer.alloc(1 << 20);
    let text = '';
    for (;;) {
      try {
        const count = readSync(reader, buffer);
        if (count === 0) break;
        text += buffer.toString('utf8', 0, count);
      } catch {
        // Nothing there yet.
        await pause(5);
      }
    }
    expect(await ended).toBe(0);
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(RECORDS);
    expect(JSON.parse(errors())).toMatchObject({ queued: 0, written: RECORDS });
  });

  it('holds up neither the process nor its exit where its reader stalls', async () => {
    const { reader, ended, errors } = start(50);
    expect(await ended).toBe(0);
    closeSync(reader);
    expect(JSON.parse(errors())).toMatchObject({ dropped: { 'queue-full': 0 } });
    expect(JSON.parse(errors()).written).toBeLessThan(RECORDS);
  });
});
