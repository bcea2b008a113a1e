import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPoll, type Poll } from '../../../src/source/git-poll.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Milliseconds from now to the next look; undefined where none comes within a day. */
function next(calls: () => number): number | undefined {
  const before = calls();
  const began = Date.now();
  while (calls() === before && Date.now() - began < 86_400_000 && vi.getTimerCount() > 0) vi.advanceTimersToNextTimer();
  return calls() === before ? undefined : Date.now() - began;
}

function started(interval: number, random = () => 0.5): { poll: Poll; calls: () => number; stop: () => void } {
  const poll = createPoll({ interval, random });
  let calls = 0;
  const stop = poll.start(() => {
    calls++;
  });
  return { poll, calls: () => calls, stop };
}

it('looks an interval after the last look, give or take a tenth', () => {
  const { poll, calls, stop } = started(10_000);
  expect(next(calls)).toBe(10_000);
  expect(poll.isDue()).toBe(true);
  poll.looked();
  expect(poll.isDue()).toBe(false);
  expect(next(calls)).toBe(10_000);
  stop();
  for (const [random, delay] of [
    [0, 9_000],
    [1, 11_000],
  ] as const) {
    const jittery = started(10_000, () => random);
    expect(next(jittery.calls)).toBe(delay);
    jittery.stop();
  }
});

it('looks again soon where looking failed, then ever later, and as before once it worked', () => {
  const { poll, calls } = started(10_000);
  const delays = Array.from({ length: 9 }, () => {
    poll.failed();
    return next(calls);
  });
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  poll.failed(true);
  expect(next(calls)).toBe(900_000);
  poll.looked();
  expect(next(calls)).toBe(10_000);
});

it('with no interval looks only where looking failed', () => {
  const { poll, calls } = started(0);
  expect(next(calls)).toBeUndefined();
  poll.failed();
  expect(next(calls)).toBe(1_000);
  poll.looked();
  expect(next(calls)).toBeUndefined();
});

it('stops', () => {
  const { poll, calls, stop } = started(10);
  stop();
  poll.failed();
  expect(next(calls)).toBeUndefined();
});
