import { describe, expect, it } from 'vitest';
import { call, question, serve } from './support.ts';

describe('POST /decide', () => {
  it('answers a question with the whole answer', async () => {
    const { port, pdp, server } = await serve();
    const reply = await call({ port, body: question('allow') });
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.json).toEqual({
      decision: true,
      effect: 'allow',
      id: '01900000-0000-7000-8000-000000000000',
      reason: 'because of allow',
      rules: ['allow'],
      approvals: [],
      obligations: [],
      revision: 'r1',
    });
    expect(pdp.seen[0]?.asked).toEqual({ listener: server.decisions[0], dialect: 'native', peer: '127.0.0.1' });
  });

  it('answers a refusal with 200', async () => {
    const { port } = await serve();
    const reply = await call({ port, body: question('nope') });
    expect([reply.status, reply.json.decision, reply.json.effect]).toEqual([200, false, 'deny']);
  });

  it.each([
    [[], undefined],
    [1, undefined],
    [{}, 'subject'],
    [question('allow', { subject: null }), 'subject'],
    [question('allow', { subject: { id: 'x' } }), 'subject.type'],
    [question('allow', { action: { name: 5 } }), 'action.name'],
    [question('allow', { resource: { type: 't', id: 'i', properties: [] } }), 'resource.properties'],
    [question('allow', { context: 'x' }), 'context'],
  ])('refuses %j, which is no question', async (body, member) => {
    const { port, pdp } = await serve();
    const reply = await call({ port, body: JSON.stringify(body) });
    expect(reply.status).toBe(400);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.json).toMatchObject({ type: 'urn:chaperone:problem:not-a-question', status: 400, decision: false });
    expect(reply.json.member).toBe(member);
    expect(pdp.seen).toEqual([]);
  });

  it('hides what went wrong inside', async () => {
    const { port, lines } = await serve();
    const reply = await call({ port, body: question('throw'), headers: { 'x-request-id': 'r-7' } });
    expect([reply.status, reply.json.decision]).toEqual([500, false]);
    expect(reply.text).not.toContain('secret');
    expect(reply.headers['x-request-id']).toBe('r-7');
    expect(lines).toEqual(['error a request failed: secret detail']);
  });

  it('answers a fault of the pdp with 500, in each dialect', async () => {
    const { port } = await serve();
    for (const path of ['/decide', '/access/v1/evaluation']) {
      const reply = await call({ port, path, body: question('fault') });
      expect([reply.status, reply.json.decision]).toEqual([500, false]);
    }
    const batch = await call({ port, path: '/decide/batch', body: { ...question('fault'), questions: [{}] } });
    expect([batch.status, batch.json.answers[0].rules]).toEqual([200, ['!fault']]);
  });

  it('also answers with a query behind the path', async () => {
    const { port } = await serve();
    expect((await call({ port, path: '/decide?x=1', body: question() })).json.decision).toBe(true);
  });

  it('takes hostile keys as data', async () => {
    const { port, pdp } = await serve();
    const body = `{"__proto__":{"decision":true},"constructor":1,${JSON.stringify(question('no', { context: {} })).slice(1)}`;
    const reply = await call({ port, body });
    expect([reply.status, reply.json.decision]).toEqual([200, false]);
    expect(Object.getPrototypeOf(pdp.seen[0]?.value)).toBe(Object.prototype);
    expect(({} as { decision?: boolean }).decision).toBeUndefined();
  });
});

describe('POST /decide/batch', () => {
  const batch = (port: number, body: object | string) => call({ port, path: '/decide/batch', body });

  it('answers in order, with defaults that an item replaces whole', async () => {
    const { port, pdp } = await serve();
    const resource = { type: 'tool', id: 'x', properties: { risk: 1 } };
    const reply = await batch(port, {
      subject: { type: 'agent', id: 'bot' },
      resource,
      context: { a: 1 },
      questions: [
        { action: { name: 'allow' } },
        { action: { name: 'no' }, resource: { type: 't', id: 'y' }, context: {} },
        7,
      ],
    });
    expect(reply.json.answers.map((answer: { rules: string[] }) => answer.rules[0])).toEqual([
      'allow',
      'no',
      '!malformed',
    ]);
    expect(pdp.seen.map(({ value }) => value)).toEqual([
      { subject: { type: 'agent', id: 'bot' }, action: { name: 'allow' }, resource, context: { a: 1 } },
      { subject: { type: 'agent', id: 'bot' }, action: { name: 'no' }, resource: { type: 't', id: 'y' }, context: {} },
      7,
    ]);
  });

  it('never lets a null of an item fall back to the default', async () => {
    const { port } = await serve();
    const reply = await batch(port, { ...question('allow'), questions: [{ action: null }] });
    expect(reply.json.answers[0].decision).toBe(false);
  });

  it('answers no questions with no answers', async () => {
    const { port } = await serve();
    expect((await batch(port, { questions: [] })).json).toEqual({ answers: [] });
  });

  it('takes 100 questions and refuses 101', async () => {
    const { port } = await serve();
    const full = await batch(port, { ...question(), questions: Array.from({ length: 100 }, () => ({})) });
    expect(full.json.answers).toHaveLength(100);
    const over = await batch(port, { ...question(), questions: Array.from({ length: 101 }, () => ({})) });
    expect([over.status, over.json.type]).toEqual([400, 'urn:chaperone:problem:batch-too-long']);
  });

  it.each([
    ['[]', undefined],
    ['{}', 'questions'],
    ['{"questions":{}}', 'questions'],
    ['{"questions":[],"subject":5}', 'subject'],
    ['{"questions":[],"context":null}', 'context'],
  ])('refuses %s', async (body, member) => {
    const { port } = await serve();
    const reply = await batch(port, body);
    expect([reply.status, reply.json.decision, reply.json.member]).toEqual([400, false, member]);
  });
});
