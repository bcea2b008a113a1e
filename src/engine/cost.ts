import type { Question } from '../model/question.ts';
import { actionName } from '../model/reserved.ts';
import type { Snapshot } from '../policy/snapshot.ts';

/** What the conditions that may apply to a question are estimated to cost, in nanoseconds. */
export function conditionCost({ costs }: Snapshot, question: Question): number {
  const actions = costs.known.get(question.resource.type) ?? costs.other;
  return actions.known.get(actionName(question)) ?? actions.other;
}
