import { readPermission } from '../model/permission.ts';
import type { Document } from '../policy/documents.ts';

/** What an agent platform asks about, for a set that names no permission of its own. */
const PLATFORM = [
  'audit-log:view',
  'chain:create',
  'chain:delete',
  'chain:edit',
  'chain:run',
  'chain:view',
  'data:export',
  'decision:approve',
  'org:manage',
  'schedule:configure',
  'secret:manage',
  'secret:view',
  'user:manage',
] as const;

/**
 * Every `type:action` that the documents name without a star, whoever grants or guards it, sorted. A set that names
 * none (a lone `*`) gets the thirteen of an agent platform.
 */
export function permissionNames(documents: readonly Document[]): readonly string[] {
  const names = new Set(documents.flatMap(written).flatMap(literal));
  return names.size === 0 ? PLATFORM : [...names].sort();
}

function written(document: Document): readonly string[] {
  switch (document.kind) {
    case 'Role':
      return document.permissions.flatMap((permission) => permission.permission);
    case 'RoleMapping':
      return [...document.mapping.values()].flat();
    case 'Org':
    case 'Namespace':
      return document.rules.flatMap((rule) => rule.actions);
    case 'Chain':
      return [
        ...document.rules.flatMap((rule) => rule.actions),
        ...chainKeys(document.share),
        ...chainKeys(document.only),
      ];
    case 'Directory':
    case 'Secret':
    case 'Attributes':
      return [];
  }
}

function chainKeys(keys: ReadonlyMap<string, unknown>): readonly string[] {
  return [...keys.keys()].map((key) => (key.includes(':') ? key : `chain:${key}`));
}

function literal(text: string): readonly string[] {
  const read = readPermission(text);
  if (!read.ok || read.pattern.type === undefined || read.pattern.action === undefined) return [];
  return [`${read.pattern.type}:${read.pattern.action}`];
}
