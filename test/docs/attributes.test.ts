import { describe, expect, it } from 'vitest';
import { createPdp } from '../../src/pdp/pdp.ts';
import { KEYWORDS } from '../../src/policy/attribute-keywords.ts';
import { readPolicies } from '../../src/policy/read.ts';
import type { AttributeMode } from '../../src/policy/snapshot.ts';
import { createHandSource } from '../pdp/folder-of.ts';
import { page } from './pages.ts';

const { text, blocks } = page('docs/attributes.md');
const of = (language: string): readonly string[] =>
  blocks.filter((block) => block.language === language).map((block) => block.text);
const SET = of('yaml').join('\n---\n');
const LINES = of('cel').flatMap((block) => block.trim().split('\n'));

/** What is found of a rule on `tool:call` with the condition. */
function foundOf(condition: string): readonly string[] {
  const rule = { id: 'r', effect: 'deny', actions: ['tool:call'], when: condition };
  const role = { kind: 'Role', name: 'r', permissions: ['tool:call'] };
  const org = { kind: 'Org', name: 'default', rules: [rule] };
  const file = { path: 'a.yaml', text: [SET, JSON.stringify(role), JSON.stringify(org)].join('\n---\n') };
  const { diagnostics } = readPolicies([file]);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('docs/attributes.md', () => {
  it('has examples', () => {
    expect(LINES.length).toBeGreaterThan(10);
    expect(of('json')).toHaveLength(2);
  });

  it.each(LINES)('%s', (line) => {
    const [, condition = '', said] = /^(.+?)\s+\/\/ (.+)$/.exec(line) ?? [];
    expect(foundOf(condition)).toEqual(said === 'right' ? [] : [said]);
  });

  it('names every word of a schema', () => {
    for (const word of KEYWORDS.keys()) expect(text).toMatch(new RegExp(`^\\|[^|]*\`${word}\``, 'm'));
  });

  it.each(['reject', 'warn'] as const)('answers as it says: %s', async (mode: AttributeMode) => {
    const allow =
      'kind: Role\nname: bot\npermissions: ["tool:call"]\n---\nkind: Org\nname: default\nbindings: [{ role: bot, subjects: ["*"] }]';
    const seen: unknown[] = [];
    const recorder = { decided: ({ verdict }: { verdict: unknown }) => void seen.push(verdict), event: () => {} };
    const source = createHandSource({ 'a.yaml': `${SET}\n---\n${allow}` });
    const pdp = createPdp({ source, recorders: [recorder], attributes: mode });
    expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
    const [asked, answered] = of('json').map((block) => JSON.parse(block));
    const answer = await pdp.ask(asked);
    if (mode === 'reject') expect(answer).toMatchObject(answered);
    else expect([answer, seen]).toMatchObject([{ effect: 'allow' }, [{ warning: answered.reason }]]);
    await pdp.close();
  });
});
