/** Texts of policy files, sized by the caller. */

const DOCUMENTS_PER_FILE = 10;

const HEAD = `kind: Role
name: viewer
permissions: ["chain:view"]
---
kind: Role
name: operator
inherits: [viewer]
permissions: ["chain:run", "tool:call"]
---
kind: Org
name: acme
namespaced: [tool]
---
kind: Namespace
org: acme
name: support
bindings:
  - { role: operator, subjects: ["group:support"] }
`;

/** One chain with an owner, a list of who may run it, and a rule with a condition of its own. */
function chain(at) {
  return `kind: Chain
org: acme
namespace: support
name: chain-${at}
owner: user:owner-${at % 500}
share: { run: ["group:team-${at % 50}"] }
only: { edit: [owner] }
rules:
  - id: cap
    effect: ask
    actions: ["tool:call"]
    when: context.args.amount > ${100 + at}.0
    approvers: ["user:owner-${at % 500}"]
`;
}

/** Files with so many documents in all: roles, an org, a namespace, and for the rest chains. */
export function policyFiles(documents) {
  const chains = Array.from({ length: documents - 4 }, (_, at) => chain(at));
  const files = [{ path: 'base.yaml', text: HEAD }];
  for (let at = 0; at < chains.length; at += DOCUMENTS_PER_FILE) {
    files.push({ path: `chains-${at}.yaml`, text: chains.slice(at, at + DOCUMENTS_PER_FILE).join('---\n') });
  }
  return files;
}

/** A question about a tool in one of the chains of `policyFiles`. */
export function questionAbout(chainNumber, amount) {
  return {
    subject: { type: 'user', id: 'sam', properties: { org: 'acme', roles: [], groups: ['support'] } },
    action: { name: 'call', properties: {} },
    resource: {
      type: 'tool',
      id: 'refund',
      properties: { org: 'acme', namespace: 'support', chain: `chain-${chainNumber}` },
    },
    context: { args: { amount } },
  };
}
