import { expandStored, type PermissionPattern, readPermission } from '../model/permission.ts';
import type { Document } from './documents.ts';

/** All that a set grants anywhere, to anyone. */
export interface Granted {
  /** True where a grant names the pattern's type or its action, or the pattern names neither. */
  names(pattern: PermissionPattern): boolean;
  /** True where a grant and the pattern can be about one permission. */
  reaches(pattern: PermissionPattern): boolean;
  /** The grants that name both, as written. */
  readonly texts: ReadonlySet<string>;
}

export function createGranted(documents: readonly Document[]): Granted {
  const patterns = new Map(documents.flatMap(grantsOf).map((pattern) => [pattern.text, pattern]));
  const all = [...patterns.values()];
  const memo = new Map<string, { readonly names: boolean; readonly reaches: boolean }>();
  const judge = (pattern: PermissionPattern): { readonly names: boolean; readonly reaches: boolean } => {
    const known = memo.get(pattern.text) ?? {
      names: isSpecial(pattern) || all.some((grant) => !grant.everything && overlap(grant, pattern)),
      reaches: isInject(pattern) || all.some((grant) => overlap(grant, pattern)),
    };
    memo.set(pattern.text, known);
    return known;
  };
  return {
    names: (pattern) => judge(pattern).names,
    reaches: (pattern) => judge(pattern).reaches,
    texts: new Set(
      all.filter(({ type, action }) => type !== undefined && action !== undefined).map(({ text }) => text),
    ),
  };
}

function grantsOf(document: Document): readonly PermissionPattern[] {
  return textsOf(document)
    .map(readPermission)
    .flatMap((read) => (read.ok ? [read.pattern] : []))
    .flatMap((pattern) => (document.kind === 'RoleMapping' ? expandAll(pattern) : [pattern]));
}

/** The patterns that one stands for, each with the text of its own that tells them apart. */
function expandAll(pattern: PermissionPattern): readonly PermissionPattern[] {
  return expandStored(pattern).map((one) => ({ ...one, text: pattern.text.replace('stored', one.type ?? 'stored') }));
}

function textsOf(document: Document): readonly string[] {
  if (document.kind === 'Role') return document.permissions.flatMap(({ permission }) => permission);
  if (document.kind === 'RoleMapping')
    return [...document.mapping.values()].flat().filter((entry) => /[:*]/u.test(entry));
  if (document.kind === 'Directory' || document.kind === 'Secret' || document.kind === 'Attributes') return [];
  const allowed = document.rules.flatMap(({ effect, actions }) => (effect === 'allow' ? actions : []));
  if (document.kind !== 'Chain') return allowed;
  return [...allowed, ...[...document.share.keys()].map((key) => (key.includes(':') ? key : `chain:${key}`))];
}

/** A guard on everything names nothing; that on `secret:inject` guards what a run of a chain grants. */
function isSpecial(pattern: PermissionPattern): boolean {
  return (pattern.type === undefined && pattern.action === undefined) || isInject(pattern);
}

function isInject({ type, action }: PermissionPattern): boolean {
  return type === 'secret' && action === 'inject';
}

function overlap(grant: PermissionPattern, guard: PermissionPattern): boolean {
  if (grant.type === undefined && !grant.everything && guard.type === 'secret') return false;
  return meet(grant.type, guard.type) && meet(grant.action, guard.action) && meet(grant.id, guard.id);
}

function meet(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}
