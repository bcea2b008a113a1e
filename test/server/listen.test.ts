import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ListenOptions, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { call, question, serve, temporaryFolder } from './support.ts';

const LOCAL = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;

function occupy(where: ListenOptions): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(where, () => resolve(server)));
}

/** A socket file on which nobody listens: what a process leaves that was killed. */
function leaveStale(path: string): void {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
}

describe('several listeners', () => {
  it('answer at once, in the order asked for', async () => {
    const path = `${temporaryFolder()}/s`;
    const { server, port, pdp } = await serve({ listen: [LOCAL, { kind: 'unix', path }, LOCAL] });
    expect(server.decisions).toEqual([
      `http://127.0.0.1:${port}`,
      `unix:${path}`,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    ]);
    expect(server.admin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const replies = await Promise.all([call({ port, body: question() }), call({ socket: path, body: question() })]);
    expect(replies.map((reply) => reply.json.decision)).toEqual([true, true]);
    expect(new Set(pdp.seen.map(({ asked }) => asked?.listener))).toEqual(new Set(server.decisions.slice(0, 2)));
  });

  it('leave nothing open where one can not be had', async () => {
    const taken = await occupy({ host: '127.0.0.1', port: 0 });
    const port = (taken.address() as { port: number }).port;
    const path = `${temporaryFolder()}/s`;
    const failing = serve({
      listen: [
        { kind: 'unix', path },
        { ...LOCAL, port },
      ],
    });
    await expect(failing).rejects.toMatchObject({
      code: 'address-in-use',
      message: `the address \`127.0.0.1:${port}\` is in use`,
    });
    expect(existsSync(path)).toBe(false);
    taken.close();
  });

  it('say which address can not be had at all', async () => {
    const failing = serve({ listen: [{ kind: 'unix', path: `${temporaryFolder()}/no/where` }] });
    await expect(failing).rejects.toMatchObject({ code: 'listen-failed', message: expect.not.stringContaining('\n') });
  });
});

describe('a unix socket', () => {
  it.each([0o660, 0o600])('has mode %i', async (socketMode) => {
    const path = `${temporaryFolder()}/s`;
    await serve({ listen: [{ kind: 'unix', path }], socketMode });
    expect(statSync(path).mode & 0o777).toBe(socketMode);
  });

  it('replaces a file that a dead process left', async () => {
    const path = `${temporaryFolder()}/s`;
    leaveStale(path);
    expect(statSync(path).isSocket()).toBe(true);
    await serve({ listen: [{ kind: 'unix', path }] });
    expect((await call({ socket: path, body: question() })).status).toBe(200);
  });

  it('never takes the place of one that answers', async () => {
    const path = `${temporaryFolder()}/s`;
    const other = await occupy({ path });
    await expect(serve({ listen: [{ kind: 'unix', path }] })).rejects.toMatchObject({ code: 'address-in-use' });
    expect(existsSync(path)).toBe(true);
    other.close();
  });

  it('never removes a file that is no socket', async () => {
    const path = `${temporaryFolder()}/s`;
    writeFileSync(path, 'precious');
    await expect(serve({ listen: [{ kind: 'unix', path }] })).rejects.toMatchObject({ code: 'listen-failed' });
    expect(existsSync(path)).toBe(true);
  });

  it('may have a path of 107 bytes, and not 108', async () => {
    const folder = `${temporaryFolder()}/`;
    const padded = (bytes: number) => folder + 'é'.repeat(2) + 'x'.repeat(bytes - Buffer.byteLength(folder) - 4);
    await serve({ listen: [{ kind: 'unix', path: padded(107) }] });
    expect((await call({ socket: padded(107), body: question() })).status).toBe(200);
    const over = serve({ listen: [{ kind: 'unix', path: padded(108) }] });
    await expect(over).rejects.toMatchObject({ code: 'socket-path-too-long' });
  });

  it('is gone once the server is closed', async () => {
    const path = `${temporaryFolder()}/s`;
    const { server } = await serve({ listen: [{ kind: 'unix', path }] });
    await server.close();
    expect(existsSync(path)).toBe(false);
  });
});
