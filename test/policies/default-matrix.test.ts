import { expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { shippedSets } from './sets.ts';

/** The published matrix: what may be done, and by whom (A admin, B builder, O operator, V viewer; b: names only). */
const PUBLISHED = `
chain:create        A B . .
chain:edit          A B . .
chain:delete        A . . .
chain:run           A B O .
chain:view          A B O V
decision:approve    A B O .
secret:view         A b . .
secret:manage       A . . .
audit-log:view      A B O V
user:manage         A . . .
org:manage          A . . .
schedule:configure  A B . .
data:export         A B O .
`
  .trim()
  .split('\n');
const ROLES = ['admin', 'builder', 'operator', 'viewer'];

const set = shippedSets().find((each) => each.name === 'default');
const { documents, revision } = readPolicies(set?.files ?? []);
const snapshot = compileSnapshot(documents, revision);

it.each(PUBLISHED)('%s', (row) => {
  const [permission = '', ...cells] = row.split(/\s+/);
  expect(ROLES.map((role) => cell(role, permission, []))).toEqual(cells.map((letter) => /[A-Z]/.test(letter)));
  const names = [{ id: 'names-only', type: 'redact', properties: { fields: ['value'] } }];
  const redacting = ROLES.map((role) => cell(role, permission, ['redact']));
  expect(redacting).toEqual(cells.map((letter) => (letter === 'b' ? names : letter !== '.')));
});

it('grants nothing by name that the matrix does not list', () => {
  const named = documents.flatMap((document) =>
    document.kind === 'Role' ? document.permissions.flatMap((entry) => entry.permission) : [],
  );
  const published = PUBLISHED.map((row) => row.split(/\s+/)[0]);
  expect(new Set(named)).toEqual(new Set([...published, '*']));
});

/** Whether the role may, or the obligations with which it may. */
function cell(role: string, permission: string, supported: readonly string[]): unknown {
  const [type, name] = permission.split(':');
  const subject = { type: 'user', id: 'ada', properties: { roles: [role] } };
  const context = { supported_obligations: supported };
  const verdict = decide(snapshot, { subject, action: { name }, resource: { type, id: 'demo' }, context }, 0);
  const told = structuredClone(verdict.obligations);
  return told.length > 0 ? told : verdict.effect === 'allow';
}
