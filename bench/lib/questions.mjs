const BOT = { type: 'agent', id: 'triage-bot', properties: { org: 'acme', roles: [], groups: [] } };
const CHAIN = { org: 'acme', namespace: 'support', chain: 'escalation-triage' };

function call(tool, args) {
  return {
    subject: BOT,
    action: { name: 'call', properties: {} },
    resource: { type: 'tool', id: tool, properties: CHAIN },
    context: { args, session: 'b1f0c2', conversation: 'refund for order 81 723' },
  };
}

/** What the tool-calling agent of `policies/bench.yaml` asks, where one condition has to be looked at. */
export const WITH_CONDITION = Array.from({ length: 16 }, (_, at) => ({
  question: call('refund', { amount: 20 * at + 7, currency: 'EUR' }),
  effect: 20 * at + 7 > 100 ? 'ask' : 'allow',
}));

/** The same where no condition is about the tool. */
export const WITHOUT_CONDITION = Array.from({ length: 16 }, (_, at) => ({
  question: call(`crm/customer-${at}`, { amount: 20 * at + 7, currency: 'EUR' }),
  effect: 'allow',
}));

/** Half of each: what the HTTP benchmarks send. */
export const MIXED = WITH_CONDITION.flatMap((asked, at) => [asked, WITHOUT_CONDITION[at]]);
