import { describe, expect, it } from 'vitest';
import type { AdminEvent, Decided, Recorder } from '../../src/model/recorder.ts';
import { createPdp, type Pdp } from '../../src/pdp/pdp.ts';
import { ALLOW, BROKEN, createHandSource, DENY, run } from './folder-of.ts';

interface Notes extends Recorder {
  readonly decisions: Decided[];
  readonly events: AdminEvent[];
}

function createNotes(): Notes {
  const decisions: Decided[] = [];
  const events: AdminEvent[] = [];
  return {
    decisions,
    events,
    decided: (decision) => {
      decisions.push(decision);
    },
    event: (event) => {
      events.push(event);
    },
  };
}

async function settled(pdp: Pdp, reloads: number): Promise<void> {
  const count = (): number => Object.values(pdp.status().reloads).reduce((sum, one) => sum + one, 0);
  while (count() < reloads) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a decision point', () => {
  it('denies until a policy set is in force, and says so', async () => {
    const source = createHandSource({ 'a.yaml': BROKEN });
    const pdp = createPdp({ source });
    expect(await pdp.ask(run())).toMatchObject({
      decision: false,
      effect: 'deny',
      rules: ['!no-policy'],
      revision: null,
    });
    expect(pdp.explain(run()).verdict.rules).toEqual(['!no-policy']);
    expect(await pdp.reload()).toMatchObject({ result: 'refused' });
    expect(pdp.status()).toMatchObject({ ready: false, revision: null, reloads: { refused: 1 } });
    source.set({ 'a.yaml': ALLOW });
    expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
    expect(await pdp.ask(run())).toMatchObject({ decision: true, rules: ['role:operator#chain:run'] });
    expect(pdp.status()).toMatchObject({ ready: true, lastFailure: null, documents: 1 });
  });

  it('keeps the last good set when a change is broken or unreadable, and takes the next good one', async () => {
    const source = createHandSource({ 'a.yaml': ALLOW });
    const notes = createNotes();
    const pdp = createPdp({ source, recorders: [notes] });
    await pdp.reload();
    const { revision } = pdp.status();
    for (const [at, bad] of [{ 'a.yaml': BROKEN }, new Error('gone')].entries()) {
      source.set(bad);
      source.change();
      await settled(pdp, at + 2);
      expect(await pdp.ask(run())).toMatchObject({ decision: true, revision });
      expect(pdp.status().lastFailure?.message).toBeDefined();
    }
    source.set({ 'a.yaml': DENY });
    source.change();
    await settled(pdp, 4);
    expect(await pdp.ask(run())).toMatchObject({ decision: false, rules: ['!default'] });
    expect(pdp.status().lastFailure).toBeNull();
    expect(notes.events.map((event) => event.kind)).toEqual([
      'policy-accepted',
      'policy-refused',
      'policy-refused',
      'policy-accepted',
    ]);
    expect(source.acceptedRevisions).toEqual([revision, pdp.status().revision]);
  });

  it('leaves the snapshot and its cache alone where nothing changed', async () => {
    const source = createHandSource({ 'a.yaml': ALLOW });
    const pdp = createPdp({ source, cacheAlways: true });
    await pdp.reload();
    await pdp.ask(run());
    expect(await pdp.reload()).toMatchObject({ result: 'unchanged' });
    expect(pdp.status().cache.entries).toBe(1);
    source.set({ 'a.yaml': DENY });
    await pdp.reload();
    expect(pdp.status().cache.entries).toBe(0);
    expect(await pdp.ask(run())).toMatchObject({ decision: false });
  });

  it('gives each answer an id of its own and hands each decision to every recorder', async () => {
    const notes = createNotes();
    const pdp = createPdp({ source: createHandSource({ 'a.yaml': ALLOW }), recorders: [notes], cacheAlways: true });
    await pdp.reload();
    const answers = await pdp.askAll([run(), run(), 'no question', run({ act: {} })]);
    expect(answers.map((answer) => answer.rules[0])).toEqual([
      'role:operator#chain:run',
      'role:operator#chain:run',
      '!malformed',
      '!delegation',
    ]);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(4);
    expect(notes.decisions.map((decided) => decided.cache)).toEqual(['miss', 'hit', 'bypass', 'miss']);
    expect(new Set(notes.decisions.map((decided) => decided.time)).size).toBe(1);
    expect(notes.decisions.map((decided) => decided.answer)).toEqual(answers);
  });

  it('ends a batch after the answer that it was told to stop at', async () => {
    const pdp = createPdp({ source: createHandSource({ 'a.yaml': ALLOW }) });
    await pdp.reload();
    const deny = { ...(run() as object), action: { name: 'edit' } };
    const answers = await pdp.askAll([run(), deny, run()], undefined, (answer) => !answer.decision);
    expect(answers.map((answer) => answer.effect)).toEqual(['allow', 'deny']);
  });

  it.each([
    ['rejects', (): Promise<void> => Promise.reject(new Error('disk full'))],
    [
      'throws',
      (): void => {
        throw new Error('disk full');
      },
    ],
  ])('turns an answer into a deny where a recorder %s', async (_, decided) => {
    const recorder: Recorder = { decided, event: () => {} };
    const pdp = createPdp({ source: createHandSource({ 'a.yaml': ALLOW }), recorders: [recorder] });
    await pdp.reload();
    const answer = await pdp.ask(run());
    expect(answer).toMatchObject({ decision: false, effect: 'deny', rules: ['!unrecorded'] });
    expect(JSON.stringify(answer)).not.toContain('disk full');
  });

  it('waits for a recorder that asks for it', async () => {
    let done = false;
    const decided = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      done = true;
    };
    const pdp = createPdp({ source: createHandSource({ 'a.yaml': ALLOW }), recorders: [{ decided, event: () => {} }] });
    await pdp.reload();
    expect((await pdp.ask(run())).decision).toBe(true);
    expect(done).toBe(true);
  });

  it('reads the source once more for those who ask while it is being read, and not once each', async () => {
    const source = createHandSource({ 'a.yaml': ALLOW });
    const pdp = createPdp({ source });
    const results = await Promise.all([pdp.reload(), pdp.reload(), pdp.reload()]);
    expect(results.map((one) => one.result)).toEqual(['accepted', 'unchanged', 'unchanged']);
    expect(pdp.status().reloads).toEqual({ accepted: 1, unchanged: 1, refused: 0 });
  });
});
