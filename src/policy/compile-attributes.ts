import type { Activation, ReadPath } from '../condition/condition.ts';
import type { JsonObject } from '../model/json.ts';
import { compileMembers, type MemberCheck, problemText, undeclared } from './attribute-check.ts';
import { type AttributeTable, type Declaration, RESERVED, SECTIONS, type Section } from './attribute-table.ts';
import type { AttributeMode, DeclaredAttributes } from './snapshot.ts';

/** Checks the members of one object by all the declarations about it. */
type SectionCheck = (object: JsonObject, type: string, action: string) => string | undefined;

/** What a table declares, as functions. */
export function compileAttributes(table: AttributeTable, mode: AttributeMode): DeclaredAttributes {
  const subject = sectionCheck('subject', table.subject);
  const resource = sectionCheck('resource', table.resource);
  const context = sectionCheck('context', table.context);
  return Object.freeze({
    mode,
    problem: (asked: Activation) =>
      subject(asked.subject.properties, asked.subject.type, '') ??
      resource(asked.resource.properties, asked.resource.type, '') ??
      context(asked.context, asked.resource.type, asked.action.name),
  });
}

/** Every path that decides whether a question is as declared: for the cache's key. */
export function declaredReads(table: AttributeTable): readonly ReadPath[] {
  return SECTIONS.flatMap((section) => {
    const root = section === 'context' ? ['context'] : [section, 'properties'];
    return table[section].flatMap(({ schema }): ReadPath[] => {
      if (schema.closed) return [root];
      return [...schema.properties.keys(), ...schema.required].map((name) => [...root, name]);
    });
  });
}

interface Compiled {
  readonly closed: boolean;
  readonly names: ReadonlySet<string>;
  readonly members: MemberCheck;
}

function sectionCheck(section: Section, declarations: readonly Declaration[]): SectionCheck {
  if (declarations.length === 0) return () => undefined;
  const find = indexed(declarations);
  const name = section === 'context' ? section : `${section}.properties`;
  return (object, type, action) => {
    const compiled = find(type, action);
    let isClosed = false;
    for (const { members, closed } of compiled) {
      const problem = members(object);
      if (problem !== undefined) return problemText(name, problem);
      isClosed ||= closed;
    }
    if (!isClosed) return undefined;
    const known = (key: string): boolean =>
      RESERVED[section].includes(key) || compiled.some(({ names }) => names.has(key));
    const unknown = Object.keys(object).find((key) => !known(key));
    return unknown === undefined ? undefined : problemText(name, undeclared(unknown));
  };
}

/** At most four are about one question: by its type and action, by one of the two, and by neither. */
function indexed(declarations: readonly Declaration[]): (type: string, action: string) => readonly Compiled[] {
  const byKey = new Map<string | undefined, Map<string | undefined, Compiled>>();
  for (const { type, action, schema } of declarations) {
    const actions = byKey.get(type) ?? new Map<string | undefined, Compiled>();
    actions.set(action, {
      closed: schema.closed,
      names: new Set(schema.properties.keys()),
      members: compileMembers(schema),
    });
    byKey.set(type, actions);
  }
  return (type, action) => {
    const ofAny = byKey.get(undefined);
    const ofType = byKey.get(type);
    const found: Compiled[] = [];
    for (const actions of [ofAny, ofType]) {
      const ofAll = actions?.get(undefined);
      const ofAction = actions?.get(action);
      if (ofAll !== undefined) found.push(ofAll);
      if (ofAction !== undefined) found.push(ofAction);
    }
    return found;
  };
}
