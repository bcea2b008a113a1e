import { describe, expect, it } from 'vitest';
import { covers, expandStored, grants, readPermission } from '../../src/model/permission.ts';

/** Stands for the id of a question about no one resource: no grant below names it. */
const NO_ID = 'unnamed';

/** Whether a granted text of a RoleMapping, where it is no error, covers what the required text asks for. */
function matches(granted: string, required: string): boolean {
  const read = readPermission(granted);
  const [type, action, ...rest] = required.split(':');
  if (!read.ok || type === undefined || action === undefined) return false;
  const id = rest.length === 0 ? NO_ID : rest.join(':');
  return expandStored(read.pattern).some((pattern) => grants(pattern, type, action, id));
}

const GRANTED: readonly (readonly [string, string])[] = [
  ['*', 'agents:read:x:y'],
  ['*:*', 'agents:read'],
  ['*:*', '::'],
  ['*:*:x', 'agents:read:x'],
  ['agents:*', 'agents:read'],
  ['agents:*', 'agents:read:a'],
  ['agents:*', 'agents:*'],
  ['agents:*:a', 'agents:read:a'],
  ['*:read', 'agents:read'],
  ['*:read', 'agents:read:x'],
  ['*:read', '*:read'],
  ['*:read:x', 'agents:read:x'],
  ['stored:read', 'stored-agents:read'],
  ['stored:read', 'stored:read'],
  ['stored:*', 'stored-workflows:read'],
  ['stored:*', 'stored-skills:publish'],
  ['stored:read:a', 'stored-agents:read:a'],
  ['*:*', 'constructor:read'],
  ['agents:read', 'agents:read'],
  ['agents:read', 'agents:read:a'],
  ['agents:read:', 'agents:read:'],
  [':', ':'],
  ['agents:', 'agents:'],
  ['*', 'secret:view'],
  ['secret:*', 'secret:view'],
];

const NOT_GRANTED: readonly (readonly [string, string])[] = [
  ['*:*', 'agents'],
  ['*:*', '*'],
  ['*:*:x', 'agents:read'],
  ['agents:*', 'agents'],
  ['agents:*', 'tools:read'],
  ['agents:*:a', 'agents:read:b'],
  ['agents:*:a', 'agents:read'],
  ['*:read', 'agents:write'],
  ['*:read:x', 'agents:read'],
  ['stored', 'stored-agents:read'],
  ['stored-agents:read', 'stored:read'],
  ['agents:read', 'agents:*'],
  ['agents:read', '*:read'],
  ['agents:read', '*'],
  ['agents:read:a', 'agents:read'],
  ['agents:read:a', 'agents:read:b'],
  ['agents:read:', 'agents:read'],
  ['agents', 'agents:read'],
  ['', '*'],
  ['Agents:read', 'agents:read'],
  [' agents:read', 'agents:read'],
  ['agent*:read', 'agents:read'],
  ['agents:re*', 'agents:read'],
  ['**', 'agents:read'],
  ['!agents:read', 'agents:read'],
  ['stored:read', 'stored-agents:write'],
  ['stored:read', 'agents:read'],
  ['stored:read', 'workflows:read'],
  ['stored:*', 'stored-foo:read'],
  ['stored:read:a', 'stored-agents:read:b'],
  ['agents:read', 'constructor:read'],
];

describe('a permission pattern grants what Mastra grants', () => {
  it.each(GRANTED)('`%s` grants `%s`', (granted, required) => {
    expect(matches(granted, required)).toBe(true);
  });

  it.each(NOT_GRANTED)('`%s` does not grant `%s`', (granted, required) => {
    expect(matches(granted, required)).toBe(false);
  });
});

describe('and differs on purpose', () => {
  it.each([
    ['agents:read:a', 'agents:read:a:b'],
    ['agents:read:a:b', 'agents:read:a'],
    ['agents:read:a:b', 'agents:read:a:c'],
    ['tools:execute:github', 'tools:execute:github:create_issue'],
    ['tools:execute:github:create_issue', 'tools:execute:github'],
  ])('the id is the whole rest of the text: `%s` does not grant `%s`', (granted, required) => {
    expect(matches(granted, required)).toBe(false);
    expect(matches(granted, granted)).toBe(true);
  });

  it.each(['agents:read:*', '*:*:*'])('`*` as an id is an error: `%s`', (granted) => {
    const read = readPermission(granted);
    expect(!read.ok && read.message).toContain('as an id matches no resource');
  });

  it.each(['agents', 'stored', '', '**'])('one segment is no permission: `%s`', (text) => {
    expect(readPermission(text)).toMatchObject({ ok: false });
    expect(matches('*', text)).toBe(false);
  });

  it.each([
    ['*:view', 'secret:view'],
    ['*:*', 'secret:view'],
    ['*:view:x', 'secret:view:x'],
  ])('`*` as a type leaves out `secret`: `%s` does not grant `%s`', (granted, required) => {
    expect(matches(granted, required)).toBe(false);
    expect(matches(granted, required.replace('secret', 'chain'))).toBe(true);
  });

  it.each(Object.getOwnPropertyNames(Object.prototype))('`%s` is a type like any other', (name) => {
    expect(matches(`${name}:read`, `${name}:read`)).toBe(true);
    expect(matches(`${name}:read`, 'agents:read')).toBe(false);
    expect(matches('agents:read', `${name}:read`)).toBe(false);
  });
});

describe('a guard on a pattern', () => {
  it('covers `secret` also where its type is `*`', () => {
    const read = readPermission('*:view');
    expect(read.ok && covers(read.pattern, 'secret', 'view', 'x')).toBe(true);
    expect(read.ok && covers(read.pattern, 'secret', 'manage', 'x')).toBe(false);
  });
});
