import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ChaperoneError } from '../../src/model/errors.ts';
import { createDecisionLog, type DecisionLogOptions } from '../../src/record/decision-log.ts';
import { sampleDecision, sampleEvent } from './samples.ts';

type Line = Readonly<Record<string, unknown>>;

const NONE = { 'queue-full': 0, 'write-failed': 0, closed: 0, fault: 0 };

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'chaperone-log-'));
}

function parseLines(text: string): readonly Line[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function open(target: string, options: Partial<DecisionLogOptions> = {}) {
  const errors: Error[] = [];
  const log = createDecisionLog({ target, onError: (error) => void errors.push(error), ...options });
  let next = 0;
  /** Records decisions whose ids count on. */
  const record = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const sample = sampleDecision();
      log.decided({ ...sample, answer: { ...sample.answer, id: String(next) } });
      next += 1;
    }
  };
  return { log, errors, record };
}

const idsFrom = (lines: readonly Line[]) => lines.filter(({ kind }) => kind === 'decision').map(({ id }) => Number(id));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a file', () => {
  it('gets one line for each decision and event, in order', async () => {
    const target = join(folder(), 'log');
    const { log, record } = open(target);
    for (let round = 0; round < 30; round += 1) {
      record(100);
      if (round % 3 === 0) await nextTurn();
    }
    log.event(sampleEvent);
    await log.close();
    const lines = parseLines(readFileSync(target, 'utf8'));
    expect(idsFrom(lines)).toEqual(upTo(3_000));
    expect(lines.at(-1)).toMatchObject({ kind: 'policy-refused' });
    expect(log.stats()).toEqual({ queued: 0, written: 3_001, dropped: NONE });
  });

  it('is nobody else’s to read, and is appended to', async () => {
    const target = join(folder(), 'log');
    for (const _ of [1, 2]) {
      const { log, record } = open(target);
      record(1);
      await log.close();
    }
    expect(statSync(target).mode & 0o007).toBe(0);
    expect(parseLines(readFileSync(target, 'utf8'))).toHaveLength(2);
  });

  it('begins with a newline where whoever wrote before stopped in the middle of a line', async () => {
    const target = join(folder(), 'log');
    appendFileSync(target, '{"kind":"decision","id":"half');
    const { log, record } = open(target);
    record(2);
    await log.close();
    const [half, ...lines] = readFileSync(target, 'utf8').split('\n');
    expect(half).toBe('{"kind":"decision","id":"half');
    expect(idsFrom(parseLines(lines.join('\n')))).toEqual([0, 1]);
  });

  it('says what is wrong where it can’t be opened', () => {
    const target = join(folder(), 'absent', 'log');
    expect(() => open(target)).toThrow(
      new ChaperoneError('config', `the decision log \`${target}\` can't be opened: ENOENT: no such file or directory`),
    );
  });

  it('is flushed when it is asked to be, and may be closed twice', async () => {
    const target = join(folder(), 'log');
    const { log, record } = open(target);
    record(1);
    expect(log.stats().queued).toBe(1);
    await log.flush();
    expect(parseLines(readFileSync(target, 'utf8'))).toHaveLength(1);
    await log.flush();
    record(1);
    await log.flush();
    expect(parseLines(readFileSync(target, 'utf8'))).toHaveLength(2);
    await Promise.all([log.close(), log.close()]);
    record(2);
    expect(log.stats()).toEqual({ queued: 0, written: 2, dropped: { ...NONE, closed: 2 } });
  });
});

