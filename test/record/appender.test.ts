import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Appender, createAppender } from '../../src/record/appender.ts';
import { createLosses, type Losses } from '../../src/record/losses.ts';

interface Disk {
  readonly appender: Appender;
  readonly losses: Losses;
  readonly errors: Error[];
  text(): string;
  /** The bytes that each coming write takes before it fails; a write beyond the list takes all. */
  limits: number[];
}

/** A disk that fills up in the middle of a write and has room again for the next: no real one can be made to. */
function createDisk(midLine = false): Disk {
  const losses = createLosses();
  const errors: Error[] = [];
  const disk = { chunks: [] as Buffer[], limits: [] as number[] };
  const output = {
    midLine,
    async write(bytes: Buffer) {
      const limit = disk.limits.shift() ?? bytes.length;
      disk.chunks.push(Buffer.from(bytes.subarray(0, limit)));
      return limit < bytes.length ? { bytes: limit, error: new Error('no space') } : { bytes: bytes.length };
    },
    close() {},
  };
  const onError = (error: Error) => void errors.push(error);
  const appender = createAppender({ output, losses, reason: () => 'write-failed', onError });
  return Object.assign(disk, { appender, losses, errors, text: () => Buffer.concat(disk.chunks).toString() });
}

describe('a disk that fills up in the middle of a line', () => {
  it('gets the rest of the line first when there is room again', async () => {
    const disk = createDisk();
    disk.limits = [4];
    for (const text of ['aaaaaa\n', 'lost\n']) disk.appender.push(text, 5);
    await disk.appender.drain();
    expect(disk.text()).toBe('aaaa');
    expect(disk.losses.takeGap()).toEqual({ count: 1, from: 5, until: 5 });
    disk.appender.push('next\n', 6);
    await disk.appender.drain();
    expect(disk.text()).toBe('aaaaaa\nnext\n');
    expect(disk.appender.written).toBe(2);
  });

  it('says so once, and again only after it has worked', async () => {
    const disk = createDisk();
    disk.limits = [0, 0, 100, 0];
    for (let round = 0; round < 4; round += 1) {
      disk.appender.push('x\n', 0);
      await disk.appender.drain();
    }
    expect(disk.errors).toHaveLength(2);
  });

  it('puts a gap back that it could not tell', async () => {
    const disk = createDisk();
    disk.limits = [0];
    disk.appender.push('gap\n', 9, { count: 2, from: 1, until: 2 });
    disk.appender.push('x\n', 7);
    await disk.appender.drain();
    expect(disk.losses.takeGap()).toEqual({ count: 3, from: 1, until: 7 });
    expect(disk.losses.counts()['write-failed']).toBe(1);
  });

  it('ends the half line of whoever wrote before', async () => {
    const disk = createDisk(true);
    disk.appender.push('x\n', 0);
    await disk.appender.drain();
    expect(disk.text()).toBe('\nx\n');
  });

  it('never holds a broken line once it has room, and loses nothing uncounted', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '𝄞'), minLength: 1, maxLength: 8 });
    const round = fc.record({ lines: fc.array(line, { maxLength: 4 }), limit: fc.nat(40) });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(round, { maxLength: 8 }), async (midLine, rounds) => {
        const disk = createDisk(midLine);
        const sent = rounds.flatMap(({ lines }) => lines);
        for (const { lines, limit } of rounds) {
          disk.limits = [limit];
          for (const text of lines) disk.appender.push(`${text}\n`, 0);
          await disk.appender.drain();
        }
        disk.limits = [];
        disk.appender.push('end\n', 0);
        await disk.appender.drain();
        const out = disk
          .text()
          .split('\n')
          .slice(midLine ? 1 : 0);
        expect(out.slice(-2)).toEqual(['end', '']);
        const written = out.slice(0, -2);
        expect(isSubsequence(written, sent)).toBe(true);
        expect(written.length + disk.losses.counts()['write-failed']).toBe(sent.length);
        expect([disk.appender.lines, disk.appender.size]).toEqual([0, 0]);
      }),
      { numRuns: 200 },
    );
  });
});

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const item of whole) if (item === part[at]) at += 1;
  return at === part.length;
}
