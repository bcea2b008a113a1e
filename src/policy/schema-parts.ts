import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { readReference } from '../model/reference.ts';
import type { Obligation } from '../model/verdict.ts';

import {
  checkEntry,
  checkMapped,
  checkName,
  checkOwner,
  checkPermission,
  checkPlacedKey,
  checkResource,
  checkRoleName,
  checkRuleId,
  checkSubjectEntry,
  checkType,
  checkWord,
  type TextCheck,
} from './texts.ts';
import { readTimestamp } from './time.ts';

/** The parts that the schemas of several kinds share. Each accepts what `readValue` gives and yields what documents.ts states. */
export type Part<Output> = v.GenericSchema<unknown, Output>;

/** Between a message and its hint, in the one text that a schema's issue can carry. */
const HINT_MARK = '\n';

/** A finding's message and hint, from the message of an issue. */
export function splitHint(message: string): { message: string; hint?: string } {
  const at = message.indexOf(HINT_MARK);
  return at < 0 ? { message } : { message: message.slice(0, at), hint: message.slice(at + 1) };
}

/** A map that has these keys and no others. An issue about other keys carries the known ones. */
export function closed<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, (issue: v.StrictObjectIssue) => string> {
  const known = Object.keys(entries).join(',');
  return v.strictObject(entries, (issue: v.StrictObjectIssue) => (issue.expected === 'never' ? known : issue.message));
}

/** Text that passes the check. */
function checked(check: TextCheck): Part<string> {
  return v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      const problem = dataset.typed ? check(dataset.value) : undefined;
      if (problem === undefined) return;
      addIssue({
        message: problem.hint === undefined ? problem.message : `${problem.message}${HINT_MARK}${problem.hint}`,
      });
    }),
  );
}

/** A list, or one word that stands for a list of one. */
export function listOrWord(item: Part<string>): Part<readonly string[]> {
  return v.pipe(
    v.union([item, v.array(item)]),
    v.transform((value) => (typeof value === 'string' ? [value] : value)),
  );
}

/** The same, where an empty list is a mistake. */
export function someOrWord(item: Part<string>): Part<readonly string[]> {
  return v.pipe(
    v.union([item, v.pipe(v.array(item), v.nonEmpty('the list is empty'))]),
    v.transform((value) => (typeof value === 'string' ? [value] : value)),
  );
}

/** A list of at least one. */
export function some<Output>(item: Part<Output>): Part<readonly Output[]> {
  return v.pipe(v.array(item), v.nonEmpty('the list is empty'));
}

export function list<Output>(
  item: Part<Output>,
): v.ExactOptionalSchema<v.ArraySchema<Part<Output>, undefined>, readonly never[]> {
  return v.exactOptional(v.array(item), []);
}

export function openMap<Value>(key: Part<string>, value: Part<Value>): Part<ReadonlyMap<string, Value>> {
  return v.map(key, value);
}

export const filled: Part<string> = checked((value) =>
  value.trim() === '' ? { message: 'the text is empty' } : undefined,
);
export const word: Part<string> = checked(checkWord);
export const scopeName: Part<string> = checked(checkName);
export const placedName: Part<string> = checked((value) =>
  value === '' ? { message: 'the name is empty' } : undefined,
);
export const roleName: Part<string> = checked(checkRoleName);
export const typeName: Part<string> = checked(checkType);
export const permission: Part<string> = checked(checkPermission);
export const resource: Part<string> = checked(checkResource);
export const reference: Part<string> = checked((value) => {
  const read = readReference(value);
  return read.ok ? undefined : { message: read.message };
});

export const ruleId: Part<string> = checked(checkRuleId);
export const owner: Part<string> = checked(checkOwner);
export const mapped: Part<string> = checked(checkMapped);
export const placedKey: Part<string> = checked(checkPlacedKey);
export const resourceEntry: Part<string> = checked(checkEntry);
export const subjectEntry: Part<string> = checked(checkSubjectEntry);

export const timestamp: Part<number> = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const time = readTimestamp(dataset.value);
    if (time !== undefined) return time;
    addIssue({
      message: `\`${dataset.value}\` is no timestamp${HINT_MARK}write it in full with its zone, as in \`2026-01-31T08:00:00Z\``,
    });
    return NEVER;
  }),
);

/** Free data: whatever JSON has. */
export const data: Part<JsonObject> = v.custom<JsonObject>(isJsonObject);

export const obligation: Part<Obligation> = closed({ id: filled, type: filled, properties: v.exactOptional(data) });
export const obligations: v.ExactOptionalSchema<v.ArraySchema<Part<Obligation>, undefined>, readonly never[]> = list(
  obligation,
);

/** What every document may say beside its kind's own members. */
export const common: {
  readonly apiVersion: v.ExactOptionalSchema<v.LiteralSchema<'chaperone/v1', undefined>, undefined>;
  readonly description: v.ExactOptionalSchema<v.StringSchema<undefined>, undefined>;
} = {
  apiVersion: v.exactOptional(v.literal('chaperone/v1')),
  description: v.exactOptional(v.string()),
};
