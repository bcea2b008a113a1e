import { describe, expect, it } from 'vitest';
import { readQuestion } from '../../src/model/question.ts';
import { createPdp } from '../../src/pdp/pdp.ts';
import { createHandSource } from '../pdp/folder-of.ts';
import { type Call, call, type Reply, serve, temporaryFolder } from '../server/support.ts';
import type { DecisionCase } from '../support/cases.ts';
import { expectedLines, expectedWithRefusals, lineOf } from './said.ts';
import { type CaseSet, caseSets, textsOf } from './sets.ts';

type Where = Pick<Call, 'port' | 'socket'>;

interface Asked {
  readonly tcp: Where;
  readonly socket: Where;
  readonly revision: string | null;
}

/** What the served decision point takes for the time. */
const clock = { now: 0 };

async function served({ files }: CaseSet): Promise<Asked> {
  const pdp = createPdp({ source: createHandSource(textsOf(files)), clock: () => clock.now });
  expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
  const path = `${temporaryFolder()}/s`;
  const tcp = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const { port } = await serve({ pdp, listen: [tcp, { kind: 'unix', path }] });
  return { tcp: { port }, socket: { socket: path }, revision: pdp.status().revision };
}

/** Asks the cases of one instant at a time, all of them at once. */
async function askEach(
  { cases }: CaseSet,
  ask: (some: readonly DecisionCase[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const lines = new Map<DecisionCase, string>();
  for (const now of new Set(cases.map((each) => each.now))) {
    clock.now = now;
    const some = cases.filter((each) => each.now === now);
    const said = await ask(some);
    some.forEach((each, at) => void lines.set(each, said[at] ?? ''));
  }
  return cases.map((each) => lines.get(each) ?? '');
}

describe.each(caseSets())('$name', (set) => {
  it('alone, over TCP and over the socket', async () => {
    const { tcp, socket, revision } = await served(set);
    const expected = expectedWithRefusals(set, 400);
    for (const where of [tcp, socket]) {
      const alone = async (each: DecisionCase): Promise<string> => {
        const reply = await call({ ...where, body: JSON.stringify(each.ask) });
        expect(reply.json.decision, each.title).toBe(each.effect === 'allow');
        if (reply.status === 200) expect(reply.json.revision).toBe(revision);
        return lineOf(each, reply.status === 200 ? reply.json : { status: reply.status, message: reply.json.detail });
      };
      expect(await askEach(set, (some) => Promise.all(some.map(alone)))).toEqual(expected);
    }
  });

  it('in a batch, where what is no question is its own deny', async () => {
    const { tcp, socket } = await served(set);
    const expected = expectedLines(set);
    for (const where of [tcp, socket]) {
      const together = async (some: readonly DecisionCase[]): Promise<readonly string[]> => {
        const body = JSON.stringify({ questions: some.map(({ ask }) => ask) });
        const reply = await call({ ...where, path: '/decide/batch', body });
        expect([reply.status, reply.json.answers.length]).toEqual([200, some.length]);
        return some.map((each, at) => lineOf(each, reply.json.answers[at]));
      };
      expect(await askEach(set, together)).toEqual(expected);
    }
  });

  it('as AuthZEN evaluations, alone and together', async () => {
    const { tcp, socket } = await served(set);
    const expected = set.cases.map(evaluationLine);
    const alone = async (each: DecisionCase): Promise<string> => {
      const reply = await call({ ...tcp, path: '/access/v1/evaluation', body: JSON.stringify(each.ask) });
      return `${each.title}: ${reply.status === 200 ? reply.json.decision : refusalOf(reply)}`;
    };
    expect(await askEach(set, (some) => Promise.all(some.map(alone)))).toEqual(expected);
    const together = async (some: readonly DecisionCase[]): Promise<readonly string[]> => {
      const body = JSON.stringify({ evaluations: some.map(({ ask }) => ask) });
      const reply = await call({ ...socket, path: '/access/v1/evaluations', body });
      return some.map((each, at) => {
        const { decision, context } = reply.json.evaluations[at];
        const { status, message } = context?.error ?? {};
        return `${each.title}: ${status === undefined ? decision : `${status} ${decision} ${message}`}`;
      });
    };
    expect(await askEach(set, together)).toEqual(expected);
  });
});

function refusalOf({ status, json }: Reply): string {
  return `${status} ${json.decision} ${json.message}`;
}

function evaluationLine({ title, ask, effect }: DecisionCase): string {
  const read = readQuestion(ask);
  return `${title}: ${read.ok ? effect === 'allow' : `400 false ${read.problem.message}`}`;
}
