import { describe, expect, it } from 'vitest';
import type { CacheUse, Recorder } from '../../src/model/recorder.ts';
import { createPdp, type Pdp, type PdpOptions } from '../../src/pdp/pdp.ts';
import { createHandSource, run } from './folder-of.ts';

const SET = `
kind: Role
name: operator
permissions: ["chain:run"]
---
kind: Org
name: default
bindings:
  - { role: operator, subjects: ["user:lee"], from: 1970-01-01T00:00:10Z, until: 1970-01-01T00:00:20Z }
rules:
  - { id: big, effect: ask, actions: ["chain:run"], when: 'has(context.amount) && context.amount > 100' }
  - { id: late, effect: deny, actions: ["chain:view"], when: 'now > timestamp("1970-01-01T00:00:30Z")' }
`;

interface Timed {
  readonly pdp: Pdp;
  readonly uses: CacheUse[];
  at(seconds: number): void;
}

async function createTimed(options: Partial<PdpOptions> = {}): Promise<Timed> {
  let now = 0;
  const uses: CacheUse[] = [];
  const recorder: Recorder = {
    decided: (decision) => {
      uses.push(decision.cache);
    },
    event: () => {},
  };
  const pdp = createPdp({
    source: createHandSource({ 'a.yaml': SET }),
    recorders: [recorder],
    cacheAlways: true,
    clock: () => now,
    ...options,
  });
  expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
  const at = (seconds: number): void => {
    now = seconds * 1_000;
  };
  return { pdp, uses, at };
}

const lee = { ...(run() as object), subject: { type: 'user', id: 'lee' } };

describe('the decision cache', () => {
  it('gives what deciding gives, and tells questions apart by what conditions read', async () => {
    const { pdp, uses } = await createTimed();
    const effects = [];
    for (const context of [{ amount: 1 }, { amount: 1 }, { amount: 101 }, {}, { other: 1 }]) {
      effects.push((await pdp.ask(run({}, context))).effect);
    }
    expect(effects).toEqual(['allow', 'allow', 'ask', 'allow', 'allow']);
    expect(uses).toEqual(['miss', 'hit', 'miss', 'miss', 'hit']);
  });

  it('lets a verdict live no longer than the binding that made it', async () => {
    const { pdp, uses, at } = await createTimed();
    const effects = [];
    for (const second of [9, 9.999, 10, 19.999, 20, 1_000]) {
      at(second);
      effects.push((await pdp.ask(lee)).effect);
    }
    expect(effects).toEqual(['deny', 'deny', 'allow', 'allow', 'deny', 'deny']);
    expect(uses).toEqual(['miss', 'hit', 'miss', 'hit', 'miss', 'hit']);
  });

  it('does not trust an entry from the future of a clock that was set back', async () => {
    const { pdp, at } = await createTimed();
    at(15);
    expect((await pdp.ask(lee)).effect).toBe('allow');
    at(5);
    expect((await pdp.ask(lee)).effect).toBe('deny');
  });

  it('keeps no answer for which a condition on now was evaluated, or any condition failed', async () => {
    const { pdp, uses } = await createTimed();
    const view = { ...(run() as object), action: { name: 'view' } };
    for (const question of [view, view, run({}, { amount: 'many' }), run({}, { amount: 'many' })])
      await pdp.ask(question);
    expect(uses).toEqual(['miss', 'miss', 'miss', 'miss']);
    expect(pdp.status().cache.entries).toBe(0);
  });

  it('is bounded, counts what it evicts, and can be off', async () => {
    const small = await createTimed({ cacheSize: 2 });
    for (const amount of [1, 2, 3]) await small.pdp.ask(run({}, { amount }));
    expect(small.pdp.status().cache).toEqual({ size: 2, entries: 2, evictions: 1 });
    const off = await createTimed({ cacheSize: 0 });
    await off.pdp.ask(run());
    await off.pdp.ask(run());
    expect(off.uses).toEqual(['bypass', 'bypass']);
  });

  it('is consulted only where conditions cost more than a lookup', async () => {
    const { pdp, uses } = await createTimed({ cacheAlways: false });
    const edit = { ...(run() as object), action: { name: 'edit' }, resource: { type: 'tool', id: 'x' } };
    await pdp.ask(edit);
    await pdp.ask(edit);
    expect(uses).toEqual(['bypass', 'bypass']);
  });

  it('gives every asker the same frozen lists', async () => {
    const { pdp } = await createTimed();
    await pdp.ask(run());
    const { rules } = await pdp.ask(run());
    expect(() => (rules as string[]).push('x')).toThrow(TypeError);
  });
});
