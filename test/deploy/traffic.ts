import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Served, serve } from '../docs/served.ts';

/** A service that is asked all the time: its questions are allowed, denied, asked about and fail, cached and not. */
export interface Busy {
  readonly served: Served;
  /** Breaks the policies and has them read. Those before go on deciding. */
  refuse(): Promise<void>;
  stop(): Promise<void>;
}

const POLICIES = `
kind: Role
name: worker
permissions:
  - tool:read
  - { permission: tool:fetch, when: 'context.hosts.all(h, h.endsWith(".example.com") || h.startsWith("10."))' }
---
kind: Org
name: acme
rules:
  - { id: costly, effect: ask, actions: ["tool:fetch"], when: 'context.hosts.exists(h, h.contains("pay"))' }
`;

const ASKED = [
  { action: 'read', context: {} },
  { action: 'write', context: {} },
  { action: 'fetch', context: { hosts: ['a.example.com', 'b.example.com'] } },
  { action: 'fetch', context: { hosts: ['pay.example.com'] } },
  { action: 'fetch', context: {} },
];

/** Starts the built service with policies of its own and a decision log, and keeps asking it. */
export async function startBusy(): Promise<Busy> {
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-busy-'));
  const policies = join(folder, 'policies.yaml');
  writeFileSync(policies, POLICIES);
  const served = await serve({ args: ['--policies', folder, '--decision-log', join(folder, 'decisions.jsonl')] });
  let isStopped = false;
  const asking = (async () => {
    while (!isStopped) {
      await askAll(served.url);
      await sleep(20);
    }
  })();
  return {
    served,
    refuse: async () => {
      writeFileSync(policies, 'kind: Rule\n');
      await fetch(`${served.admin}/reload`, { method: 'POST' });
    },
    stop: async () => {
      isStopped = true;
      await asking;
      await served.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function askAll(url: string): Promise<void> {
  const questions = ASKED.map(({ action, context }) => ({ action: { name: action }, context }));
  const subject = { type: 'agent', id: 'bot', properties: { org: 'acme', roles: ['worker'] } };
  const resource = { type: 'tool', id: 'web', properties: { org: 'acme' } };
  const body = JSON.stringify({ questions, subject, resource });
  const response = await fetch(`${url}/decide/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.arrayBuffer();
}
