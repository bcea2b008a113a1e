import { serve } from '@hono/node-server';
import { Hono } from 'hono';

// The peer of the HTTP benchmarks: the least that reads JSON and answers JSON. Prints its port when it listens.

const app = new Hono();
app.post('/decide', async (c) => c.json(await c.req.json()));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(JSON.stringify({ port })));
