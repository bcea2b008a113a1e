import { decideQuestion } from '../engine/decide.ts';
import { type Question, readQuestion } from '../model/question.ts';
import type { Asked, CacheUse, Decided, Recorder } from '../model/recorder.ts';
import { type Answer, answerOf, denied, type Verdict } from '../model/verdict.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import type { InForce } from './in-force.ts';

export interface Asking {
  readonly inForce: InForce | null;
  /** Why the policies in force are too old to decide by; undefined where they are not. */
  readonly stale?: string | undefined;
  /** Epoch milliseconds: one instant for a whole request. */
  readonly now: number;
  readonly asked: Asked;
  readonly newId: (time: number) => string;
  readonly recorders: readonly Recorder[];
}

/** Decides several values in order; with `stop`, up to the first answer that it is true for, that one included. */
export function answerAll(
  asking: Asking,
  values: readonly unknown[],
  stop: ((answer: Answer) => boolean) | undefined,
): readonly Answer[] | Promise<readonly Answer[]> {
  if (stop !== undefined) return answerUntil(asking, values, stop);
  const answers = values.map((value) => answer(asking, value));
  return answers.every((given): given is Answer => !(given instanceof Promise)) ? answers : Promise.all(answers);
}

async function answerUntil(
  asking: Asking,
  values: readonly unknown[],
  stop: (answer: Answer) => boolean,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const value of values) {
    const given = await answer(asking, value);
    answers.push(given);
    if (stop(given)) break;
  }
  return answers;
}

interface Judged {
  readonly question: Question | undefined;
  readonly verdict: Verdict;
  readonly cache: CacheUse;
}

/** Decides one value and has it recorded. The answer waits only for a recorder that asks for it. */
export function answer(asking: Asking, value: unknown): Answer | Promise<Answer> {
  const began = performance.now();
  const { question, verdict, cache } = judge(asking, value);
  const revision = asking.inForce?.snapshot.revision ?? null;
  const commit = asking.inForce?.origin.commit;
  const given = answerOf(verdict, asking.newId(asking.now), revision);
  const decided: Decided = {
    time: asking.now,
    answer: given,
    verdict,
    ...(question === undefined ? {} : { question }),
    cache,
    ...(commit === undefined ? {} : { commit }),
    durationNanoseconds: Math.round((performance.now() - began) * 1e6),
    asked: asking.asked,
  };
  return record(asking.recorders, decided);
}

function judge({ inForce, now, stale }: Asking, value: unknown): Judged {
  const bypass = (verdict: Verdict, question?: Question): Judged => ({ question, verdict, cache: 'bypass' });
  try {
    const read = readQuestion(value);
    if (!read.ok) return bypass(denied('!malformed', read.problem.message));
    const { question } = read;
    if (inForce === null) return bypass(denied('!no-policy', 'no policy set is in force yet'), question);
    if (stale !== undefined) return bypass(denied('!stale', stale), question);
    const { snapshot, cache } = inForce;
    const { verdict, use } = cache.verdict(question, now, () => decideSafely(snapshot, question, now));
    return { question, verdict, cache: use };
  } catch {
    return bypass(denied('!fault', 'the decision failed'));
  }
}

function decideSafely(snapshot: Snapshot, question: Question, now: number): Verdict {
  try {
    return decideQuestion(snapshot, question, now);
  } catch {
    return denied('!fault', 'the decision failed');
  }
}

/** Hands a decision to every recorder. One that fails turns the answer into a deny: what isn't recorded isn't allowed. */
function record(recorders: readonly Recorder[], decided: Decided): Answer | Promise<Answer> {
  const waited: Promise<void>[] = [];
  try {
    for (const recorder of recorders) {
      const done = recorder.decided(decided);
      if (done !== undefined) waited.push(done);
    }
  } catch {
    return unrecorded(decided.answer);
  }
  if (waited.length === 0) return decided.answer;
  return Promise.all(waited).then(
    () => decided.answer,
    () => unrecorded(decided.answer),
  );
}

function unrecorded({ id, revision }: Answer): Answer {
  return answerOf(denied('!unrecorded', 'the decision could not be recorded'), id, revision);
}
