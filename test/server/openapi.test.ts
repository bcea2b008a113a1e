import { expect, it } from 'vitest';
import { describeApi } from '../../src/server/openapi.ts';
import { decisionRoutes } from '../../src/server/routes.ts';
import { conforms } from './json-schema.ts';
import { call, createFakePdp, question, serve } from './support.ts';

const API = describeApi('0.0.0');

it('describes each route, and no other', () => {
  const routes = decisionRoutes(createFakePdp(), undefined, '0.0.0').map((route) => `${route.method} ${route.path}`);
  const described = Object.entries(API.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(routes.toSorted());
});

it('is served', async () => {
  const { port } = await serve();
  expect((await call({ port, path: '/openapi.json' })).json).toEqual(JSON.parse(JSON.stringify(API)));
});

const batch = (list: string) => ({ ...question(), [list]: [{}, 5, { action: { name: 'oblige' } }] });

it.each([
  ['/decide', question('allow')],
  ['/decide', question('approve')],
  ['/decide', question('oblige')],
  ['/decide', '{}'],
  ['/decide', '{'],
  ['/decide', question('throw')],
  ['/decide/batch', batch('questions')],
  ['/decide/batch', '{}'],
  ['/access/v1/evaluation', question('allow')],
  ['/access/v1/evaluation', question('approve')],
  ['/access/v1/evaluation', question('oblige')],
  ['/access/v1/evaluation', '{}'],
  ['/access/v1/evaluations', batch('evaluations')],
  ['/access/v1/evaluations', question('allow')],
  ['/access/v1/evaluations', { evaluations: 5 }],
  ['/.well-known/authzen-configuration', undefined],
  ['/openapi.json', undefined],
])('tells the truth about %s asked %j', async (path, body) => {
  const { port } = await serve({ publicUrl: 'https://pdp.test' });
  const reply = await call({ port, path, ...(body === undefined ? {} : { body }) });
  const operation = API.paths[path]?.[body === undefined ? 'get' : 'post'];
  const content = operation?.responses[reply.status]?.['content'] as Record<string, { schema: object }> | undefined;
  const schema = content?.[reply.headers['content-type'] ?? '']?.schema;
  expect(schema).toBeDefined();
  expect(conforms(reply.json, schema ?? {}, API)).toEqual([]);
});

it('is checked by a check that can fail', () => {
  const schema = { $ref: '#/components/schemas/Evaluation' };
  expect(conforms({ decision: true }, schema, API)).toEqual([]);
  expect(conforms({ decision: 1 }, schema, API)).toEqual(['/decision: not boolean']);
  expect(conforms({ decision: true, more: 1 }, schema, API)).toEqual(['/more: not described']);
  expect(conforms({ decision: true, context: {} }, schema, API)).toEqual(['/context: 0 of oneOf']);
  expect(conforms({}, schema, API)).toEqual(['/decision: missing']);
});
