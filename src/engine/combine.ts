import type { Approval, Effect, Obligation } from '../model/verdict.ts';
import type { NamedGrant } from './grants.ts';
import type { NamedGuard } from './guards.ts';

/** What decided: the part of a verdict that rules make. */
export interface Outcome {
  readonly effect: Effect;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly obligations: readonly Obligation[];
  readonly approvals: readonly Approval[];
}

/** A guard's part in a verdict, whether a rule of a policy or a wall around a secret. */
export interface Objection {
  readonly name: string;
  readonly effect: 'deny' | 'ask';
  readonly reason: string;
  readonly approvers: readonly string[];
}

const NOTHING: readonly never[] = Object.freeze([]);

/** What there is where nothing grants. */
export const NO_GRANT: Outcome = Object.freeze({
  effect: 'deny',
  rules: Object.freeze(['!default']),
  reason: 'no role or rule grants this',
  obligations: NOTHING,
  approvals: NOTHING,
});

/**
 * Step 7: any deny denies; else no grant denies (`!default`); else any ask asks; else the grant allows.
 * Objections come sorted by name.
 */
export function combine(objections: readonly Objection[], grant: Outcome): Outcome {
  if (objections.length === 0) return grant;
  const denials = objections.filter((objection) => objection.effect === 'deny');
  if (denials.length > 0) return stopped('deny', denials);
  return grant.effect === 'allow' ? stopped('ask', objections) : grant;
}

/** What a grant comes to where nothing stops it. */
export function granted({ name, grant }: NamedGrant): Outcome {
  const reason = grant.reason ?? `granted by ${name}`;
  return { effect: 'allow', rules: [name], reason, obligations: grant.obligations, approvals: NOTHING };
}

/** A guard that applies, as an objection. */
export function objectionOf({ name, guard }: NamedGuard): Objection {
  const { effect, approvers } = guard;
  const reason = guard.reason ?? (effect === 'deny' ? `denied by ${name}` : `${name} asks for an approval`);
  return { name, effect, reason, approvers };
}

function stopped(effect: 'deny' | 'ask', objections: readonly Objection[]): Outcome {
  const approvals = objections.map(({ name, approvers }): Approval => ({ rule: name, approvers }));
  return {
    effect,
    rules: objections.map((objection) => objection.name),
    reason: [...new Set(objections.map((objection) => objection.reason))].join('; '),
    obligations: NOTHING,
    approvals: effect === 'ask' ? approvals : NOTHING,
  };
}
