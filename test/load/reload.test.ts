import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type Served, startServe } from '../support/cli.ts';
import { type Asker, post, startAsking, type Told } from './asker.ts';

const isLong = process.env['CHAPERONE_TEST_LONG'] !== undefined;
const RELOADS = isLong ? 100 : 8;
const MANY_DOCUMENTS = isLong ? 5_000 : 500;
/** The version that has many documents. */
const LARGE = 3;
const EFFECTS = ['allow', 'deny', 'ask'] as const;

const QUESTION = {
  subject: { type: 'user', id: 'dana', properties: { roles: ['runner'] } },
  action: { name: 'run' },
  resource: { type: 'chain', id: 'nightly' },
};

const root = mkdtempSync(join(tmpdir(), 'chaperone-reload-'));
let served: Served | undefined;
let askers: readonly Asker[] = [];
afterEach(async () => {
  await Promise.all(askers.map((asker) => asker.stop()));
  await served?.stop('SIGKILL');
});
afterAll(() => rmSync(root, { recursive: true }));

/** A set whose effect and deciding rule no version next to it has. */
function policyText(version: number): string {
  const effect = effectOf(version);
  const rule = `{ id: v${version}, effect: ${effect}, actions: ["chain:run"]${effect === 'allow' ? ', subjects: ["*"]' : ''} }`;
  const chains = Array.from(
    { length: version === LARGE ? MANY_DOCUMENTS - 2 : 0 },
    (_, at) => `kind: Chain\nname: chain-${at}\nowner: user:owner-${at}\nonly: { edit: [owner] }\n`,
  );
  return [
    'kind: Role\nname: runner\npermissions: ["chain:run"]\n',
    `kind: Org\nname: "*"\nrules:\n  - ${rule}\n`,
    ...chains,
  ].join('---\n');
}

function effectOf(version: number): string {
  return EFFECTS[version % EFFECTS.length] ?? '';
}

/** In one step, so that no reader ever sees half of a version. */
function write(folder: string, version: number): void {
  const aside = join(root, 'next.yaml');
  writeFileSync(aside, policyText(version));
  renameSync(aside, join(folder, 'policies.yaml'));
}

async function reload(admin: string): Promise<string> {
  const { revision }: { revision: string } = JSON.parse(await post(false, admin, '/reload', ''));
  return revision;
}

/** Waits until somebody was answered by the revision: without that, nothing was shown about it. */
async function untilAnsweredBy(revision: string): Promise<void> {
  const isSeen = (): boolean => askers.some(({ revisions }) => revisions.has(revision));
  while (!isSeen()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** What an answer must say, by the version that its revision stands for. */
function expected(versions: ReadonlyMap<string, number>, { revision }: Told): Told {
  const version = versions.get(revision);
  if (version === undefined) return { effect: 'no version has this revision', rules: [], revision };
  return { effect: effectOf(version), rules: [`*#v${version}`], revision };
}

describe('reloads under load', () => {
  it(`${RELOADS}, one of ${MANY_DOCUMENTS} documents: no request fails, and each is answered by one revision`, async () => {
    const folder = mkdtempSync(join(root, 'policies-'));
    write(folder, 0);
    const socket = `unix:${join(root, 'c.sock')}`;
    served = await startServe([
      ...['--policies', folder, '--admin', '127.0.0.1:0', '--decision-log', join(root, 'decisions.jsonl')],
      ...['--listen', '127.0.0.1:0', '--listen', socket],
    ]);
    const { admin, listen } = served;
    const versions = new Map([[String(served.ready['revision']), 0]]);
    askers = listen.map((address) => startAsking(address, QUESTION, 3));
    for (let version = 1; version <= RELOADS; version++) {
      write(folder, version);
      const revision = await reload(admin);
      versions.set(revision, version);
      await untilAnsweredBy(revision);
    }
    await Promise.all(askers.map((asker) => asker.stop()));

    expect(askers.flatMap(({ failures }) => failures)).toEqual([]);
    expect(versions.size).toBe(RELOADS + 1);
    const requests = askers.flatMap(({ answered }) => answered);
    const told = requests.flat().map(({ effect, rules, revision }): Told => ({ effect, rules, revision }));
    expect(told).toEqual(told.map((answer) => expected(versions, answer)));
    expect(requests.filter((answers) => new Set(answers.map(({ revision }) => revision)).size > 1)).toEqual([]);
    expect(await served.stop()).toBe(0);
  });
});