describe('a queue that is full', () => {
  it('takes exactly what it may hold, and tells how many are missing where they are missing', async () => {
    const target = join(folder(), 'log');
    const { log, record, errors } = open(target, { queueLimit: 10 });
    record(10);
    expect(log.stats().dropped).toEqual(NONE);
    record(3);
    expect(log.stats()).toEqual({ queued: 10, written: 0, dropped: { ...NONE, 'queue-full': 3 } });
    await log.flush();
    record(1);
    await log.close();
    const lines = parseLines(readFileSync(target, 'utf8'));
    expect(lines.map(({ kind, id }) => id ?? kind)).toEqual([...upTo(10).map(String), 'dropped', '13']);
    const time = '2026-11-21T12:30:15.007Z';
    expect(lines[10]).toMatchObject({ count: 3, from: time, until: time });
    expect(errors).toEqual([]);
  });

  it('is bounded by length too', async () => {
    const target = join(folder(), 'log');
    const { log, record } = open(target, { queueSize: 2_000 });
    record(10);
    await log.close();
    const { written, dropped } = log.stats();
    expect(written).toBeGreaterThan(0);
    expect(written + dropped['queue-full']).toBe(10);
    expect(parseLines(readFileSync(target, 'utf8')).at(-1)).toMatchObject({ kind: 'dropped', count: 10 - written });
  });
});

describe('a full disk', () => {
  it('costs records, which are counted, and nothing else', async () => {
    const { log, record, errors } = open('/dev/full');
    record(3);
    await log.flush();
    record(2);
    await log.close();
    expect(log.stats().written).toBe(0);
    expect(log.stats().queued).toBe(0);
    expect(log.stats().dropped['write-failed'] + log.stats().dropped.closed).toBe(5);
    expect(errors.map(({ message }) => message)).toEqual(['ENOSPC: no space left on device, write']);
  });
});

describe('a record that makes no line', () => {
  it('is counted, and the others are written', async () => {
    const target = join(folder(), 'log');
    const { log, record } = open(target);
    record(1);
    log.decided(sampleDecision({ time: Number.NaN }));
    record(1);
    await log.close();
    expect(log.stats()).toEqual({ queued: 0, written: 2, dropped: { ...NONE, fault: 1 } });
    expect(parseLines(readFileSync(target, 'utf8')).at(-1)).toMatchObject({ kind: 'dropped', count: 1 });
  });
});

describe('a pipe', () => {
  function makePipe(): { readonly path: string; readonly read: () => string; readonly leave: () => void } {
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const buffer = Buffer.alloc(1 << 20);
    const read = (): string => {
      try {
        return buffer.toString('utf8', 0, readSync(descriptor, buffer));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return '';
        throw error;
      }
    };
    return { path, read, leave: () => closeSync(descriptor) };
  }

  it('that nobody reads is refused at once', () => {
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => open(path)).toThrow(`the decision log \`${path}\` can't be opened: nobody reads the pipe`);
  });

  it('whose reader stalls holds nobody up, and loses nothing that was queued', async () => {
    const pipe = makePipe();
    const { log, record, errors } = open(pipe.path, { queueLimit: 2_000 });
    record(2_500);
    // Far more than a pipe holds: the first write can't end, and these turns still come.
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(log.stats().queued).toBe(2_000);
    const flushed = log.flush();
    let text = '';
    let done = false;
    void flushed.then(() => {
      done = true;
    });
    while (!done) {
      text += pipe.read();
      await nextTurn();
    }
    await log.close();
    text += pipe.read();
    const lines = parseLines(text);
    expect(idsFrom(lines)).toEqual(upTo(2_000));
    expect(lines.at(-1)).toMatchObject({ kind: 'dropped', count: 500 });
    expect(errors).toEqual([]);
  });

  it('whose reader stalls to the end is let go of', async () => {
    const pipe = makePipe();
    const { log, record } = open(pipe.path, { closeTimeout: 20 });
    record(1_000);
    await log.close();
    while (log.stats().queued > 0) await nextTurn();
    const { written, dropped } = log.stats();
    expect(written + dropped.closed).toBe(1_000);
    expect(dropped.closed).toBeGreaterThan(0);
  });

  it('whose reader leaves costs records, which are counted', async () => {
    const pipe = makePipe();
    const { log, record, errors } = open(pipe.path);
    record(1);
    await log.flush();
    pipe.leave();
    record(2);
    await log.flush();
    expect(log.stats().dropped['write-failed']).toBe(2);
    expect(errors.map(({ message }) => message)).toEqual(['EPIPE: broken pipe, write']);
    await log.close();
  });
});
