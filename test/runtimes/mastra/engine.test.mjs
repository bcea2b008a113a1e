import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../dist/engine/decide.js';
import { compileSnapshot } from '../../../dist/policy/compile.js';
import { readPolicies } from '../../../dist/policy/read.js';
import { allows, askedBy, grantedBy, TEXTS } from './permissions.mjs';

/** What a policy set may grant: no part that can never match. */
function isLoadable(text) {
  const [type, action] = text.split(':');
  return grantedBy(text).length > 0 && !/(^|:)(:|$)/u.test(text) && type !== '**' && action !== '**';
}

/** The rest of a text after its second `:`, which may hold anything, must only not be empty to be asked about. */
function isAskable(text) {
  const asked = askedBy(text);
  return asked !== undefined && asked.type !== '' && asked.action !== '' && asked.id !== '';
}

function load(mapping) {
  const { documents, diagnostics, revision } = readPolicies([
    { path: 'mapping.yaml', text: JSON.stringify({ kind: 'RoleMapping', mapping }) },
  ]);
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error').slice(0, 5), []);
  return compileSnapshot(documents, revision);
}

function effectOf(snapshot, role, { type, action, id }) {
  const subject = { type: 'user', id: 'mika', properties: { roles: [role] } };
  return decide(snapshot, { subject, action: { name: action }, resource: { type, id } }, 0).effect;
}

test('the engine grants through a RoleMapping what the patterns grant, and no more', () => {
  const granted = TEXTS.filter(isLoadable);
  const required = TEXTS.filter(isAskable).map(askedBy);
  const snapshot = load(Object.fromEntries(granted.map((text, at) => [`role-${at}`, [text]])));
  const wrong = [];
  let pairs = 0;
  for (const [at, text] of granted.entries()) {
    const patterns = grantedBy(text);
    for (const asked of required) {
      pairs++;
      const expected = allows(patterns, asked) ? 'allow' : 'deny';
      const effect = effectOf(snapshot, `role-${at}`, asked);
      if (effect !== expected) wrong.push(`${text} / ${asked.type}:${asked.action}:${asked.id}: ${effect}`);
    }
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} of ${pairs}`);
  assert.ok(pairs > 100_000, `only ${pairs} pairs`);
});
