import { afterEach, describe, expect, test } from 'vitest';
import { readDuration } from '../../src/condition/value/durations.ts';
import { readTimestamp, timestampText } from '../../src/condition/value/timestamps.ts';
import { outcome } from './ask.ts';

describe('timestamps', () => {
  test.each([
    ['2026-01-31T09:00:00Z', '2026-01-31T09:00:00Z'],
    ['2026-01-31T09:00:00.5Z', '2026-01-31T09:00:00.500Z'],
    ['2026-01-31T09:00:00.123456789Z', '2026-01-31T09:00:00.123456789Z'],
    ['2026-01-31T09:00:00+02:30', '2026-01-31T06:30:00Z'],
    ['2026-01-31T23:59:59-00:01', '2026-02-01T00:00:59Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s', (text, expected) => {
    const instant = readTimestamp(text);
    expect(instant === undefined ? 'none' : timestampText(instant)).toBe(expected);
  });

  test.each([
    '2026-01-31T09:00:00',
    '2026-01-31 09:00:00Z',
    '2026-01-31t09:00:00z',
    '2026-01-31',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T23:60:00Z',
    '2026-01-31T23:59:60Z',
    '2026-01-31T09:00Z',
    '2026-01-31T09:00:00.Z',
    '2026-01-31T09:00:00.1234567890Z',
    '2026-01-31T09:00:00+24:00',
    '2026-01-31T09:00:00+02:60',
    '2026-01-31T09:00:00+0200',
    '0000-12-31T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '+12026-01-31T09:00:00Z',
    'Sat, 31 Jan 2026 09:00:00 GMT',
    ' 2026-01-31T09:00:00Z',
    '2026-01-31T09:00:00Z\n',
    '',
  ])('%j is none', (text) => {
    expect(readTimestamp(text)).toBeUndefined();
  });
});

describe('durations', () => {
  test.each([
    ['0', 0n],
    ['1h30m', 5_400_000_000_000n],
    ['-1.5h', -5_400_000_000_000n],
    ['+.5s', 500_000_000n],
    ['1.s', 1_000_000_000n],
    ['1ms2us3ns', 1_002_003n],
    ['1µs', 1000n],
    ['2562047h', 2_562_047n * 3_600_000_000_000n],
  ])('%s', (text, expected) => {
    const span = readDuration(text);
    expect(span && BigInt(span.seconds) * 1_000_000_000n + BigInt(span.nanos)).toBe(expected);
  });

  test.each(['', 's', '1', '.s', '1d', '1 h', '1h ', '--1h', '1e3s', '2562048h', `${'1'.repeat(100)}s`])(
    '%j is none',
    (text) => {
      expect(readDuration(text)).toBeUndefined();
    },
  );
});

describe.each(['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'])('with the host in %s', (zone) => {
  const before = process.env['TZ'];
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  test('time is the same', () => {
    process.env['TZ'] = zone;
    // Two instants in a night that New York has twice, and one that it lacks.
    expect(new Date(Date.UTC(2026, 6, 1)).getTimezoneOffset() === 0).toBe(zone === 'UTC');
    for (const iso of [
      '2026-03-08T02:30:00.250Z',
      '2026-03-08T07:30:00.250Z',
      '2026-07-01T00:00:00.000Z',
      '2026-11-01T05:30:00.000Z',
    ]) {
      const parts = { now: Date.parse(iso) };
      const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(iso)?.map(Number) ?? [];
      const dayOfYear = (Date.parse(iso.slice(0, 10)) - Date.parse('2026-01-01')) / 86_400_000;
      const text = `now.getFullYear() == ${year} && now.getMonth() == ${month} - 1 && now.getDate() == ${day}
        && now.getDayOfMonth() == ${day} - 1 && now.getHours() == ${hour} && now.getMinutes() == ${minute}
        && now.getDayOfYear() == ${dayOfYear} && now.getDayOfWeek() == ${new Date(iso).getUTCDay()}
        && timestamp("${iso}") == now && timestamp(context.iso) == now && string(now) == "${iso.replace('.000', '')}"`;
      expect(outcome(text, { iso }, parts)).toBe(true);
    }
  });
});
