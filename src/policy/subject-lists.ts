import type { Binding, Document, Rule } from './documents.ts';
import type { Path } from './locate.ts';

/** Where a list of subject entries stands: that decides what may be in it. */
export type ListUse = 'binding' | 'guard' | 'grant' | 'except' | 'approvers' | 'reference';

/** A list of subject entries of a document. */
export interface SubjectList {
  readonly use: ListUse;
  readonly path: Path;
  readonly entries: readonly string[];
}

/** Every list of subject entries in a document. */
export function subjectLists(document: Document): readonly SubjectList[] {
  if (document.kind === 'Secret') return [{ use: 'reference', path: ['reference'], entries: document.reference }];
  if (document.kind !== 'Org' && document.kind !== 'Namespace' && document.kind !== 'Chain') return [];
  const lists = [...document.bindings.map(bindingList), ...document.rules.flatMap(ruleLists)];
  if (document.kind !== 'Chain') return lists;
  return [...lists, ...keyedLists('share', 'grant', document.share), ...keyedLists('only', 'except', document.only)];
}

function bindingList({ subjects }: Binding, at: number): SubjectList {
  return { use: 'binding', path: ['bindings', at, 'subjects'], entries: subjects };
}

function ruleLists(rule: Rule, at: number): readonly SubjectList[] {
  const path = ['rules', at];
  const use = rule.effect === 'allow' ? 'grant' : 'guard';
  return [
    { use, path: [...path, 'subjects'], entries: rule.subjects ?? [] },
    { use: 'except', path: [...path, 'except'], entries: rule.except },
    { use: 'approvers', path: [...path, 'approvers'], entries: rule.approvers },
  ];
}

function keyedLists(name: string, use: ListUse, map: ReadonlyMap<string, readonly string[]>): readonly SubjectList[] {
  return [...map].map(([key, entries]) => ({ use, path: [name, key], entries }));
}
