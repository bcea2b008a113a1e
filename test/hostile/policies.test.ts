import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { question, type Service, serveText, until, VIEWER, write } from './service.ts';

// What the reader of policies does with bombs, one by one, stands in test/policy and test/condition. Here they meet a
// process that is answering.

const rule = (condition: string): string =>
  `kind: Org\nname: default\nrules:\n  - { id: r, effect: deny, actions: ["doc:x"], when: '${condition}' }\n`;

function repeated(count: number, text: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => text(at)).join('');
}

const LAUGHS = repeated(9, (at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(9)}]\n`);

const BOMBS: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['billion laughs', `kind: Role\nl0: &l0 lol\n${LAUGHS}`, /is an alias/],
  ['merged keys', 'kind: Role\nname: r\n<<: { permissions: ["*"] }\n', /no key here/],
  ['nesting', `kind: ${'['.repeat(500_000)}`, /deep in each other/],
  ['thousands of wrong keys on one line', `{kind: Role, ${repeated(3_000, (at) => `k${at}: 1, `)}}`, /no key here/],
  ['thousands of equal keys', `kind: Role\n${'a: 1\n'.repeat(5_000)}`, /no key here|stands here twice/],
  ['thousands of blank documents', '---\n'.repeat(3_000), /blank/],
  ['more than a file may hold', `${VIEWER}${'#'.repeat(1 << 20)}`, /1 MiB|is the most/],
  ['no text', Buffer.from([0x6b, 0xff, 0xfe, 0x00]), /not UTF-8/],
  ['a regular expression', rule('context.s.matches("^(a?){500}a{500}$")'), /expression is too large/],
  ['an expression that looks back', rule('context.s.matches("(a+)\\\\1+$")'), /no regular expression of RE2/],
  ['a condition without end', rule(`true${' && true'.repeat(100_000)}`), /at most 16384 characters/],
  ['a condition of brackets', rule('('.repeat(8_000)), /nest at most/],
  ['loops in loops', rule(`${'context.l.all(x, '.repeat(12)}true${')'.repeat(12)}`), /nest at most|macros/],
  [
    'a circle of roles',
    repeated(500, (at) => `---\nkind: Role\nname: r${at}\ninherits: [r${(at + 1) % 500}]\n`),
    /inherits itself/,
  ],
  [
    'roles that inherit without end',
    `${repeated(1_000, (at) => `kind: Role\nname: r${at}\ninherits: [r${at + 1}]\n---\n`)}kind: Role\nname: r1000\n`,
    /roles of the set come to over/,
  ],
  [
    'lists that multiply',
    `kind: Org\nname: "*"\n${repeated(20, (at) => `---\nkind: Namespace\norg: [${repeated(90, (n) => `o${at}x${n},`)}]\nname: [${repeated(90, (n) => `n${n},`)}]\n`)}`,
    /the set comes to over/,
  ],
];

async function expectUnmoved(service: Service, revision: unknown): Promise<void> {
  const { json, status } = await service.ask(question());
  expect([status, json.effect, json.revision]).toEqual([200, 'allow', revision]);
}

describe('an expression that runs away elsewhere', () => {
  it('is answered in time, on as much text as a question can bring', async () => {
    const service = await serveText(`${VIEWER}---\n${rule('context.s.matches("^(a+)+$")')}`);
    const asking = (s: string): unknown => ({
      ...question(),
      action: { name: 'x' },
      resource: { type: 'doc', id: 'd' },
      context: { s },
    });
    const matching = await service.ask(asking('a'.repeat(1_000)));
    expect([matching.status, matching.json.rules]).toEqual([200, ['default#r']]);
    const running = await service.ask(asking(`${'a'.repeat(200_000)}b`));
    expect([running.status, running.json.rules]).toEqual([200, ['!default']]);
  });
});

describe('a bomb in the policies of a process that answers', () => {
  it('is refused, one after the other, and the last good set stays', async () => {
    const service = await serveText(VIEWER);
    const revision = service.served.ready['revision'];
    for (const [name, text, message] of BOMBS) {
      write(service.folder, { 'bomb.yaml': text });
      const reloading = service.reload();
      await expectUnmoved(service, revision);
      const { status, json } = await reloading;
      expect([name, status, json.decision]).toEqual([name, 422, false]);
      const told = [json.detail, ...json.diagnostics.map((each: { message: string }) => each.message)];
      expect(
        told.some((each) => message.test(each)),
        `${name}: ${told.slice(0, 3)}`,
      ).toBe(true);
      await expectUnmoved(service, revision);
      expect((await service.status()).json).toMatchObject({ ready: true, revision });
    }
    rmSync(join(service.folder, 'bomb.yaml'));
    expect((await service.reload()).json).toMatchObject({ result: 'unchanged', revision });
    expect((await service.status()).json.lastFailure).toBeNull();
  });
});

describe('a broken set while a process answers', () => {
  it('shows on `/status`, in the metrics and on standard error, and the last good one stays in force', async () => {
    const service = await serveText(VIEWER);
    const revision = service.served.ready['revision'];
    const refused = 'chaperone_policy_reloads_total{result="refused"}';
    const lastGood = 'chaperone_policy_last_success_timestamp_seconds';
    const before = await service.metric(lastGood);
    expect(await service.metric(refused)).toBe(0);
    // Nobody asks for a reload: the folder is looked at.
    write(service.folder, { 'set.yaml': 'kind: Role\nname: viewer\npermisions: ["*"]\n' });
    await until(async () => (await service.metric(refused)) === 1);
    await expectUnmoved(service, revision);
    const { json } = await service.status();
    expect(json).toMatchObject({ ready: true, revision, reloads: { accepted: 1, refused: 1 } });
    expect(json.lastFailure).toMatchObject({ message: 'the policy set has 1 error' });
    expect(json.lastFailure.diagnostics[0]).toMatchObject({ file: 'set.yaml', line: 3, column: 1 });
    expect(await service.metric(lastGood)).toBe(before);
    expect(await service.metric(`chaperone_policy_info{revision="${String(revision)}"}`)).toBe(1);
    const line = service.log().find(({ message }) => message === 'policies refused');
    expect(line).toMatchObject({ level: 'error', revision });
    expect(line?.['errors']).toEqual([expect.stringMatching(/^set\.yaml:3:1: .*`permisions`/)]);
  });

  it('is the same for a folder that is emptied, or gone', async () => {
    const service = await serveText(VIEWER);
    const revision = service.served.ready['revision'];
    rmSync(join(service.folder, 'set.yaml'));
    expect((await service.reload()).json).toMatchObject({
      status: 422,
      detail: expect.stringContaining('no policy file'),
    });
    await expectUnmoved(service, revision);
    rmSync(service.folder, { recursive: true });
    expect((await service.reload()).json).toMatchObject({
      status: 422,
      detail: expect.stringContaining("can't be read"),
    });
    await expectUnmoved(service, revision);
    write(service.folder, { 'set.yaml': VIEWER.replace('view', 'edit') });
    expect((await service.reload()).json.result).toBe('accepted');
    expect(await service.effect(question())).toBe('deny');
  });
});

describe('a costly condition', () => {
  it('over all that a question can hold ends soon, as an error', async () => {
    const nested = 'context.l.all(a, context.l.all(b, a + b >= 0.0))';
    const service = await serveText(`${VIEWER}---\n${rule(nested).replace('doc:x', 'doc:view')}`);
    const { status, json } = await service.ask(question({ l: Array.from({ length: 60_000 }, () => 1) }));
    expect([status, json.effect, json.rules]).toEqual([200, 'deny', ['default#r']]);
    expect(json.errors).toEqual([{ rule: 'default#r', message: expect.any(String) }]);
    expect(await service.effect(question({ l: [1, 2] }))).toBe('deny');
    expect(await service.effect(question({ l: [-1] }))).toBe('allow');
  });
});
