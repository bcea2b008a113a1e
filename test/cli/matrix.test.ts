import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runHere } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-matrix-'));
afterAll(() => rmSync(root, { recursive: true }));
writeFileSync(
  join(root, 'set.yaml'),
  `
kind: Role
name: =boss
permissions: ["*", "a|b:<i>"]
---
kind: Role
name: hand
permissions:
  - { permission: chain:run, obligations: [{ id: tell, type: notify }] }
---
kind: Org
name: acme
recast: { =boss: hand, hand: [] }
---
kind: Namespace
org: acme
name: prod
`,
);

async function matrix(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(['matrix', '--policies', root, ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('matrix', () => {
  it('prints the default policies as published', async () => {
    const { stdout } = await runHere(['matrix', '--policies', 'policies/default']);
    expect(stdout).toBe(`permission           admin   builder              operator   viewer
audit-log:view       allow   allow                allow      allow
chain:create         allow   allow                -          -
chain:delete         allow   -                    -          -
chain:edit           allow   allow                -          -
chain:run            allow   allow                allow      -
chain:view           allow   allow                allow      allow
data:export          allow   allow                allow      -
decision:approve     allow   allow                allow      -
org:manage           allow   -                    -          -
schedule:configure   allow   allow                -          -
secret:manage        allow   -                    -          -
secret:view          allow   allow (names-only)   -          -
user:manage          allow   -                    -          -
`);
  });

  it('names the place and what roles count as there', async () => {
    expect(await matrix('--scope', 'acme/prod')).toBe(`at acme/prod

permission   =boss (as hand)   hand (as nothing)
a|b:<i>      -                 -
chain:run    allow (tell)      -
`);
  });

  it('escapes what Markdown, HTML and spreadsheets would take for theirs', async () => {
    expect(await matrix('--format', 'markdown')).toBe(`| permission | =boss | hand |
| --- | --- | --- |
| a\\|b:\\<i\\> | allow | - |
| chain:run | allow | allow (tell) |
`);
    expect(await matrix('--format', 'csv')).toBe(
      "permission,'=boss,hand\r\na|b:<i>,allow,-\r\nchain:run,allow,allow (tell)\r\n",
    );
    const html = await matrix('--format', 'html');
    expect(html).toContain('<th scope="row">a|b:&#60;i&#62;</th>');
    expect(html).toContain('<td class="deny">-</td>');
    expect(html).toContain('@page');
    expect(html).not.toMatch(/<script|<link|https?:|url\(/);
  });

  it('is data with --json', async () => {
    expect(JSON.parse(await matrix('--json', '--scope', 'acme'))).toMatchObject({
      place: { org: 'acme' },
      columns: [
        { name: '=boss', kind: 'role', countsAs: ['hand'] },
        { name: 'hand', countsAs: [] },
      ],
    });
  });

  it('has nothing to say of a place that no document describes', async () => {
    const { code, stderr } = await runHere(['matrix', '--policies', root, '--scope', 'acme/qa']);
    expect(code).toBe(2);
    expect(stderr).toContain('no document describes `acme/qa`');
  });
});
