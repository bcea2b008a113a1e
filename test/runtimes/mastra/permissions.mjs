import { expandStored, grants, readPermission } from '../../../dist/model/permission.js';

const SEGMENTS = [
  '*',
  'agents',
  'stored',
  'stored-agents',
  'stored-workflows',
  'stored-foo',
  'read',
  'a',
  '',
  '**',
  'Agents',
  'secret',
  'constructor',
];

const LONGER = [
  'agents:read:a:b',
  'agents:read:a:',
  'agents:read:a:*',
  'agents:read:*:a',
  'agents:*:a:b',
  '*:read:a:b',
  '*:*:*:*',
  'stored:read:a:b',
  'stored-agents:read:a:b',
  'secret:read:a:b',
  'constructor:read:a:b',
  ':::',
  'agents:read:a:b:a',
];

/** Every text of one, two and three segments over the alphabet, and some longer ones. */
export const TEXTS = [...upTo(3), ...LONGER];

function upTo(length) {
  if (length === 0) return [];
  const longest = Array.from({ length: length - 1 }).reduce(
    (texts) => texts.flatMap((text) => SEGMENTS.map((segment) => `${text}:${segment}`)),
    SEGMENTS,
  );
  return [...upTo(length - 1), ...longest];
}

/** Stands for the id of a question that is about no one resource: no grant of the alphabet names it. */
const NO_ID = 'no-grant-names-this';

/** What a required text asks for: undefined where it is no permission, so that no question can ask for it. */
export function askedBy(required) {
  const [type, action, ...rest] = required.split(':');
  if (action === undefined) return undefined;
  return { type, action, id: rest.length === 0 ? NO_ID : rest.join(':') };
}

/** The patterns that a granted text stands for in a RoleMapping: none where it is refused. */
export function grantedBy(granted) {
  const read = readPermission(granted);
  return read.ok ? expandStored(read.pattern) : [];
}

/** Whether one of the patterns grants what is asked. */
export function allows(patterns, asked) {
  return asked !== undefined && patterns.some((pattern) => grants(pattern, asked.type, asked.action, asked.id));
}
