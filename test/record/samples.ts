import type { AdminEvent, Decided } from '../../src/model/recorder.ts';
import type { Verdict } from '../../src/model/verdict.ts';

/** A decision with everything there is to record, for tests to change. */
export function sampleDecision(changes: Partial<Decided> = {}): Decided {
  const verdict: Verdict = {
    effect: 'ask',
    rules: ['acme/support/escalation-triage#refund-cap'],
    reason: 'refunds over 100 need an approval',
    obligations: [],
    approvals: [{ rule: 'acme/support/escalation-triage#refund-cap', approvers: ['role:admin'] }],
    roles: ['triage', 'viewer'],
    errors: [{ rule: 'acme#late', message: 'no such key' }],
    subjectOrg: 'acme',
    place: { org: 'acme', namespace: 'support', chain: 'escalation-triage' },
    holdsUntil: 0,
  };
  const { effect, rules, reason, obligations, approvals } = verdict;
  const id = '01993b5e-1c00-7000-8000-000000000001';
  return {
    time: Date.UTC(2026, 10, 21, 12, 30, 15, 7),
    answer: { decision: false, effect, id, reason, rules, approvals, obligations, revision: 'f00d' },
    verdict,
    question: {
      subject: { type: 'agent', id: 'triage-bot', properties: { token: 'hush-1', org: 'stated' } },
      action: { name: 'tool:call', properties: { note: 'hush-2' } },
      resource: { type: 'tool', id: 'refund', properties: { owner: 'hush-3', org: 'stated' } },
      context: { args: { amount: 'hush-4' } },
    },
    cache: 'miss',
    commit: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e',
    durationNanoseconds: 12_345,
    asked: { listener: 'unix:/run/chaperone.sock', dialect: 'native', peer: 'uid 1000', requestId: 'r-1' },
    ...changes,
  };
}

export const sampleEvent: AdminEvent = {
  time: Date.UTC(2026, 0, 1),
  kind: 'policy-refused',
  revision: null,
  detail: 'a "broken" set',
};
