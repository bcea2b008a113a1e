import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runHere } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-decide-'));
afterAll(() => rmSync(root, { recursive: true }));
writeFileSync(
  join(root, 'set.yaml'),
  `
kind: Role
name: runner
permissions:
  - chain:run
  - { permission: secret:view, obligations: [{ id: names-only, type: redact, properties: { fields: [value] } }] }
  - { permission: report:read, when: subject.properties.level >= 3.0 && resource.properties.risk == "low" }
  - { permission: "mail:send", when: action.properties.draft }
---
kind: Org
name: acme
bindings: [{ role: runner, subjects: ["group:night"], until: 2026-01-01T00:00:00Z }]
---
kind: Namespace
org: acme
name: prod
rules:
  - { id: freeze, effect: deny, actions: ["chain:run"], when: context.freeze, reason: prod is frozen }
---
kind: Chain
org: acme
namespace: prod
name: billing
rules:
  - { id: eyes, effect: ask, actions: ["chain:run"], approvers: ["role:runner"], except: ["owner"] }
`,
);
const POLICIES = ['--policies', root];
const RUNNER = ['--subject', 'user:dana', '--role', 'runner', '--org', 'acme'];
const BILLING = ['--action', 'chain:run', '--resource', 'chain:billing', '--namespace', 'prod'];

function decide(...args: readonly string[]): ReturnType<typeof runHere> {
  return runHere(['decide', ...POLICIES, ...args]);
}

