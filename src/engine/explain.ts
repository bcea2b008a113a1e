import type { JsonValue } from '../model/json.ts';
import { type Question, readQuestion } from '../model/question.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import { type Begun, begin, decide, weigh } from './decide.ts';
import { describeEvaluations } from './explain-conditions.ts';
import { describeRole } from './explain-roles.ts';
import { grantOutcome, grantsAbout } from './grants.ts';
import { guardName, guardOutcome, guardsAbout } from './guards.ts';
import { createRun, type Run } from './run.ts';
import { isSecretUse } from './secrets.ts';

/** One step of a decision: what it came to, in a line, in detail, and as data. */
export interface Step {
  readonly name: 'complete' | 'place' | 'isolate' | 'roles' | 'grants' | 'guards' | 'combine';
  readonly summary: string;
  readonly lines: readonly string[];
  readonly data: JsonValue;
}

export interface Explanation {
  readonly verdict: Verdict;
  /** In the order they were taken; where a question was stopped early, the later steps are missing. */
  readonly steps: readonly Step[];
}

/**
 * Decides a question and tells how: the stages of `decide`, with what each returned. The verdict is that of `decide`.
 * It tells more than an answer may (names of guards and values read): it is for the people who write the policies.
 */
export function explain(snapshot: Snapshot, value: unknown, now: number): Explanation {
  const verdict = decide(snapshot, value, now);
  const read = readQuestion(value);
  const isFault = verdict.rules.includes('!fault');
  if (!read.ok || isFault) return { verdict, steps: [combineStep(verdict)] };
  return { verdict, steps: [...stepsOf(snapshot, read.question, now), combineStep(verdict)] };
}

function stepsOf(snapshot: Snapshot, question: Question, now: number): readonly Step[] {
  const begun = begin(snapshot, question, now, []);
  if ('effect' in begun) return [stoppedStep(begun)];
  return [
    completeStep(begun),
    placeStep(begun),
    isolateStep(begun),
    rolesStep(begun),
    grantsStep(snapshot, begun),
    guardsStep(snapshot, begun),
    ...runStep(snapshot, begun),
  ];
}

function stoppedStep(verdict: Verdict): Step {
  const [cause = ''] = verdict.rules;
  const names: Record<string, Step['name']> = { '!place': 'place', '!isolation': 'isolate' };
  return { name: names[cause] ?? 'complete', summary: `stopped: ${verdict.reason}`, lines: [], data: { cause } };
}

function completeStep({ run }: Begun): Step {
  const { completed } = run;
  const known = [completed.knownSubject ? 'subject' : '', completed.knownResource ? 'resource' : ''].filter(Boolean);
  const directory =
    known.length === 0 ? 'nothing of it is listed in a Directory' : `a Directory lists the ${known.join(' and the ')}`;
  const org = completed.subjectOrg ?? 'none stated';
  const lines = [
    `subject ${completed.question.subject.type}:${completed.question.subject.id} of org ${org}`,
    `groups ${listed(completed.groups)}`,
    `action ${completed.action} on ${completed.question.resource.type}:${completed.question.resource.id}`,
  ];
  return {
    name: 'complete',
    summary: directory,
    lines,
    data: { org: completed.subjectOrg ?? null, groups: [...completed.groups], action: completed.action, listed: known },
  };
}

function placeStep({ place, path }: Begun): Step {
  const where = [place.org, place.namespace, place.chain].filter((part) => part !== undefined).join('/');
  const scopes = path.map((scope) => scope.path);
  return {
    name: 'place',
    summary: `the resource lies in ${where}`,
    lines: [`policies on the path: ${listed(scopes)}`],
    data: { ...place, scopes },
  };
}

function isolateStep({ who, place, roles }: Begun): Step {
  const how = roles.bound ? 'a binding in force names it with its org' : 'an allow rule names it with its org';
  const summary = who.insider
    ? `the subject is of the resource's org, ${place.org}`
    : `the subject is an outsider: ${how}`;
  return { name: 'isolate', summary, lines: [], data: { insider: who.insider } };
}

function rolesStep({ roles, run }: Begun): Step {
  const lines = [
    ...roles.held.map(describeRole),
    ...roles.mapped.map(({ claimed }) => `${claimed}: permissions from the RoleMapping`),
    ...describeEvaluations(run),
  ];
  const data = {
    names: [...roles.names],
    held: roles.held.map(describeRole),
    mapped: roles.mapped.map((claim) => claim.claimed),
  };
  return { name: 'roles', summary: `roles in force: ${listed(roles.names)}`, lines, data };
}

function grantsStep(snapshot: Snapshot, { run: begunRun, path, who, roles }: Begun): Step {
  const run = fresh(begunRun);
  const rows = grantsAbout(snapshot, run, path, roles).map((candidate) => ({
    name: candidate.name,
    outcome: grantOutcome(snapshot, run, candidate, who, roles),
    obligations: candidate.grant.obligations.map((obligation) => obligation.type),
  }));
  const counting = rows.filter((row) => row.outcome === 'counts').length;
  const lines = rows.map(({ name, outcome, obligations }) => {
    const duty = obligations.length === 0 ? '' : `, with the obligation ${obligations.join(', ')}`;
    return `${name}: ${outcome}${duty}`;
  });
  return {
    name: 'grants',
    summary: rows.length === 0 ? 'nothing grants this' : `${counting} of ${rows.length} grants count`,
    lines: [...lines, ...describeEvaluations(run)],
    data: { grants: rows, conditions: describeEvaluations(run) },
  };
}

function guardsStep(snapshot: Snapshot, { run: begunRun, path, who, roles }: Begun): Step {
  const run = fresh(begunRun);
  const rows = guardsAbout(run, path).map((candidate) => ({
    name: guardName(candidate),
    effect: candidate.guard.effect,
    outcome: guardOutcome(snapshot, run, candidate, who, roles),
  }));
  const applying = rows.filter((row) => row.outcome === 'applies').length;
  return {
    name: 'guards',
    summary: rows.length === 0 ? 'no guard is about this' : `${applying} of ${rows.length} guards apply`,
    lines: [...rows.map(({ name, effect, outcome }) => `${name} (${effect}): ${outcome}`), ...describeEvaluations(run)],
    data: { guards: rows, conditions: describeEvaluations(run) },
  };
}

/** The walls around a secret, and what stands in for the grants of `secret:inject`. */
function runStep(snapshot: Snapshot, begun: Begun): readonly Step[] {
  if (!isSecretUse(begun.run.completed)) return [];
  const { objections, grant } = weigh(snapshot, { ...begun, run: fresh(begun.run) });
  const lines = objections.map((objection) => `${objection.name} (${objection.effect}): ${objection.reason}`);
  const stand =
    begun.run.completed.action === 'inject' ? `running the chain: ${grant.effect}, ${grant.reason}` : grant.reason;
  const wall = objections.some((objection) => objection.name === '!secret');
  return [
    {
      name: 'guards',
      summary: wall ? 'a wall around the secret stops this' : 'inside the walls around the secret',
      lines: wall ? lines : [...lines, stand],
      data: { objections: objections.map((objection) => objection.name) },
    },
  ];
}

function combineStep(verdict: Verdict): Step {
  return {
    name: 'combine',
    summary: `${verdict.effect}: ${verdict.reason}`,
    lines: [
      `decided by ${listed(verdict.rules)}`,
      ...(verdict.warning === undefined ? [] : [`not as declared: ${verdict.warning}`]),
    ],
    data: { effect: verdict.effect, rules: [...verdict.rules], reason: verdict.reason },
  };
}

function fresh(run: Run): Run {
  return createRun(run.completed, run.now, []);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
