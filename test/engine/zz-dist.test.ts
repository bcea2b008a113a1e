import fc from 'fast-check';
import { test } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { values } from '../support/arbitrary-question.ts';
import { instants, worlds } from '../support/property.ts';

test('dist', () => {
  const n: Record<string, number> = {};
  const bump = (k: string) => {
    n[k] = (n[k] ?? 0) + 1;
  };
  fc.assert(
    fc.property(worlds(values), instants(), ({ set, asked }, now) => {
      const s = compileSnapshot(set.documents, 'r');
      for (const v of asked as any[]) {
        const d = decide(s, v, now);
        bump(d.effect);
        bump(
          `${d.effect} ${d.rules.map((r) => (r.startsWith('!') ? r : r.replace(/^.*#/, (m) => m.replace(/[^/#:]+/g, 'x')).replace(/#.*/, '#')))[0]}`,
        );
        if (d.subjectOrg !== d.place?.org && d.effect !== 'deny') bump('outsider ' + d.effect);
        if (v?.resource?.type === 'secret')
          bump(`secret ${v?.action?.name} ${d.effect} ${d.rules[0]?.startsWith('!') ? d.rules[0] : ''}`);
        if (d.errors.length) bump('errors');
        if (d.obligations.length) bump('obl');
        if (d.roles.length) bump('roles');
      }
    }),
    { numRuns: 1500, seed: 1 },
  );
  console.log(JSON.stringify(Object.fromEntries(Object.entries(n).sort()), null, 1));
});
