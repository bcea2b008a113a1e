import { expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import type { PolicyCase } from '../../src/policy/case-file.ts';
import { compileSnapshot } from '../../src/policy/compile.ts';
import type { Document } from '../../src/policy/documents.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { NOW, shippedSets } from './sets.ts';

/** A policy set with one thing left out, and what that was. */
interface Mutant {
  readonly without: string;
  readonly documents: readonly Document[];
}

// Each part of a worked example is there for a reason, and a case of the example says which.
it.each(shippedSets())('policies/$name: leaving anything out changes the outcome of a case', ({ files, cases }) => {
  const { documents } = readPolicies(files);
  const expected = outcomes(documents, cases);
  const unnoticed = mutants(documents).filter((mutant) => outcomes(mutant.documents, cases) === expected);
  expect(unnoticed.map((mutant) => mutant.without)).toEqual([]);
});

function outcomes(documents: readonly Document[], cases: readonly PolicyCase[]): string {
  const snapshot = compileSnapshot(documents, '');
  const told = cases.map(({ ask, now }) => {
    const { effect, rules, approvals, obligations } = decide(snapshot, ask, now ?? NOW);
    return [effect, rules, approvals, obligations];
  });
  return JSON.stringify(told);
}

function mutants(documents: readonly Document[]): readonly Mutant[] {
  return documents.flatMap((document, at) =>
    lesser(document).map(([without, replacement]) => ({
      without: `${document.kind} ${'name' in document ? document.name : ''} ${without}`,
      documents: documents.toSpliced(at, 1, ...(replacement === undefined ? [] : [replacement])),
    })),
  );
}

/** The document with each of its parts left out in turn. */
function lesser(document: Document): readonly (readonly [string, Document | undefined])[] {
  switch (document.kind) {
    case 'Role':
      // What stands beside a star is there for the reader.
      if (document.permissions.length > 1 && document.permissions[0]?.permission[0] === '*') return [];
      return dropped(document.permissions).map(([entry, permissions]) => [
        `permission ${entry.permission}`,
        { ...document, permissions },
      ]);
    case 'RoleMapping':
      return [...document.mapping].flatMap(([claimed, names]) =>
        dropped(names).map(([name, rest]): [string, Document] => [
          `${claimed}: ${name}`,
          { ...document, mapping: new Map([...document.mapping, [claimed, rest]]) },
        ]),
      );
    case 'Directory':
    case 'Secret':
    case 'Attributes':
      return [['itself', undefined]];
    case 'Chain':
      return [
        ...scopeParts(document),
        ...withoutKeys(document.share).map(([key, share]): [string, Document] => [
          `share ${key}`,
          { ...document, share },
        ]),
        ...withoutKeys(document.only).map(([key, only]): [string, Document] => [`only ${key}`, { ...document, only }]),
      ];
    case 'Org':
    case 'Namespace':
      return [
        ...scopeParts(document),
        ...withoutKeys(document.recast).map(([role, recast]): [string, Document] => [
          `recast ${role}`,
          { ...document, recast },
        ]),
      ];
  }
}

function scopeParts(document: Document & { kind: 'Org' | 'Namespace' | 'Chain' }): readonly [string, Document][] {
  return [
    ...dropped(document.rules).map(([rule, rules]): [string, Document] => [`rule ${rule.id}`, { ...document, rules }]),
    ...dropped(document.bindings).map(([binding, bindings]): [string, Document] => [
      `binding ${binding.role}`,
      { ...document, bindings },
    ]),
  ];
}

function dropped<T>(list: readonly T[]): readonly (readonly [T, readonly T[]])[] {
  return list.map((item, at) => [item, list.toSpliced(at, 1)]);
}

function withoutKeys<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, ReadonlyMap<string, T>])[] {
  return [...map.keys()].map((key) => [key, new Map([...map].filter(([other]) => other !== key))]);
}
