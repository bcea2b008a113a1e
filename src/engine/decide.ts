import { type Question, readQuestion } from '../model/question.ts';
import { readReserved } from '../model/reserved.ts';
import { denied, type Place, type Verdict } from '../model/verdict.ts';
import type { DeclaredAttributes, Snapshot } from '../policy/snapshot.ts';
import { combine, granted, NO_GRANT, type Objection, type Outcome, objectionOf } from './combine.ts';
import { complete } from './complete.ts';
import { chooseGrant, grantsAbout } from './grants.ts';
import { applyingGuards, guardsAbout } from './guards.ts';
import { locate, type PathScope } from './places.ts';
import { type RolesHere, rolesAt } from './roles.ts';
import { activationIn, createRun, type Evaluation, failuresOf, type Run } from './run.ts';
import { isSecretUse, runQuestion, secretWall } from './secrets.ts';
import { namesWithOrg, type Who, whoAsks } from './who.ts';

/**
 * Decides any JSON value on a policy set, at an instant given in epoch milliseconds. Pure and total: what is no question
 * is a deny (`!malformed`), a fault of the engine is a deny (`!fault`).
 */
export function decide(snapshot: Snapshot, value: unknown, now: number): Verdict {
  try {
    const read = readQuestion(value);
    return read.ok ? decideQuestion(snapshot, read.question, now) : denied('!malformed', read.problem.message);
  } catch {
    return denied('!fault', 'the decision failed');
  }
}

/** Decides a question that has been read: the seven steps of `docs/concepts.md`. */
export function decideQuestion(snapshot: Snapshot, question: Question, now: number): Verdict {
  const begun = begin(snapshot, question, now);
  if ('effect' in begun) return begun;
  const { objections, grant } = weigh(snapshot, begun);
  return verdictOf(begun, combine(objections, grant));
}

/** A question that passed steps 1 to 4: where it lies, who asks, in which roles. */
export interface Begun {
  readonly run: Run;
  readonly place: Place;
  readonly path: readonly PathScope[];
  readonly who: Who;
  readonly roles: RolesHere;
}

/**
 * Steps 1 to 4. A verdict where the question is stopped there: it says nothing but why. What is evaluated is added to
 * `evaluations`, for those who explain.
 */
export function begin(
  snapshot: Snapshot,
  question: Question,
  now: number,
  evaluations?: Evaluation[],
): Begun | Verdict {
  const reserved = readReserved(question);
  if (typeof reserved === 'string') return denied('!malformed', reserved);
  if (reserved.delegates) return denied('!delegation', 'a subject that acts for another is not supported');
  const completed = complete(snapshot, question, reserved);
  if (typeof completed === 'string') return { ...denied('!place', completed), holdsUntil: Number.POSITIVE_INFINITY };
  const { subjectOrg } = completed;
  const located = locate(snapshot, completed);
  if (typeof located === 'string') {
    return { ...denied('!place', located), subjectOrg, holdsUntil: Number.POSITIVE_INFINITY };
  }
  const { place, path } = located;
  const run = createRun(completed, now, evaluations);
  const who = whoAsks(completed, place.org, path);
  const roles = rolesAt(snapshot, run, path, who);
  if (!who.insider && !isInvited(path, who, roles)) {
    const reason = 'the subject is of another org than the resource';
    return { ...denied('!isolation', reason), subjectOrg, place, holdsUntil: run.until };
  }
  const unfit = snapshot.attributes === undefined ? undefined : unfitAttributes(snapshot.attributes, run);
  if (unfit !== undefined) return { ...denied('!malformed', unfit), subjectOrg, place, holdsUntil: run.until };
  return { run, place, path, who, roles };
}

/** Step 3: an outsider is heard where a binding in force or an `allow` rule on the path names it with its org. */
function isInvited(path: readonly PathScope[], who: Who, roles: RolesHere): boolean {
  return (
    roles.bound ||
    path.some(({ parts }) => parts.some(({ invited }) => invited !== undefined && namesWithOrg(invited, who)))
  );
}

/**
 * What in the question is not as declared, where that denies it; where it does not, it is noted. Looked at once the
 * question has passed step 3: an outsider is not to learn from it what a Directory knows.
 */
function unfitAttributes({ mode, problem }: DeclaredAttributes, run: Run): string | undefined {
  const found = problem(activationIn(run));
  if (mode === 'reject') return found;
  run.warning = found;
  return undefined;
}

/** Steps 5 and 6: what speaks against the action, sorted by name, and what grants it, a refusal where nothing does. */
export interface Weighed {
  readonly objections: readonly Objection[];
  readonly grant: Outcome;
}

export function weigh(snapshot: Snapshot, begun: Begun): Weighed {
  const { run, path, place, who, roles } = begun;
  const guards = applyingGuards(snapshot, run, guardsAbout(run, path), who, roles).map(objectionOf);
  if (isSecretUse(run.completed)) {
    const wall = secretWall(snapshot, run.completed, place, who, roles);
    if (wall !== undefined) return { objections: sorted([wall, ...guards]), grant: NO_GRANT };
    if (run.completed.action === 'inject') return weighRun(snapshot, begun, guards);
  }
  const isDenied = guards.some((guard) => guard.effect === 'deny');
  return { objections: guards, grant: isDenied ? NO_GRANT : grantFor(snapshot, begun) };
}

/** `secret:inject` inside its walls: what is said of running the chain stands in for the grants, and adds its guards. */
function weighRun(snapshot: Snapshot, begun: Begun, guards: readonly Objection[]): Weighed {
  const { completed, now, failures } = begun.run;
  const running = begin(snapshot, runQuestion(completed, begun.place), now);
  if ('effect' in running) {
    begun.run.until = Math.min(begun.run.until, running.holdsUntil);
    return { objections: guards, grant: running };
  }
  const weighed = weigh(snapshot, running);
  failures.push(...running.run.failures);
  // What would only have been denied all the same is not worth a warning.
  if (!guards.some((guard) => guard.effect === 'deny')) begun.run.warning ??= running.run.warning;
  begun.run.until = Math.min(begun.run.until, running.run.until);
  return { objections: sorted([...guards, ...weighed.objections]), grant: weighed.grant };
}

function sorted(objections: readonly Objection[]): readonly Objection[] {
  const byName = new Map(objections.map((objection) => [objection.name, objection]));
  return [...byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function grantFor(snapshot: Snapshot, { run, path, who, roles }: Begun): Outcome {
  const chosen = chooseGrant(snapshot, run, grantsAbout(snapshot, run, path, roles), who, roles);
  return chosen === undefined ? NO_GRANT : granted(chosen);
}

function verdictOf({ run, place, roles }: Begun, outcome: Outcome): Verdict {
  return {
    effect: outcome.effect,
    rules: outcome.rules,
    reason: outcome.reason,
    obligations: outcome.obligations,
    approvals: outcome.approvals,
    roles: roles.names,
    errors: failuresOf(run.failures),
    subjectOrg: run.completed.subjectOrg,
    place,
    holdsUntil: run.until,
    warning: run.warning,
  };
}
