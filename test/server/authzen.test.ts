import { describe, expect, it } from 'vitest';
import { call, question, serve } from './support.ts';

const evaluation = (port: number, body: object | string) => call({ port, path: '/access/v1/evaluation', body });
const evaluations = (port: number, body: object | string) => call({ port, path: '/access/v1/evaluations', body });
const decisions = (reply: { json: { evaluations: { decision: boolean }[] } }) =>
  reply.json.evaluations.map((item) => item.decision);

describe('POST /access/v1/evaluation', () => {
  it.each([
    ['allow', { decision: true }],
    ['nope', { decision: false }],
    ['oblige', { decision: true, context: { obligations: [{ id: 'names-only', type: 'redact', properties: {} }] } }],
    [
      'approve',
      {
        decision: false,
        context: {
          effect: 'ask',
          id: '01900000-0000-7000-8000-000000000000',
          reason: 'because of approve',
          approvals: [{ rule: 'approve', approvers: ['role:admin'] }],
        },
      },
    ],
  ])('answers %s with what there is to act on and nothing else', async (action, expected) => {
    const { port, pdp } = await serve();
    const reply = await evaluation(port, question(action));
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json']);
    expect(reply.json).toEqual(expected);
    expect(pdp.seen[0]?.asked?.dialect).toBe('authzen');
  });

  it.each(['', '{', '[]', '"x"', 'null', '{}', JSON.stringify(question('allow', { subject: { type: 1, id: 'x' } }))])(
    'refuses %j with a message',
    async (body) => {
      const { port } = await serve();
      const reply = await evaluation(port, body);
      expect(reply.status).toBe(400);
      expect(reply.json).toEqual({ message: expect.any(String), decision: false });
    },
  );

  it('ignores members that nobody knows', async () => {
    const { port } = await serve();
    expect((await evaluation(port, question('allow', { more: 1, evaluations: 5 }))).json).toEqual({ decision: true });
  });
});

describe('POST /access/v1/evaluations', () => {
  const items = (...actions: string[]) => ({
    ...question('unused'),
    evaluations: actions.map((name) => ({ action: { name } })),
  });
  const semantic = (evaluations_semantic: unknown) => ({ options: { evaluations_semantic, other: 1 } });

  it.each([
    ['execute_all', ['allow', 'no', 'allow'], [true, false, true]],
    ['deny_on_first_deny', ['allow', 'no', 'allow'], [true, false]],
    ['deny_on_first_deny', ['allow', 'allow'], [true, true]],
    ['permit_on_first_permit', ['no', 'approve', 'allow', 'no'], [false, false, true]],
    ['permit_on_first_permit', ['no', 'no'], [false, false]],
  ])('%s of %j gives %j', async (name, actions, expected) => {
    const { port, pdp } = await serve();
    const reply = await evaluations(port, { ...items(...actions), ...semantic(name) });
    expect(decisions(reply)).toEqual(expected);
    expect(Object.keys(reply.json)).toEqual(['evaluations']);
    expect(pdp.seen).toHaveLength(expected.length);
  });

  it('evaluates all where no semantic is asked for', async () => {
    const { port } = await serve();
    expect(decisions(await evaluations(port, items('no', 'allow')))).toEqual([false, true]);
    expect(decisions(await evaluations(port, { ...items('no', 'allow'), options: {} }))).toEqual([false, true]);
  });

  it('replaces a default whole', async () => {
    const { port, pdp } = await serve();
    const resource = { type: 'tool', id: 'x', properties: { risk: 1 } };
    await evaluations(port, { ...question(), resource, evaluations: [{ resource: { type: 'tool', id: 'y' } }] });
    expect(pdp.seen[0]?.value).toEqual(question('allow', { resource: { type: 'tool', id: 'y' } }));
  });

  it('makes a bad item its own deny, which ends a conjunction', async () => {
    const { port } = await serve();
    const evaluated = await evaluations(port, {
      ...question(),
      evaluations: [{}, { subject: { type: 'agent' } }, 5, {}],
      ...semantic('execute_all'),
    });
    expect(evaluated.status).toBe(200);
    expect(evaluated.json.evaluations).toEqual([
      { decision: true },
      { decision: false, context: { error: { status: 400, message: '`subject.id` is missing' } } },
      { decision: false, context: { error: { status: 400, message: expect.any(String) } } },
      { decision: true },
    ]);
    const ended = await evaluations(port, { ...question(), evaluations: [5, {}], ...semantic('deny_on_first_deny') });
    expect(decisions(ended)).toEqual([false]);
  });

  it('is the single endpoint where there are no evaluations', async () => {
    const { port } = await serve();
    expect((await evaluations(port, question())).json).toEqual({ decision: true });
    expect((await evaluations(port, { ...question(), evaluations: [] })).json).toEqual({ decision: true });
    const missing = await evaluations(port, { subject: { type: 'a', id: 'b' }, evaluations: [] });
    expect([missing.status, missing.json.decision]).toEqual([400, false]);
  });

  it.each([
    { evaluations: null },
    { evaluations: {} },
    { evaluations: [{}], subject: 5 },
    { evaluations: [{}], options: null },
    { evaluations: [{}], ...semantic('all') },
    { evaluations: [{}], ...semantic(null) },
    { evaluations: Array.from({ length: 101 }, () => ({})) },
  ])('refuses %j', async (body) => {
    const { port } = await serve();
    const reply = await evaluations(port, { ...question(), ...body });
    expect([reply.status, reply.json.decision]).toEqual([400, false]);
  });

  it('takes 100 evaluations', async () => {
    const { port } = await serve();
    const full = { ...question(), evaluations: Array.from({ length: 100 }, () => ({})) };
    expect(decisions(await evaluations(port, full))).toHaveLength(100);
  });
});

describe('GET /.well-known/authzen-configuration', () => {
  const path = '/.well-known/authzen-configuration';

  it('names the endpoints under the public URL, which it repeats to the letter', async () => {
    const { port } = await serve({ publicUrl: 'https://pdp.test/' });
    const reply = await call({ port, path });
    expect(reply.json).toEqual({
      policy_decision_point: 'https://pdp.test/',
      access_evaluation_endpoint: 'https://pdp.test/access/v1/evaluation',
      access_evaluations_endpoint: 'https://pdp.test/access/v1/evaluations',
    });
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json']);
  });

  it('stands between the host and the path of the public URL', async () => {
    const { port } = await serve({ publicUrl: 'https://pdp.test/tenants/a' });
    const reply = await call({ port, path: `${path}/tenants/a` });
    expect(reply.json.access_evaluation_endpoint).toBe('https://pdp.test/tenants/a/access/v1/evaluation');
    expect((await call({ port, path: `${path}/tenants/b` })).status).toBe(404);
  });

  it('is not there without a public URL', async () => {
    const { port } = await serve();
    const reply = await call({ port, path });
    expect([reply.status, reply.json]).toEqual([404, { message: 'there is nothing here', decision: false }]);
  });

  it.each(['http://pdp.test', 'https://pdp.test?x', 'https://pdp.test#x', 'https://a:b@pdp.test', 'pdp.test'])(
    'can not be made of %s',
    async (publicUrl) => {
      await expect(serve({ publicUrl })).rejects.toMatchObject({ code: 'config' });
    },
  );
});
