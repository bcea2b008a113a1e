import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/model/source.ts';
import { createPdp, type Pdp } from '../../src/pdp/pdp.ts';
import { describeApi } from '../../src/server/openapi.ts';
import { conforms } from './json-schema.ts';
import { call, serve, temporaryFolder } from './support.ts';

const POLICY = `
kind: Role
name: builder
permissions:
  - chain:run
  - permission: secret:view
    obligations: [{ id: names-only, type: redact, properties: { fields: [value] } }]
---
kind: Org
name: "*"
rules:
  - { id: big, effect: ask, actions: ["chain:run"], when: context.cost > 100.0, approvers: ["role:builder"] }
`;

function sourceOf(files: { text: string }): Source {
  return {
    read: async () => ({ files: [{ path: 'p.yaml', text: files.text }], origin: { description: 'a test' } }),
    watch: () => () => {},
    accepted: () => {},
  };
}

const ask = (action: string, type: string, context: object) => ({
  subject: { type: 'user', id: 'dana', properties: { roles: ['builder'] } },
  action: { name: action },
  resource: { type, id: 'x', properties: { namespace: 'default' } },
  context,
});

async function ready(): Promise<Pdp> {
  const pdp = createPdp({ source: sourceOf({ text: POLICY }) });
  expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
  return pdp;
}

describe('a pdp behind the server', () => {
  it('gives the same answers on TCP and on the socket, alone and in a batch, in either dialect', async () => {
    const pdp = await ready();
    const path = `${temporaryFolder()}/s`;
    const listen = [
      { kind: 'tcp', host: '127.0.0.1', port: 0 },
      { kind: 'unix', path },
    ] as const;
    const { port } = await serve({ pdp, listen });
    const questions = [
      ask('run', 'chain', { cost: 1 }),
      ask('run', 'chain', { cost: 101 }),
      ask('run', 'chain', {}),
      ask('view', 'secret', { supported_obligations: ['redact'] }),
      ask('view', 'secret', {}),
      ask('', 'chain', {}),
    ];
    const effects = ['allow', 'ask', 'ask', 'allow', 'deny', 'deny'];
    for (const where of [{ port }, { socket: path }]) {
      const singles = await Promise.all(questions.map((body) => call({ ...where, body })));
      expect(singles.map((reply) => reply.json.effect)).toEqual(effects);
      const batch = await call({ ...where, path: '/decide/batch', body: { questions } });
      expect(batch.json.answers.map((answer: { effect: string }) => answer.effect)).toEqual(effects);
      const schemas = describeApi('0');
      const wrong = singles.flatMap(({ json }) => conforms(json, { $ref: '#/components/schemas/Answer' }, schemas));
      expect(wrong).toEqual([]);
      const items = await call({ ...where, path: '/access/v1/evaluations', body: { evaluations: questions } });
      expect(items.json.evaluations.map((item: { decision: boolean }) => item.decision)).toEqual(
        effects.map((effect) => effect === 'allow'),
      );
    }
  });

  it('tells which condition failed, and obliges', async () => {
    const { port } = await serve({ pdp: await ready() });
    const failed = await call({ port, body: ask('run', 'chain', {}) });
    expect(failed.json.errors).toEqual([{ rule: '*#big', message: expect.any(String) }]);
    const evaluation = { port, path: '/access/v1/evaluation' };
    const obliged = await call({ ...evaluation, body: ask('view', 'secret', { supported_obligations: ['redact'] }) });
    expect(obliged.json).toEqual({
      decision: true,
      context: { obligations: [{ id: 'names-only', type: 'redact', properties: { fields: ['value'] } }] },
    });
  });

  it('that has no policy yet is not ready and denies', async () => {
    const files = { text: 'kind: Rool' };
    const { port, adminPort } = await serve({ pdp: createPdp({ source: sourceOf(files) }) });
    const reload = () => call({ port: adminPort, path: '/reload', method: 'POST' });
    expect((await reload()).status).toBe(422);
    expect((await call({ port: adminPort, path: '/readyz' })).status).toBe(503);
    const reply = await call({ port, body: ask('run', 'chain', { cost: 1 }) });
    expect([reply.status, reply.json.rules]).toEqual([200, ['!no-policy']]);
    files.text = POLICY;
    expect((await reload()).json.result).toBe('accepted');
    expect((await call({ port: adminPort, path: '/readyz' })).status).toBe(200);
    expect((await call({ port, body: ask('run', 'chain', { cost: 1 }) })).json.decision).toBe(true);
    expect((await call({ port: adminPort, path: '/status' })).json).toMatchObject({ ready: true, documents: 2 });
  });
});
