import { describe, expect, it } from 'vitest';
import { createLineMaker } from '../../src/record/line.ts';
import { DROP_REASONS } from '../../src/record/losses.ts';
import { createMetrics } from '../../src/record/metrics.ts';
import { page } from '../docs/pages.ts';
import { sampleDecision } from './samples.ts';

describe('docs/metrics.md', () => {
  it('lists every metric of ours with its labels and its type, and no other', async () => {
    const status = { revision: 'a', lastSuccess: 0, reloads: { accepted: 0, unchanged: 0, refused: 0 } };
    const metrics = createMetrics({ status: () => ({ ...status, cache: { entries: 0, evictions: 0 } }) });
    const shown = await metrics.text();
    const types = [...shown.matchAll(/^# TYPE (chaperone_\w+) (\w+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    const rows = [...page('docs/metrics.md').text.matchAll(/^\| `(chaperone_\w+)(?:\{([\w,]+)\})?` \| (\w+) \|/gm)];
    expect(rows.map(([, name, , type]) => `${name} ${type}`).sort()).toEqual(types.sort());
    for (const [, name = '', labels = ''] of rows) {
      const sample = shown.split('\n').find((line) => new RegExp(`^${name}(_count)?[{ ]`).test(line)) ?? '';
      const names = [...sample.matchAll(/(\w+)="/g)].map(([, label]) => label);
      expect(names.join(',')).toBe(labels);
    }
  });
});

describe('docs/decision-log.md', () => {
  const { text, blocks } = page('docs/decision-log.md');
  const shown = blocks.filter(({ language }) => language === 'json').map((block) => JSON.parse(block.text) as object);

  it('shows lines with the members that there are', () => {
    const make = createLineMaker();
    const decision = JSON.parse(make.decision(sampleDecision())) as object;
    const dropped = JSON.parse(make.dropped(1, 0, 0, 0)) as object;
    expect(shown.map(Object.keys)).toEqual([Object.keys(decision), Object.keys(dropped)]);
    for (const member of Object.keys(decision)) expect(text).toContain(`\`${member}\``);
  });

  it('explains every reason for a loss', () => {
    for (const reason of DROP_REASONS) expect(text).toContain(`| \`${reason}\` |`);
  });
});
