import { beforeAll, describe, expect, it } from 'vitest';
import { cacheKey } from '../../src/engine/cache-key.ts';
import { decide } from '../../src/engine/decide.ts';
import { explain } from '../../src/engine/explain.ts';
import { readQuestion } from '../../src/model/question.ts';
import type { Decided, Recorder } from '../../src/model/recorder.ts';
import { createPdp, type Pdp } from '../../src/pdp/pdp.ts';
import { readPolicies } from '../../src/policy/read.ts';
import type { Snapshot } from '../../src/policy/snapshot.ts';
import { oracle } from '../oracle.ts';
import { createHandSource } from '../pdp/folder-of.ts';
import type { DecisionCase } from '../support/cases.ts';
import { runCondition } from '../support/condition-runner.ts';
import { expectedLines, lineOf } from './said.ts';
import { type CaseSet, caseSets, snapshotOf, textsOf } from './sets.ts';

const SETS = caseSets();

interface Asked {
  readonly pdp: Pdp;
  readonly seen: Decided[];
  readonly clock: { now: number };
}

async function pdpOf({ files }: CaseSet, cacheAlways: boolean): Promise<Asked> {
  const seen: Decided[] = [];
  const clock = { now: 0 };
  const recorder: Recorder = { decided: (decided) => void seen.push(decided), event: () => {} };
  const source = createHandSource(textsOf(files));
  const pdp = createPdp({ source, recorders: [recorder], cacheAlways, clock: () => clock.now });
  expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
  return { pdp, seen, clock };
}

it('there are cases of every file and of every policy set that ships', () => {
  const total = SETS.reduce((sum, { cases }) => sum + cases.length, 0);
  expect(total).toBeGreaterThan(500);
  expect(SETS.filter(({ cases }) => cases.length === 0)).toEqual([]);
});

describe.each(SETS)('$name', (set) => {
  let snapshot: Snapshot;
  let expected: readonly string[];
  beforeAll(() => {
    snapshot = snapshotOf(set.files);
    expected = expectedLines(set);
  });

  it('the oracle', () => {
    const { documents } = readPolicies(set.files);
    const lines = set.cases.map((each) => {
      const verdict = oracle(documents, each.ask, each.now, runCondition);
      const isCause = verdict.rules.some((rule) => rule.startsWith('!'));
      // The words for a cause are the engine's own, and so is how a condition's failure is told.
      const { reason, errors } = decide(snapshot, each.ask, each.now);
      return lineOf(each, { ...verdict, errors, reason: isCause ? reason : verdict.reason });
    });
    expect(lines).toEqual(expected);
  });

  it('explain', () => {
    expect(set.cases.map((each) => lineOf(each, explain(snapshot, each.ask, each.now).verdict))).toEqual(expected);
  });

  it('the decision point, with every question asked twice of its cache', async () => {
    const { pdp, seen, clock } = await pdpOf(set, true);
    const ask = async (each: DecisionCase): Promise<string> => {
      clock.now = each.now;
      return lineOf(each, await pdp.ask(each.ask));
    };
    for (const [at, each] of set.cases.entries()) {
      expect([await ask(each), await ask(each)]).toEqual([expected[at], expected[at]]);
      expect(seen.at(-1)?.cache, each.title).toBe(secondUse(snapshot, each));
    }
  });

  it('the decision point, many at once', async () => {
    const { pdp, clock } = await pdpOf(set, false);
    for (const now of new Set(set.cases.map((each) => each.now))) {
      clock.now = now;
      const some = set.cases.filter((each) => each.now === now);
      const answers = await pdp.askAll(some.map(({ ask }) => ask));
      const lines = some.map((each, at) => lineOf(each, answers[at] ?? { status: 0, message: 'no answer' }));
      expect(lines).toEqual(expected.filter((_, at) => set.cases[at]?.now === now));
    }
  });
});

/** What the cache is good for the second time. */
function secondUse(snapshot: Snapshot, { ask, now }: DecisionCase): Decided['cache'] {
  const read = readQuestion(ask);
  if (!read.ok || cacheKey(snapshot, read.question) === undefined) return 'bypass';
  return now < decide(snapshot, ask, now).holdsUntil ? 'hit' : 'miss';
}
