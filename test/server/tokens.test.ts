import { chmodSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokens } from '../../src/server/tokens.ts';
import { call, question, serve, temporaryFolder } from './support.ts';

function create(text: string) {
  const file = `${temporaryFolder()}/tokens`;
  writeFileSync(file, text);
  const lines: string[] = [];
  let now = 1_000_000;
  const tokens = createTokens({ file, log: (line) => lines.push(line.message), clock: () => now });
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { file, tokens, lines, pass };
}

describe('the tokens of a file', () => {
  it.each([
    ['Bearer one', true],
    ['bearer one', true],
    ['Bearer two', true],
    ['Bearer One', false],
    ['Bearer on', false],
    ['Bearer one two', false],
    ['Bearer ', false],
    ['Bearer', false],
    ['Basic one', false],
    ['one', false],
    ['', false],
    [undefined, false],
  ])('`%s` is accepted: %j', (authorization, accepted) => {
    const { tokens } = create('one\r\n\n  two  \n');
    expect(tokens.accepts(authorization)).toBe(accepted);
  });

  it('rotate without a restart', () => {
    const { file, tokens, pass } = create('old\n');
    writeFileSync(file, 'new\nold\n');
    pass(999);
    expect(tokens.accepts('Bearer new')).toBe(false);
    pass(1);
    expect([tokens.accepts('Bearer new'), tokens.accepts('Bearer old')]).toEqual([true, true]);
    writeFileSync(file, 'NEW\nold\n');
    utimesSync(file, 5, 5);
    pass(1_000);
    expect([tokens.accepts('Bearer new'), tokens.accepts('Bearer NEW')]).toEqual([false, true]);
  });

  it('let nobody in while the file is empty or gone, and say so once', () => {
    const { file, tokens, lines, pass } = create('one\n');
    rmSync(file);
    for (let turn = 0; turn < 3; turn++) {
      pass(1_000);
      expect(tokens.accepts('Bearer one')).toBe(false);
    }
    expect(lines).toEqual([`nobody is let in: the token file \`${file}\` can not be read`]);
    writeFileSync(file, '\n \n');
    pass(1_000);
    expect([tokens.accepts('Bearer one'), tokens.accepts('Bearer ')]).toEqual([false, false]);
    writeFileSync(file, 'one\n');
    pass(1_000);
    expect(tokens.accepts('Bearer one')).toBe(true);
  });

  it('must be there at start', () => {
    expect(() => create('\n')).toThrow(/holds no token/);
    const file = `${temporaryFolder()}/none`;
    expect(() => createTokens({ file, log: () => {} })).toThrow(/can not be read/);
  });
});

describe('a token on a listener', () => {
  it('is asked for on TCP, loopback too, before anything is read', async () => {
    const { file } = create('one\n');
    const { port, pdp } = await serve({ tokenFile: file });
    const none = await call({ port, body: question() });
    expect([none.status, none.headers['www-authenticate'], none.json.decision]).toEqual([
      401,
      'Bearer realm="chaperone"',
      false,
    ]);
    const wrong = await call({ port, body: '{', headers: { authorization: 'Bearer two' } });
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="chaperone", error="invalid_token"',
    ]);
    expect(wrong.text).not.toContain('two');
    const authzen = await call({ port, path: '/access/v1/evaluation', body: question() });
    expect([authzen.status, authzen.headers['www-authenticate'], authzen.json]).toEqual([
      401,
      'Bearer realm="chaperone"',
      { message: 'a valid bearer token is required', decision: false },
    ]);
    expect((await call({ port, path: '/nothing' })).status).toBe(401);
    expect(pdp.seen).toEqual([]);
    expect((await call({ port, body: question(), headers: { authorization: 'Bearer one' } })).status).toBe(200);
  });

  it('is not asked for on a unix socket, where the mode is the guard', async () => {
    const { file } = create('one\n');
    const path = `${temporaryFolder()}/s`;
    await serve({ tokenFile: file, listen: [{ kind: 'unix', path }] });
    expect((await call({ socket: path, body: question() })).status).toBe(200);
  });

  it.each([
    [{ listen: [{ kind: 'tcp', host: '0.0.0.0', port: 0 } as const] }],
    [{ listen: [{ kind: 'tcp', host: '::', port: 0 } as const] }],
    [{ admin: { kind: 'tcp', host: '0.0.0.0', port: 0 } as const }],
  ])('must be set for %j', async (options) => {
    await expect(serve(options)).rejects.toMatchObject({ code: 'config' });
  });

  it('that can not be read at start is an error', async () => {
    const file = temporaryFolder();
    chmodSync(file, 0o700);
    await expect(serve({ tokenFile: file })).rejects.toMatchObject({ code: 'config' });
  });
});
