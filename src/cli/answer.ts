import type { JsonValue } from '../model/json.ts';
import type { Answer, Effect } from '../model/verdict.ts';
import { answerOf, type Verdict } from '../model/verdict.ts';
import { createIds } from '../pdp/ids.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { alignColumns, oneLine } from './columns.ts';
import type { Io } from './command.ts';
import { EXIT } from './command.ts';
import { type FlagKind, type Flags, readFlags } from './flags.ts';
import { readInstant } from './instant.ts';
import { loadSet, policyFolder } from './load-set.ts';
import type { Paint } from './paint.ts';
import { QUESTION_FLAGS, readQuestionInput } from './question-flags.ts';

/** The flags of `decide` and `explain`. */
const FLAGS: Readonly<Record<string, FlagKind>> = {
  ...QUESTION_FLAGS,
  policies: 'text',
  now: 'text',
  json: 'switch',
  explain: 'switch',
};

/** What is asked, of which set, at which instant. */
export interface Inquiry {
  readonly flags: Flags;
  readonly question: JsonValue;
  readonly snapshot: Snapshot;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Reads flags, question and policies. Throws a ChaperoneError where one of them can't be had. */
export async function readInquiry(argv: readonly string[], io: Io): Promise<Inquiry> {
  const flags = readFlags(argv, FLAGS);
  const now = readInstant(flags.text('now'), io);
  const question = await readQuestionInput(flags, io);
  const { snapshot } = await loadSet(policyFolder(flags, io), io);
  return { flags, question, snapshot, now };
}

/** The verdict as the service would answer it. */
export function answer({ snapshot, now }: Inquiry, verdict: Verdict): Answer {
  return answerOf(verdict, createIds()(Math.max(0, now)), snapshot.revision);
}

/** 0 allow, 1 deny, 3 ask. */
export function exitCodeOf(effect: Effect): number {
  if (effect === 'allow') return EXIT.done;
  return effect === 'ask' ? EXIT.ask : EXIT.no;
}

/** The answer for a person: the effect and why, then what comes with it. */
export function printAnswer(verdict: Verdict, revision: string, paint: Paint): string {
  const { effect, reason, rules, roles, obligations, approvals, errors } = verdict;
  const colour = { allow: paint.green, deny: paint.red, ask: paint.yellow }[effect];
  const rows = [
    ...rules.map((rule) => ['by', rule]),
    ...(roles.length > 0 ? [['roles', roles.join(', ')]] : []),
    ...approvals.map(({ rule, approvers }) => ['approvers', `${approvers.join(', ') || 'nobody'} (${rule})`]),
    ...obligations.map(({ id, type, properties }) => ['must', `${id}: ${type} ${JSON.stringify(properties ?? {})}`]),
    ...errors.map(({ rule, message }) => ['error', `${rule}: ${message}`]),
    ['revision', revision.slice(0, 12)],
  ];
  const lines = alignColumns(rows.map((row) => ['', ...row.map(oneLine)]));
  return `${paint.bold(colour(effect))}: ${oneLine(reason)}\n${lines.join('\n')}\n`;
}
