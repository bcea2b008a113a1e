import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readQuestion } from '../../src/model/question.ts';
import type { DecisionCase } from '../support/cases.ts';
import { type CliResult, runCli, runHere } from '../support/cli.ts';
import { expectedWithRefusals, lineOf } from './said.ts';
import { type CaseSet, caseSets } from './sets.ts';

const NO_ANSWER = 2;
const EXIT = { allow: 0, deny: 1, ask: 3 };
const SETS = caseSets();
const root = mkdtempSync(join(tmpdir(), 'chaperone-implementations-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The set in a folder of its own. */
function folderOf({ files }: CaseSet): string {
  const folder = mkdtempSync(join(root, 'set-'));
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

function argsOf(folder: string, { now }: DecisionCase): readonly string[] {
  return ['decide', '--policies', folder, '--json', '--now', new Date(now).toISOString()];
}

/** What the command said, and by what it said it: the exit code is part of the answer. */
function lineOfResult(each: DecisionCase, { code, stdout, stderr }: CliResult): string {
  if (code === NO_ANSWER) {
    expect(stdout).toBe('');
    const message = stderr.split('\n')[0]?.replace('chaperone: ', '') ?? '';
    return lineOf(each, { status: NO_ANSWER, message });
  }
  expect({ code, stderr }).toEqual({ code: EXIT[each.effect], stderr: '' });
  return lineOf(each, JSON.parse(stdout));
}

describe.each(SETS)('$name', (set) => {
  it('by the command', async () => {
    const folder = folderOf(set);
    const lines: string[] = [];
    for (const each of set.cases) {
      const result = await runHere(argsOf(folder, each), { stdin: JSON.stringify(each.ask) });
      lines.push(lineOfResult(each, result));
    }
    expect(lines).toEqual(expectedWithRefusals(set, NO_ANSWER));
  });
});

describe('by a process of its own', () => {
  const isLong = process.env['CHAPERONE_TEST_LONG'] !== undefined;
  const whole = SETS.flatMap((set) => set.cases.map((each, at) => ({ set, each, at })));
  // Spread over the files, with every effect and something that is no question among them.
  const sample = whole.filter((_, at) => at % Math.ceil(whole.length / 10) === 0);
  const odd = [
    whole.find(({ each }) => each.effect === 'ask'),
    whole.find(({ each }) => !readQuestion(each.ask).ok),
  ].flatMap((one) => (one === undefined ? [] : [one]));

  it('some cases, or in the long run all', async () => {
    const chosen = isLong ? whole : [...new Set([...sample, ...odd])];
    expect(chosen.length).toBeGreaterThanOrEqual(11);
    for (const { set, each, at } of chosen) {
      const result = await runCli(argsOf(folderOf(set), each), { stdin: JSON.stringify(each.ask) });
      expect(lineOfResult(each, result)).toBe(expectedWithRefusals(set, NO_ANSWER)[at]);
    }
  });
});