describe('the answer', () => {
  it('is an exit code, and words', async () => {
    const calm = ['--context', '{"freeze": false}'];
    const allow = await decide(...RUNNER, ...BILLING, ...calm, '--owner', 'user:dana');
    expect(allow).toMatchObject({ code: 0, stderr: '' });
    expect(allow.stdout).toBe(
      `allow: granted by role:runner#chain:run
  by        role:runner#chain:run
  roles     runner
  revision  ${allow.stdout.slice(-13)}`,
    );
    const ask = await decide(...RUNNER, ...BILLING, ...calm);
    expect(ask.code).toBe(3);
    expect(ask.stdout).toContain('ask: acme/prod/billing#eyes asks for an approval\n');
    expect(ask.stdout).toContain('approvers  role:runner (acme/prod/billing#eyes)\n');
    const deny = await decide(...RUNNER, ...BILLING, '--context', '{"freeze": true}');
    expect(deny.code).toBe(1);
    expect(deny.stdout).toContain('deny: prod is frozen\n  by        acme/prod#freeze\n');
  });

  it('is the whole answer of the service with --json', async () => {
    const { code, stdout } = await decide(...RUNNER, ...BILLING, '--json', '--now', '2026-06-15T12:00:00Z');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      decision: false,
      effect: 'deny',
      id: expect.stringMatching(/^019ecb27-2200-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      reason: 'prod is frozen',
      rules: ['acme/prod#freeze'],
      approvals: [],
      obligations: [],
      errors: [{ rule: 'acme/prod#freeze', message: expect.any(String) }],
      revision: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('says what the asker must do, where it can', async () => {
    const view = ['--action', 'secret:view', '--resource', 'secret:KEY', '--namespace', 'prod'];
    expect((await decide(...RUNNER, ...view)).code).toBe(1);
    const able = await decide(...RUNNER, ...view, '--supports', 'redact');
    expect(able.code).toBe(0);
    expect(able.stdout).toContain('must      names-only: redact {"fields":["value"]}\n');
  });

  it('is that of the instant it is asked for', async () => {
    const night = ['--subject', 'user:eve', '--group', 'night', '--org', 'acme'];
    const run = ['--action', 'run', '--resource', 'chain:x', '--namespace', 'prod', '--context', '{"freeze":false}'];
    expect((await decide(...night, ...run)).code).toBe(1);
    expect((await decide(...night, ...run, '--now', '2025-12-31T23:59:59Z')).code).toBe(0);
  });
});

describe('a question', () => {
  const question = {
    subject: { type: 'user', id: 'dana', properties: { org: 'acme', roles: ['runner'] } },
    action: { name: 'run' },
    resource: { type: 'chain', id: 'x', properties: { org: 'acme', namespace: 'prod' } },
    context: { freeze: false },
  };

  it('comes from standard input, a file or flags, and is the same', async () => {
    const file = join(root, 'question.json');
    writeFileSync(file, JSON.stringify(question));
    const piped = await runHere(['decide', ...POLICIES], { stdin: JSON.stringify(question) });
    expect(piped.code).toBe(0);
    expect(await decide('--question', file)).toEqual(piped);
    expect(await runHere(['decide', ...POLICIES, '--question', '-'], { stdin: JSON.stringify(question) })).toEqual(
      piped,
    );
    const run = ['--action', 'run', '--resource', 'chain:x', '--namespace', 'prod', '--context', '{"freeze":false}'];
    expect(await decide(...RUNNER, ...run)).toEqual(piped);
  });

  it('is asked of the folder that the environment names, where no flag does', async () => {
    const env = { CHAPERONE_POLICIES: root };
    const stdin = JSON.stringify(question);
    expect((await runHere(['decide'], { stdin, env })).code).toBe(0);
    expect((await runHere(['decide', '--policies', 'policies/default'], { stdin, env })).code).toBe(1);
  });

  it('takes properties of its parts from flags: JSON where it is that, else text', async () => {
    const read = [...RUNNER, '--action', 'read', '--resource', 'report:q3'];
    const good = ['--property', 'subject.level=3', '--property', 'resource.risk=low'];
    expect((await decide(...read, ...good)).code).toBe(0);
    expect((await decide(...read, '--property', 'subject.level="3"', '--property', 'resource.risk=low')).code).toBe(1);
    const send = [...RUNNER, '--action', 'send', '--resource', 'mail:1'];
    expect((await decide(...send, '--property', 'action.draft=true')).code).toBe(0);
    expect((await decide(...send, '--property', 'subject.__proto__={"draft":true}')).code).toBe(1);
  });

  it('keeps the org of the subject and that of the resource apart', async () => {
    const args = ['--subject', 'user:olga', '--role', 'runner', '--org', 'acme', '--subject-org', 'globex'];
    const { code, stdout } = await decide(...args, ...BILLING);
    expect(code).toBe(1);
    expect(stdout).toContain('by        !isolation');
  });

  it('that makes no sense is denied', async () => {
    const { code, stdout } = await decide('--subject', 'role:admin', '--action', 'run', '--resource', 'chain:x');
    expect(code).toBe(1);
    expect(stdout).toContain('!malformed');
  });

  it.each([
    ['no JSON', [], '{', 'standard input is no JSON'],
    ['no question', [], '{"subject":{"type":"user"}}', '`subject.id` is missing'],
    ['nothing, at a terminal', [], undefined, 'no question: state one'],
    ['a file that is not there', ['--question', '/nowhere/q.json'], '', "`/nowhere/q.json` can't be read: ENOENT"],
    ['a file and flags', ['--question', '-', '--role', 'x'], '{}', '`--question` stands alone'],
    ['no action', ['--subject', 'user:a', '--resource', 'chain:b'], '', '`--action` is missing'],
    ['a subject without an id', ['--subject', 'dana', '--action', 'a', '--resource', 'b:c'], '', 'write `TYPE:ID`'],
    ['a context that is a list', [...RUNNER, ...BILLING, '--context', '[]'], '', '`--context` is no JSON object'],
    ['a property of nothing', [...RUNNER, ...BILLING, '--property', 'risk=1'], '', '`risk=1` is no property'],
  ])('is not made of %s: exit 2', async (_, args, stdin, message) => {
    const run = await runHere(['decide', ...POLICIES, ...args], stdin === undefined ? {} : { stdin });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});

describe('explain', () => {
  it('shows every step and ends with the answer of decide', async () => {
    const args = [...RUNNER, ...BILLING, '--context', '{"freeze": false}'];
    const explained = await runHere(['explain', ...POLICIES, ...args]);
    expect(explained.code).toBe(3);
    const steps = explained.stdout
      .split('\n')
      .map((line) => line.split(' ')[0])
      .filter((word) => word !== '');
    expect(steps).toEqual(['ask:', 'complete', 'place', 'isolate', 'roles', 'grants', 'guards', 'combine']);
    expect(explained.stdout).toContain('context.freeze was false');
    expect(await decide(...args, '--explain')).toEqual(explained);
    expect(explained.stdout).toContain((await decide(...args)).stdout);
  });

  it('is the answer with its steps as JSON', async () => {
    const args = [...RUNNER, ...BILLING, '--context', '{"freeze": false}', '--json'];
    const { stdout } = await runHere(['explain', ...POLICIES, ...args, '--now', '2026-06-15T14:00:00+02:00']);
    const { steps, now, ...answer } = JSON.parse(stdout);
    expect(now).toBe('2026-06-15T12:00:00.000Z');
    expect(steps.map(({ name }: { name: string }) => name)).toContain('roles');
    const { id, ...rest } = JSON.parse((await decide(...args)).stdout);
    expect(answer).toMatchObject({ ...rest, id: expect.any(String) });
    expect(id).not.toBe(answer.id);
  });

  it('keeps a value from outside on its line', async () => {
    const { stdout } = await runHere([
      'explain',
      ...POLICIES,
      '--subject',
      'user:a\n\u001b[2Jb',
      ...BILLING,
      '--org',
      'acme',
    ]);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('user:a\\u000a\\u001b[2Jb');
  });
});
