import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/condition/compile.ts';
import type { Activation } from '../../src/condition/condition.ts';
import { ENTRIES } from '../../src/condition/function/registry.ts';
import { readQuestion } from '../../src/model/question.ts';

const PAGE = readFileSync(new URL('../../docs/conditions.md', import.meta.url), 'utf8');
const EXAMPLE = /^(.+?)\s+\/\/ (true|false|error|refused)(?:: .*)?$/;

function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1] ?? '');
}

function question(): Activation {
  const read = readQuestion(JSON.parse(blocks('json')[0] ?? ''));
  if (!read.ok) throw new Error(read.problem.message);
  return { ...read.question, now: Date.parse('2026-01-30T21:30:00Z') };
}

function outcomeOf(text: string, compilation: 'source' | 'closures'): string {
  const compiled = compileCondition(text, compilation);
  if (!compiled.ok) return 'refused';
  const result = compiled.condition.run(question());
  return typeof result === 'boolean' ? String(result) : 'error';
}

const lines = blocks('cel').flatMap((block) => block.split('\n').filter((line) => line !== ''));

describe('the examples of docs/conditions.md', () => {
  test('are found', () => {
    expect(lines.length).toBeGreaterThan(50);
  });

  test.each(lines)('%s', (line) => {
    const [, text = '', expected] = EXAMPLE.exec(line) ?? [];
    expect([outcomeOf(text, 'source'), outcomeOf(text, 'closures')]).toEqual([expected, expected]);
  });

  test.each(ENTRIES.map(({ name, method }) => ({ call: `${method ? '.' : ''}${name}(` })))('show $call', ({ call }) => {
    const isShown = lines.some((line) => line.replace(/\s\/\/ .*/, '').includes(call));
    expect(isShown).toBe(true);
  });
});
