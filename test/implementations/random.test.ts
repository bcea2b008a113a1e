import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { readQuestion } from '../../src/model/question.ts';
import { createPdp } from '../../src/pdp/pdp.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { createHandSource } from '../pdp/folder-of.ts';
import { call, serve } from '../server/support.ts';
import { values } from '../support/arbitrary-question.ts';
import { policySets } from '../support/arbitrary-set.ts';
import { instants } from '../support/property.ts';
import { yamlText } from '../support/yaml-text.ts';

const QUESTIONS = 20;
const numRuns = process.env['CHAPERONE_TEST_LONG'] === undefined ? 30 : 1_000;

const worlds = policySets().chain((set) =>
  fc.record({
    documents: fc.constant(set.documents),
    asked: fc.array(values(set), { minLength: QUESTIONS, maxLength: QUESTIONS }),
    now: instants(),
  }),
);

/** What comes over the wire. */
function told(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

it('a service whose sets are swapped under it answers every question as the engine does', async () => {
  const source = createHandSource({});
  const clock = { now: 0 };
  const pdp = createPdp({ source, cacheAlways: true, clock: () => clock.now });
  const { port } = await serve({ pdp });
  await fc.assert(
    fc.asyncProperty(worlds, async ({ documents, asked, now }) => {
      clock.now = now;
      source.set({ 'set.yaml': yamlText(documents) });
      const reload = await pdp.reload();
      expect(reload.result).not.toBe('refused');
      const { revision } = pdp.status();
      const snapshot = compileSnapshot(documents, revision ?? '');
      const replies = await Promise.all(asked.map((each) => call({ port, body: JSON.stringify(each) ?? '' })));
      for (const [at, { status, json }] of replies.entries()) {
        const read = readQuestion(told(asked[at]));
        if (read.ok) {
          const { effect, rules, reason, obligations, approvals } = decide(snapshot, told(asked[at]), now);
          const decision = effect === 'allow';
          const expected = { decision, effect, rules, reason, obligations, approvals, revision };
          expect(json).toMatchObject(told(expected) as object);
        } else {
          expect([status, json.decision, json.detail]).toEqual([400, false, read.problem.message]);
        }
      }
    }),
    { seed: 20_261_121, numRuns },
  );
});
