import { isPattern } from '../model/glob.ts';
import { readPermission } from '../model/permission.ts';
import { readReference } from '../model/reference.ts';

/** Why a text cannot stand where it stands; undefined where it can. */
export type TextCheck = (text: string) => { readonly message: string; readonly hint?: string } | undefined;

/** What a name must not hold: these part the names of places and rules in answers and records. */
const UNFIT_IN_NAMES = /[/:#\s]/u;

/** The name of an org or a namespace, or a pattern of such names. */
export const checkName: TextCheck = (text) => {
  if (text === '') return { message: 'the name is empty' };
  if (!UNFIT_IN_NAMES.test(text)) return undefined;
  return { message: `\`${text}\` is no name: it holds a blank or one of \`/\`, \`:\`, \`#\`` };
};

/** One org or namespace. */
export const checkWord: TextCheck = (text) => {
  if (isPattern(text)) return { message: `\`${text}\` is a pattern, and one name is due here` };
  return checkName(text);
};

export const checkRoleName: TextCheck = (text) => {
  if (text === '') return { message: 'the name is empty' };
  if (!UNFIT_IN_NAMES.test(text) && !isPattern(text)) return undefined;
  return { message: `\`${text}\` is no role name: it holds a blank or one of \`/\`, \`:\`, \`#\`, \`*\`` };
};

export const checkType: TextCheck = (text) => {
  if (text === '') return { message: 'the type is empty' };
  if (!text.includes(':') && !isPattern(text)) return undefined;
  return { message: `\`${text}\` is no type: it holds \`:\` or \`*\`` };
};

/** A permission pattern that some question can match. */
export const checkPermission: TextCheck = (text) => {
  const read = readPermission(text);
  if (!read.ok) return { message: read.message };
  const { type, action, id } = read.pattern;
  if (type === '' || action === '' || id === '') return never(text, 'a part of it is empty');
  for (const part of [type, action]) {
    if (part !== undefined && isPattern(part)) return never(text, 'a star stands for a whole type or a whole action');
  }
  return undefined;
};

/** A resource selector: `type:id`, with `*` for any run of characters. */
export const checkResource: TextCheck = (text) => {
  const colon = text.indexOf(':');
  if (colon < 0) {
    const hint = text === '*' ? 'leave `resources` out, for every resource' : undefined;
    return { message: `\`${text}\` is no resource: write \`type:id\``, ...(hint === undefined ? {} : { hint }) };
  }
  if (colon === 0 || colon === text.length - 1) return never(text, 'the type or the id is empty');
  return undefined;
};

/** An entry of a Directory: one `type:id`. */
export const checkEntry: TextCheck = (text) => {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) return { message: `\`${text}\` is no entry: write \`type:id\`` };
  if (isPattern(text)) return never(text, 'an entry is one `type:id`, and a star stands for nothing in it');
  return undefined;
};

/** An entry of a Directory's subjects. */
export const checkSubjectEntry: TextCheck = (text) => {
  const problem = checkEntry(text);
  if (problem !== undefined) return problem;
  const type = text.slice(0, text.indexOf(':'));
  if (type === 'group' || type === 'role') return never(text, `a subject has no type \`${type}\``);
  if (type.includes('/')) return never(text, 'the org stands in `org`, not in an entry');
  return undefined;
};

/** A rule's id: no word that answers use for `share` and `only`, and none of the signs that part a rule's name. */
export const checkRuleId: TextCheck = (text) => {
  if (text.trim() === '') return { message: 'the id is empty' };
  if (/[#\s]/u.test(text)) return { message: `\`${text}\` is no rule id: it holds a blank or \`#\`` };
  if (!/^(?:share|only|binding)\./u.test(text)) return undefined;
  return { message: `\`${text}\` is no rule id: answers name \`share\`, \`only\` and bindings so` };
};

/** The owner of a chain: one subject. */
export const checkOwner: TextCheck = (text) => {
  const read = readReference(text);
  if (!read.ok) return { message: read.message };
  if (read.reference.kind === 'subject') return undefined;
  return { message: `\`${text}\` is no owner: write one subject, \`type:id\`` };
};

/** An entry of a RoleMapping: a permission where it has a `:` or a `*`, else a role. */
export const checkMapped: TextCheck = (text) => (/[:*]/u.test(text) ? checkPermission(text) : checkRoleName(text));

/** A key of `share` or `only`: an action on the chain itself, or a whole permission. */
export const checkPlacedKey: TextCheck = (text) => {
  if (text === '') return { message: 'the action is empty' };
  if (text === '*')
    return {
      message: '`*` says too little here',
      hint: 'write `chain:*` for every action on the chain, or the permissions meant',
    };
  return checkPermission(text.includes(':') ? text : `chain:${text}`);
};

function never(text: string, why: string): { readonly message: string } {
  return { message: `\`${text}\` can never match: ${why}` };
}
