import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPermission } from '../../../dist/policy/texts.js';
import { loadMapping, mayDo } from './mapping.mjs';
import { allows, askedBy, grantedBy, TEXTS } from './permissions.mjs';

function isLoadable(text) {
  return checkPermission(text) === undefined;
}

/** A question has a type, an action and an id: one that lacks a part is refused before any grant is looked at. */
function isAskable(text) {
  const asked = askedBy(text);
  return asked !== undefined && asked.type !== '' && asked.action !== '' && asked.id !== '';
}

test('the engine grants through a RoleMapping what the patterns grant, and no more', () => {
  const granted = TEXTS.filter(isLoadable);
  const required = TEXTS.filter(isAskable).map(askedBy);
  const snapshot = loadMapping(Object.fromEntries(granted.map((text, at) => [`role-${at}`, [text]])));
  const wrong = [];
  let pairs = 0;
  for (const [at, text] of granted.entries()) {
    const patterns = grantedBy(text);
    for (const asked of required) {
      pairs++;
      const expected = allows(patterns, asked);
      if (mayDo(snapshot, [`role-${at}`], asked) === expected) continue;
      wrong.push(`${text} / ${asked.type}:${asked.action}:${asked.id} should be ${expected}`);
    }
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} of ${pairs}`);
  assert.ok(pairs > 100_000, `only ${pairs} pairs`);
});
