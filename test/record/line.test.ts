import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineMaker } from '../../src/record/line.ts';
import { quote, quoteList } from '../../src/record/quote.ts';
import { sampleDecision, sampleEvent } from './samples.ts';

function parse(line: string): unknown {
  expect(line.endsWith('\n')).toBe(true);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  return JSON.parse(line);
}

describe('the text of a string', () => {
  it('is what JSON.stringify makes of it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    );
    fc.assert(fc.property(text, (value) => quote(value) === JSON.stringify(value)));
    fc.assert(fc.property(fc.array(text, { maxLength: 4 }), (list) => quoteList(list) === JSON.stringify(list)));
  });
});

describe('the line of a decision', () => {
  const make = createLineMaker();

  it('says who asked what, what was answered and why', () => {
    expect(parse(make.decision(sampleDecision()))).toEqual({
      time: '2026-11-21T12:30:15.007Z',
      kind: 'decision',
      id: '01993b5e-1c00-7000-8000-000000000001',
      effect: 'ask',
      subject: { type: 'agent', id: 'triage-bot', org: 'acme', roles: ['triage', 'viewer'] },
      action: 'call',
      resource: { type: 'tool', id: 'refund', org: 'acme', namespace: 'support', chain: 'escalation-triage' },
      rules: ['acme/support/escalation-triage#refund-cap'],
      reason: 'refunds over 100 need an approval',
      obligations: [],
      approvals: [{ rule: 'acme/support/escalation-triage#refund-cap', approvers: ['role:admin'] }],
      errors: [{ rule: 'acme#late', message: 'no such key' }],
      revision: 'f00d',
      commit: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e',
      durationMicroseconds: 12.3,
      cache: 'miss',
      asked: { listener: 'unix:/run/chaperone.sock', dialect: 'native', peer: 'uid 1000', requestId: 'r-1' },
    });
  });

  it('says what was not as declared', () => {
    const { verdict } = sampleDecision();
    const warning = '`context.args` is missing';
    expect(parse(make.decision(sampleDecision({ verdict: { ...verdict, warning } })))).toMatchObject({ warning });
  });

  it('has nothing of properties and context, which may hold secrets', () => {
    const line = make.decision(sampleDecision());
    expect(line).not.toContain('hush');
    expect(line).not.toContain('stated');
  });

  it('tells the place that the question states where it was stopped before it was placed', () => {
    const { verdict } = sampleDecision();
    const { subjectOrg: _, place: __, ...stopped } = verdict;
    const line = parse(make.decision(sampleDecision({ verdict: stopped })));
    expect(line).toMatchObject({
      subject: { org: 'stated' },
      resource: { type: 'tool', id: 'refund', org: 'stated' },
    });
    expect(make.decision(sampleDecision({ verdict: stopped }))).not.toContain('hush');
  });

  it('goes without a question where what was asked is none', () => {
    const { question: _, ...unasked } = sampleDecision();
    const line = parse(make.decision(unasked));
    expect(line).not.toHaveProperty('subject');
    expect(line).toMatchObject({ kind: 'decision', effect: 'ask' });
  });

  it('takes the type off an action once, and only a type that is the whole word', () => {
    const { question } = sampleDecision();
    if (question === undefined) throw new Error('the sample has a question');
    const actionOf = (name: string, type: string) =>
      parse(
        make.decision(
          sampleDecision({
            question: { ...question, action: { name, properties: {} }, resource: { type, id: 'x', properties: {} } },
          }),
        ),
      );
    expect(actionOf('chain:run', 'chain')).toMatchObject({ action: 'run' });
    expect(actionOf('run', 'chain')).toMatchObject({ action: 'run' });
    expect(actionOf('chains:run', 'chain')).toMatchObject({ action: 'chains:run' });
    expect(actionOf('chain:chain:run', 'chain')).toMatchObject({ action: 'chain:run' });
  });

  it('stays one line and comes back whole, whatever the texts are', () => {
    const { question } = sampleDecision();
    if (question === undefined) throw new Error('the sample has a question');
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom('__proto__', '"}\n{"kind":"decision"', '\\', '\u2028', '\r\n', ''),
    );
    fc.assert(
      fc.property(hostile, hostile, (id, requestId) => {
        const subject = { type: id, id, properties: { org: requestId } };
        const asked = { listener: 'library', dialect: 'native', requestId };
        const line = parse(make.decision(sampleDecision({ question: { ...question, subject }, asked })));
        expect(line).toMatchObject({ subject: { type: id, id }, asked: { requestId } });
      }),
    );
  });

  it('gives each its own time and revision', () => {
    const { answer, time } = sampleDecision();
    const lines = [0, 1, 0, 86_400_000].map((later) =>
      parse(
        make.decision(sampleDecision({ time: time + later, answer: { ...answer, revision: later > 1 ? null : 'a' } })),
      ),
    );
    expect(lines).toMatchObject([
      { time: '2026-11-21T12:30:15.007Z', revision: 'a' },
      { time: '2026-11-21T12:30:15.008Z', revision: 'a' },
      { time: '2026-11-21T12:30:15.007Z', revision: 'a' },
      { time: '2026-11-22T12:30:15.007Z', revision: null },
    ]);
  });
});

describe('the other lines', () => {
  it('tell what happened to the process, and what is missing', () => {
    const make = createLineMaker();
    expect(parse(make.event(sampleEvent))).toEqual({
      time: '2026-01-01T00:00:00.000Z',
      kind: 'policy-refused',
      revision: null,
      detail: 'a "broken" set',
    });
    expect(parse(make.dropped(3, 1_000, 2_000, 3_000))).toEqual({
      time: '1970-01-01T00:00:03.000Z',
      kind: 'dropped',
      count: 3,
      from: '1970-01-01T00:00:01.000Z',
      until: '1970-01-01T00:00:02.000Z',
    });
  });
});
