import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasPermission, resolvePermissionsFromMapping } from '@mastra/core/auth/ee';
import { loadMapping, mayDo } from './mapping.mjs';
import { askedBy } from './permissions.mjs';

const REQUIRED = ['a:b', 'a:b:x', 'a:c', 'c:d', 'stored-skills:read', 'e:read'];
const ENTRIES = [undefined, [], ['a:b'], ['*'], ['a:*', 'c:d'], ['a:b:x', 'stored:read'], ['*:read']];
const ROLES = [['admin'], ['member'], ['other'], ['_default']];
const ROLE_LISTS = subsets(ROLES.flat());

function subsets(items) {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((subset) => [subset, [first, ...subset]]);
}

/** Every mapping of two roles and `_default` to some of the entries. */
function mappings() {
  const keys = ['admin', 'member', '_default'];
  return keys.reduce(
    (made, key) =>
      made.flatMap((mapping) =>
        ENTRIES.map((entries) => (entries === undefined ? mapping : { ...mapping, [key]: entries })),
      ),
    [{}],
  );
}

test('every mapping gives every list of roles what upstream gives it', () => {
  const wrong = [];
  for (const mapping of mappings()) {
    const snapshot = loadMapping(mapping);
    for (const roles of ROLE_LISTS) {
      const permissions = resolvePermissionsFromMapping(roles, mapping);
      for (const required of REQUIRED) {
        const expected = hasPermission(permissions, required);
        if (mayDo(snapshot, roles, askedBy(required)) === expected) continue;
        wrong.push(`${JSON.stringify(mapping)} for ${roles} and ${required} should be ${expected}`);
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} differences`);
});

test('`_default` is for each role that is not listed, and for nobody without a role', () => {
  const snapshot = loadMapping({ admin: ['*'], nobody: [], _default: ['a:b'] });
  const may = (roles, required) => mayDo(snapshot, roles, askedBy(required));
  assert.deepEqual(
    [may(['other'], 'a:b'), may(['_default'], 'a:b'), may(['other', 'admin'], 'c:d')],
    [true, true, true],
  );
  assert.deepEqual([may([], 'a:b'), may(['nobody'], 'a:b'), may(['other'], 'c:d')], [false, false, false]);
});

test('difference: a role named like a member of Object.prototype is one that is not listed', () => {
  const mapping = { _default: ['a:b'] };
  for (const role of ['constructor', '__proto__', 'toString']) {
    assert.throws(() => resolvePermissionsFromMapping([role], mapping), TypeError);
    assert.equal(mayDo(loadMapping(mapping), [role], askedBy('a:b')), true);
    assert.equal(mayDo(loadMapping({ admin: ['*'] }), [role], askedBy('a:b')), false);
  }
});

test('difference: text where a list is due is refused, and not split into its characters', () => {
  const mapping = { admin: 'a*' };
  assert.ok(resolvePermissionsFromMapping(['admin'], mapping).includes('*'));
  assert.throws(() => loadMapping(mapping));
});
