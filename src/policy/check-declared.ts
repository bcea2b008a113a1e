import type { ConditionFault } from '../condition/condition.ts';
import { declaredFaults } from '../condition/declared.ts';
import { readPermission } from '../model/permission.ts';
import { readReference } from '../model/reference.ts';
import { type Concern, createLook } from './attribute-look.ts';
import type { AttributeTable } from './attribute-table.ts';
import type { Document } from './documents.ts';
import type { Path } from './locate.ts';
import { errorInText, type Problems, type Site } from './site.ts';

/** A condition, where it stands, and what it is about. */
interface Conditional {
  readonly text: string;
  readonly path: Path;
  readonly concern: Concern;
}

/** Reports conditions that read what is not declared, or take it for what it is not. */
export function checkDeclaredConditions(sites: readonly Site[], table: AttributeTable, problems: Problems): void {
  const known = new Map<string, readonly ConditionFault[]>();
  for (const site of sites) {
    for (const { text, path, concern } of conditionsOf(site.document)) {
      const key = JSON.stringify([text, concern]);
      const faults = known.get(key) ?? declaredFaults(text, createLook(table, concern));
      known.set(key, faults);
      for (const { start, end, message, hint } of faults) {
        errorInText(problems, site, path, { start, end }, { code: 'condition', message, hint });
      }
    }
  }
}

function conditionsOf(document: Document): readonly Conditional[] {
  if (document.kind === 'Role') {
    return document.permissions.flatMap(({ permission, resources, when }, at) =>
      conditional(when, ['permissions', at, 'when'], concernOf(permission, resources, undefined)),
    );
  }
  if (document.kind !== 'Org' && document.kind !== 'Namespace' && document.kind !== 'Chain') return [];
  return [
    ...document.rules.flatMap(({ actions, resources, subjects, when }, at) =>
      conditional(when, ['rules', at, 'when'], concernOf(actions, resources, subjects)),
    ),
    ...document.bindings.flatMap(({ subjects, when }, at) =>
      conditional(when, ['bindings', at, 'when'], concernOf(['*'], undefined, subjects)),
    ),
  ];
}

function conditional(text: string | undefined, path: Path, concern: Concern): readonly Conditional[] {
  return text === undefined ? [] : [{ text, path, concern }];
}

function concernOf(
  patterns: readonly string[],
  resources: readonly string[] | undefined,
  subjects: readonly string[] | undefined,
): Concern {
  const selected = resources === undefined ? undefined : exactTypes(resources);
  const permissions = patterns.flatMap((text) => {
    const read = readPermission(text);
    if (!read.ok) return [];
    const { type, action } = read.pattern;
    if (type !== undefined || selected === undefined) return [{ type, action }];
    return selected.map((one) => ({ type: one, action }));
  });
  const text = patterns.includes('*') ? 'every question' : patterns.map((pattern) => `\`${pattern}\``).join(', ');
  return { subjects: subjects === undefined ? undefined : subjectTypes(subjects), permissions, text };
}

/** The types of the selectors; undefined where one of them has a star in its type. */
function exactTypes(resources: readonly string[]): readonly string[] | undefined {
  const types = resources.map((resource) => resource.slice(0, resource.indexOf(':')));
  return types.some((type) => type.includes('*')) ? undefined : [...new Set(types)];
}

/** The types of the subjects named; undefined where an entry does not tell the type. */
function subjectTypes(subjects: readonly string[]): readonly string[] | undefined {
  const types = new Set<string>();
  for (const entry of subjects) {
    const read = readReference(entry);
    if (!read.ok || read.reference.kind !== 'subject') return undefined;
    types.add(read.reference.type);
  }
  return [...types];
}
