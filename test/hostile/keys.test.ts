import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Reply } from '../server/support.ts';
import { newFolder, type Service, serveText } from './service.ts';

// Where such a name decides (a role, a group, an org, a share …) it stands among test/cases/decide-hostile.yaml, for
// every implementation. Here it is each key that is open, of policies and of questions, in a process that is served.

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length'];

function keys(value: string): string {
  return `{ ${NAMES.map((name) => `"${name}": ${value}`).join(', ')} }`;
}

const POLICIES = `
${NAMES.map((name) => `kind: Role\nname: "${name}"\npermissions: ["doc:${name}"]\n---\n`).join('')}
kind: Role
name: viewer
permissions:
  - doc:view
  - permission: doc:redacted
    obligations: [{ id: constructor, type: toString, properties: ${keys(keys('[1]'))} }]
---
kind: RoleMapping
mapping: { ${NAMES.map((name) => `"${name}": ["${name}"]`).join(', ')}, viewer: [viewer] }
---
kind: Directory
subjects: { "user:listed": { roles: [viewer], properties: ${keys('{ a: own }')}, defaults: { more: ${keys('1')} } } }
resources: { "doc:listed": { properties: ${keys('{ a: own }')}, defaults: { more: ${keys('1')} } } }
---
kind: Org
name: "*"
recast: { ${NAMES.map((name) => `"${name}": "${name}"`).join(', ')} }
rules:
  - id: toString
    effect: allow
    actions: ["doc:read"]
    subjects: ["*"]
    when: '${NAMES.map((name) => `subject.properties["${name}"].a == "own" && resource.properties["${name}"].a == "own"`).join(' && ')}'
  - id: valueOf
    effect: deny
    actions: ["doc:none"]
    when: '${NAMES.map((name) => `"${name}" in context || "${name}" in subject.properties || "${name}" in action.properties`).join(' || ')}'
  - { id: none, effect: allow, actions: ["doc:none"], subjects: ["*"] }
---
kind: Chain
name: c
share: ${keys('["user:u"]')}
only: ${keys('["user:u"]')}
`;

/** The text of a question in which each open object holds the member too. */
function withEverywhere(member: string, action: string): string {
  const nested = `{${member}: {${member}: 1}, "list": [{${member}: null}]}`;
  return `{${member}: {"decision": true},
    "subject": {${member}: 1, "type": "user", "id": "u", "properties": {${member}: ${nested}, "roles": ["viewer"]}},
    "action": {${member}: 1, "name": "${action}", "properties": {${member}: ${nested}}},
    "resource": {${member}: 1, "type": "doc", "id": "d", "properties": {${member}: ${nested}}},
    "context": {${member}: ${nested}, "supported_obligations": ["toString"]}}`;
}

function plain(action: string, more: object = {}): object {
  const subject = { type: 'user', id: 'u', properties: { roles: ['viewer'] } };
  return { subject, action: { name: action }, resource: { type: 'doc', id: 'd' }, ...more };
}

async function told(reply: Promise<Reply>): Promise<unknown> {
  const { status, json } = await reply;
  const { id: _, ...rest } = json;
  return { status, rest };
}

async function expectPlainAnswers({ ask }: Service): Promise<void> {
  expect(await told(ask(plain('view')))).toMatchObject({ rest: { effect: 'allow', rules: ['role:viewer#doc:view'] } });
  expect(await told(ask(plain('none')))).toMatchObject({ rest: { effect: 'allow', rules: ['*#none'] } });
  expect(await told(ask(plain('nothing')))).toMatchObject({ rest: { effect: 'deny', rules: ['!default'] } });
}

it('names that JavaScript gives a meaning are data as every open key, and nothing else', async () => {
  const log = join(newFolder(), 'log');
  const service = await serveText(POLICIES, '--decision-log', log);
  await expectPlainAnswers(service);
  for (const name of NAMES) {
    const member = JSON.stringify(name);
    const send = (body: string, path = '/decide'): Promise<Reply> => service.ask(undefined, { body, path });
    // Where nothing reads it, it changes nothing; where a condition looks for it, it is found.
    expect(await told(send(withEverywhere(member, 'view')))).toEqual(await told(service.ask(plain('view'))));
    expect(await told(send(withEverywhere(member, 'none')))).toMatchObject({ rest: { rules: ['*#valueOf'] } });
    // As a claimed role it is what the mapping says, recast into itself.
    const roles = { subject: { type: 'user', id: 'u', properties: { roles: [name] } } };
    const claimed = await told(service.ask(plain(name, roles)));
    expect(claimed).toMatchObject({ rest: { rules: [`role:${name}#doc:${name}`] } });
    // As the action of a share and an only.
    const chain = { resource: { type: 'chain', id: 'c' } };
    expect(await told(service.ask(plain(name, chain)))).toMatchObject({
      rest: { rules: [`default/default/c#share.${name}`] },
    });
    const other = { ...chain, subject: { type: 'user', id: 'other' } };
    expect(await told(service.ask(plain(name, other)))).toMatchObject({
      rest: { rules: [`default/default/c#only.${name}`] },
    });
    // Beside a batch, and in AuthZEN's dialect.
    const batch = `{${member}: {"decision": true}, "questions": [${withEverywhere(member, 'view')}, {${member}: 1}]}`;
    const { answers } = (await send(batch, '/decide/batch')).json;
    expect(answers.map((answer: { rules: string[] }) => answer.rules)).toEqual([
      ['role:viewer#doc:view'],
      ['!malformed'],
    ]);
    const evaluation = await send(withEverywhere(member, 'nothing'), '/access/v1/evaluation');
    expect(evaluation.text).toBe('{"decision":false}');
    await expectPlainAnswers(service);
  }
});

it('obligations and the Directory keep them whole', async () => {
  const service = await serveText(POLICIES);
  const supported = { context: { supported_obligations: ['toString'] } };
  const { text } = await service.ask(plain('redacted', supported));
  const inner = `{${NAMES.map((name) => `"${name}":[1]`).join(',')}}`;
  const properties = `{${NAMES.map((name) => `"${name}":${inner}`).join(',')}}`;
  expect(text).toContain(`"obligations":[{"id":"constructor","type":"toString","properties":${properties}}]`);
  const listed = { subject: { type: 'user', id: 'listed' }, resource: { type: 'doc', id: 'listed' } };
  expect((await service.ask(plain('read', listed))).json).toMatchObject({ effect: 'allow', rules: ['*#toString'] });
  expect((await service.ask(plain('read'))).json.effect).toBe('deny');
});

it('their records are lines like any other', async () => {
  const log = join(newFolder(), 'log');
  const service = await serveText(POLICIES, '--decision-log', log);
  for (const name of NAMES) {
    const body = JSON.stringify({
      subject: { type: name, id: name, properties: { groups: [name] } },
      action: { name },
      resource: { type: name, id: name, properties: { org: name } },
    });
    expect((await service.ask(undefined, { body })).json.rules).toEqual(['!isolation']);
  }
  expect(await service.metric('chaperone_denials_total{cause="!isolation"}')).toBe(NAMES.length);
  expect(await service.stop('SIGTERM')).toBe(0);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const decisions = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'decision');
  expect(decisions.map(({ action }) => action)).toEqual(NAMES);
});
