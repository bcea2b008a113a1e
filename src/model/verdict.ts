import type { JsonObject } from './json.ts';

/** What a question may be answered: a closed set. `ask` means that a person must approve first. */
export type Effect = 'allow' | 'deny' | 'ask';

/** What the asker must also do when it carries out an allowed action. */
export interface Obligation {
  readonly id: string;
  readonly type: string;
  readonly properties?: JsonObject;
}

/** Who may approve what an `ask` rule stopped. */
export interface Approval {
  readonly rule: string;
  readonly approvers: readonly string[];
}

/** A condition that was neither true nor false. `rule` names the rule, binding or grant that it stands in. */
export interface ConditionFailure {
  readonly rule: string;
  readonly message: string;
}

/** What stopped a question where no rule of a policy did: the closed set of names that begin with `!`. */
export const CAUSES = [
  '!default',
  '!isolation',
  '!place',
  '!secret',
  '!malformed',
  '!delegation',
  '!no-policy',
  '!stale',
  '!unrecorded',
  '!fault',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Where a resource lies: `org`, and below it a namespace and a chain where it has them. */
export interface Place {
  readonly org: string;
  readonly namespace?: string;
  readonly chain?: string;
}

/** What the engine returns. Free of ids and clocks, so that it can be cached. */
export interface Verdict {
  readonly effect: Effect;
  /** The guards of the effect that decided, sorted, or the one grant, or one cause. */
  readonly rules: readonly string[];
  /** For a person. */
  readonly reason: string;
  readonly obligations: readonly Obligation[];
  readonly approvals: readonly Approval[];
  /** The roles in force at the place, sorted. Empty where the question was stopped before roles were found. */
  readonly roles: readonly string[];
  readonly errors: readonly ConditionFailure[];
  /** The subject's org and the resource's place after completion, where they are known. */
  readonly subjectOrg?: string | undefined;
  readonly place?: Place | undefined;
  /** What in the question is not as the policy set declares it, where it was decided all the same. For the record. */
  readonly warning?: string | undefined;
  /** Epoch milliseconds up to which the same question has the same verdict: Infinity, or 0 for "this instant only". */
  readonly holdsUntil: number;
}

/** A verdict with an id of its own and the revision of the policy set that decided: what an asker is told. */
export interface Answer {
  readonly decision: boolean;
  readonly effect: Effect;
  /** UUIDv7. */
  readonly id: string;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly approvals: readonly Approval[];
  readonly obligations: readonly Obligation[];
  /** Present only where a condition failed. */
  readonly errors?: readonly ConditionFailure[];
  /** Null before the first policy set is in force. */
  readonly revision: string | null;
}

const NOTHING: readonly never[] = Object.freeze([]);

/** A denial for a cause that no policy wrote. */
export function denied(cause: Cause, reason: string): Verdict {
  return {
    effect: 'deny',
    rules: [cause],
    reason,
    obligations: NOTHING,
    approvals: NOTHING,
    roles: NOTHING,
    errors: NOTHING,
    subjectOrg: undefined,
    place: undefined,
    holdsUntil: 0,
  };
}

/** The answer that a verdict becomes. */
export function answerOf(verdict: Verdict, id: string, revision: string | null): Answer {
  const { effect, reason, rules, approvals, obligations, errors } = verdict;
  const decision = effect === 'allow';
  if (errors.length === 0) return { decision, effect, id, reason, rules, approvals, obligations, revision };
  return { decision, effect, id, reason, rules, approvals, obligations, errors, revision };
}
