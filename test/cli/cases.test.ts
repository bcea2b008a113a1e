import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readQuestion } from '../../src/model/question.ts';
import { type DecisionCase, decisionCases, expectDecision } from '../support/cases.ts';
import { type CliResult, runCli, runHere } from '../support/cli.ts';

const root = mkdtempSync(join(tmpdir(), 'chaperone-cases-'));
afterAll(() => rmSync(root, { recursive: true }));
const folders = new Map<string, string>();
const EXIT = { allow: 0, deny: 1, ask: 3 };

function folderOf(policies: string): string {
  const known = folders.get(policies);
  if (known !== undefined) return known;
  const made = mkdtempSync(join(root, 'set-'));
  writeFileSync(join(made, 'set.yaml'), policies);
  folders.set(policies, made);
  return made;
}

function argsOf({ policies, now }: DecisionCase): readonly string[] {
  return ['decide', '--policies', folderOf(policies), '--json', '--now', new Date(now).toISOString()];
}

function expectAnswer({ code, stdout, stderr }: CliResult, each: DecisionCase): void {
  expect({ code, stderr }).toEqual({ code: EXIT[each.effect], stderr: '' });
  const answer = JSON.parse(stdout);
  expect(answer.decision).toBe(each.effect === 'allow');
  expectDecision(answer, each);
}

const all = decisionCases();
const questions = all.filter(({ ask }) => readQuestion(ask).ok);

describe('the command line answers', () => {
  it.each(questions)('$title', async (each) => {
    expectAnswer(await runHere(argsOf(each), { stdin: JSON.stringify(each.ask) }), each);
  });

  it('what is no question with exit 2 and nothing on standard output', async () => {
    const others = all.filter((each) => !questions.includes(each));
    expect(others.length).toBeGreaterThan(0);
    for (const each of others) {
      const { code, stdout } = await runHere(argsOf(each), { stdin: JSON.stringify(each.ask) });
      expect({ title: each.title, code, stdout }).toEqual({ title: each.title, code: 2, stdout: '' });
    }
  });

  it('the same as a process of its own', async () => {
    for (const effect of ['allow', 'deny', 'ask'] as const) {
      const each = questions.find((one) => one.effect === effect);
      if (each === undefined) throw new Error(`no case for ${effect}`);
      expectAnswer(await runCli(argsOf(each), { stdin: JSON.stringify(each.ask) }), each);
    }
  });
});
