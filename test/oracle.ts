import type { Question } from '../src/model/question.ts';
import type { Approval, ConditionFailure, Effect, Obligation } from '../src/model/verdict.ts';
import type { Document } from '../src/policy/documents.ts';
import { notAsDeclared } from './oracle/attributes.ts';
import { complete } from './oracle/complete.ts';
import type { ConditionRunner, Setting } from './oracle/conditions.ts';
import { type Grant, gatherGrants } from './oracle/grants.ts';
import { type Guard, gatherGuards } from './oracle/guards.ts';
import { get, read } from './oracle/read.ts';
import { mayEnter, rolesHere } from './oracle/roles.ts';
import { type Permission, sortedSet } from './oracle/text.ts';

/** What the semantics say, as far as every implementation must agree. */
export interface OracleVerdict {
  readonly effect: Effect;
  readonly rules: readonly string[];
  /** Where `rules` is `!malformed`, the member that is wrong; empty for the other causes. */
  readonly reason: string;
  readonly obligations: readonly Obligation[];
  readonly approvals: readonly Approval[];
  readonly roles: readonly string[];
  readonly errors: readonly ConditionFailure[];
}

/** A verdict and the guards that decided it. */
interface Judgement extends OracleVerdict {
  readonly deciding: readonly Guard[];
}

/**
 * The meaning of a policy set, stated naively: every step looks at every document. Gives a verdict for any value and
 * throws only where `run` does.
 */
export function oracle(
  documents: readonly Document[],
  value: unknown,
  now: number,
  run: ConditionRunner,
): OracleVerdict {
  const { deciding: _, ...verdict } = judge(documents, value, now, run);
  return verdict;
}

function judge(documents: readonly Document[], value: unknown, now: number, run: ConditionRunner): Judgement {
  const reading = read(value);
  if ('cause' in reading) return stopped(reading.cause, reading.member);
  const asked = complete(documents, reading.question);
  if (asked === undefined) return stopped('!place');
  const setting: Setting = { documents, asked, now, run, errors: [] };
  if (!mayEnter(setting)) return stopped('!isolation');
  const unfit = notAsDeclared(documents, asked.question);
  if (unfit !== undefined) return stopped('!malformed', unfit);
  const roles = rolesHere(setting);
  const permission: Permission = { ...asked.question.resource, action: asked.question.action.name };
  const guards = gatherGuards(setting, roles, permission);
  if (isInjectInsideWalls(permission, guards)) return judgeInject(setting, roles, guards, reading.question);
  return combine(gatherGrants(setting, roles, permission), guards, roles, setting.errors);
}

/** Step 7. */
function combine(
  grants: readonly Grant[],
  guards: readonly Guard[],
  roles: readonly string[],
  errors: readonly ConditionFailure[],
): Judgement {
  const denies = guards.filter((guard) => guard.effect === 'deny');
  const asks = guards.filter((guard) => guard.effect === 'ask');
  const grant = grants[0];
  const common = { obligations: [], approvals: [], roles, errors, deciding: [] };
  if (denies.length > 0) return { effect: 'deny', ...common, ...named(denies) };
  if (grant === undefined) return { effect: 'deny', ...common, rules: ['!default'], reason: '' };
  if (asks.length > 0) return { effect: 'ask', ...common, ...named(asks), approvals: approvalsOf(asks) };
  return { effect: 'allow', ...common, rules: [grant.name], reason: grant.reason, obligations: grant.obligations };
}

/**
 * The verdict on `chain:run` stands in for the grants, and nothing else grants it. A run that asks for an approval is
 * granted: its guards count beside those at the secret's place, as those that deny it do.
 */
function judgeInject(
  setting: Setting,
  roles: readonly string[],
  guards: readonly Guard[],
  question: Question,
): Judgement {
  const run = judge(setting.documents, runQuestion(setting, question), setting.now, setting.run);
  const errors = [...setting.errors, ...run.errors];
  const all = [...guards, ...run.deciding];
  if (run.effect === 'deny' && !all.some((guard) => guard.effect === 'deny')) return { ...run, roles, errors };
  const grant = { name: run.rules[0] ?? '', reason: run.reason, obligations: run.obligations };
  return combine([grant], all, roles, errors);
}

function runQuestion(setting: Setting, { subject, context }: Question): unknown {
  const { org, namespace } = setting.asked.place;
  const id = get(get(context, 'chain'), 'name');
  return { subject, action: { name: 'run' }, resource: { type: 'chain', id, properties: { org, namespace } }, context };
}

function isInjectInsideWalls({ type, action }: Permission, guards: readonly Guard[]): boolean {
  return type === 'secret' && action === 'inject' && !guards.some((guard) => guard.name === '!secret');
}

/** Sorted, each once. */
function named(guards: readonly Guard[]): Pick<Judgement, 'rules' | 'reason' | 'deciding'> {
  const rules = sortedSet(guards.map((guard) => guard.name));
  const reasons = rules.map((rule) => guards.find((guard) => guard.name === rule)?.reason ?? '');
  return { rules, reason: [...new Set(reasons)].join('; '), deciding: guards };
}

function approvalsOf(asks: readonly Guard[]): readonly Approval[] {
  return sortedSet(asks.map((guard) => guard.name)).map((rule) => ({
    rule,
    approvers: asks.find((guard) => guard.name === rule)?.approvers ?? [],
  }));
}

function stopped(cause: string, reason = ''): Judgement {
  const nothing = { obligations: [], approvals: [], roles: [], errors: [], deciding: [] };
  return { effect: 'deny', rules: [cause], reason, ...nothing };
}
