import { describe, expect, it } from 'vitest';
import { testGate } from '../../src/authoring/gate.ts';
import { createPdp } from '../../src/pdp/pdp.ts';
import { ALLOW, createHandSource, DENY, run } from '../pdp/folder-of.ts';

const EXPECTS_ALLOW = `
cases:
  - name: an operator runs chains
    ask: ${JSON.stringify(run())}
    effect: allow
`;

describe('required tests', () => {
  it('let a set in force that passes, and keep it where the next one fails', async () => {
    const source = createHandSource({ 'a.yaml': ALLOW, 'a.test.yaml': EXPECTS_ALLOW });
    const pdp = createPdp({ source, gate: testGate });
    expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
    source.set({ 'a.yaml': DENY, 'a.test.yaml': EXPECTS_ALLOW });
    expect(await pdp.reload()).toMatchObject({
      result: 'refused',
      message: 'the tests of the policy set do not pass',
      diagnostics: [
        {
          file: 'a.test.yaml',
          line: 3,
          message: expect.stringContaining('`an operator runs chains` fails: `effect` is "deny"'),
        },
        { message: expect.stringContaining('`rules`') },
      ].slice(0, 1),
    });
    expect(await pdp.ask(run())).toMatchObject({ decision: true });
    source.set({ 'a.yaml': DENY, 'a.test.yaml': EXPECTS_ALLOW.replace('effect: allow', 'effect: deny') });
    expect(await pdp.reload()).toMatchObject({ result: 'accepted' });
  });

  it.each([
    ['no tests', {}, 'has no test case'],
    ['no cases', { 'a.test.yaml': 'cases: []\n' }, 'cases'],
    ['a broken test file', { 'a.test.yaml': 'cases: [{ nam: x }]\n' }, 'nam'],
  ])('refuse a set with %s', async (_, tests, message) => {
    const pdp = createPdp({ source: createHandSource({ 'a.yaml': ALLOW, ...tests }), gate: testGate });
    const result = await pdp.reload();
    expect(result).toMatchObject({ result: 'refused' });
    expect(JSON.stringify(result)).toContain(message);
  });
});
