import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startServe } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'chaperone-attributes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SET = `kind: Attributes
context: { "chain:view": { required: [network] } }
---
kind: Role
name: viewer
permissions: ["chain:view"]
`;
const ASK = JSON.stringify({
  subject: { type: 'user', id: 'dana', properties: { roles: ['viewer'] } },
  action: { name: 'view' },
  resource: { type: 'chain', id: 'x' },
});
const REASON = '`context.network` is missing';

it.each([
  [[], { effect: 'deny', rules: ['!malformed'], reason: REASON }, undefined, 0],
  [['--attributes', 'warn'], { effect: 'allow', rules: ['role:viewer#chain:view'] }, REASON, 1],
] as const)(
  'serve %j answers, records and counts a question that is not as declared',
  async (flags, answer, warning, count) => {
    writeFileSync(join(folder, 'set.yaml'), SET);
    const log = join(folder, `log-${flags.length}.jsonl`);
    const ports = ['--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0'];
    const served = await startServe(['--policies', folder, '--decision-log', log, ...ports, ...flags]);
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(`${served.listen}/decide`, { method: 'POST', body: ASK, headers });
    expect(await reply.json()).toMatchObject(answer);
    const metrics = await (await fetch(`${served.admin}/metrics`)).text();
    expect(metrics).toContain(`\nchaperone_attribute_warnings_total ${count}\n`);
    expect(await served.stop()).toBe(0);
    const lines = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ kind }) => kind === 'decision').map((line) => line.warning)).toEqual([warning]);
  },
);
