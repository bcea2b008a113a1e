import { decide } from '../../src/engine/decide.ts';
import { readQuestion } from '../../src/model/question.ts';
import type { Answer } from '../../src/model/verdict.ts';
import { type DecisionCase, expectDecision } from '../support/cases.ts';
import { type CaseSet, snapshotOf } from './sets.ts';

/** What every implementation must say alike. An answer's id and revision are its own. */
type Said = Pick<Answer, 'effect' | 'rules' | 'reason' | 'obligations' | 'approvals' | 'errors'>;

/** Where a dialect has a status for what is no question. */
interface Refused {
  readonly status: number;
  readonly message: string;
}

/** One line a case, so that a difference reads well and keys like `__proto__` count. */
export function lineOf({ title }: DecisionCase, said: Said | Refused): string {
  if ('status' in said) return `${title}: ${said.status} ${said.message}`;
  const { effect, rules, reason, obligations, approvals, errors = [] } = said;
  return `${title}: ${JSON.stringify({ effect, rules, reason, obligations, approvals, errors })}`;
}

/** What the engine says to each case, after it has been held against what the case expects. */
export function expectedLines({ files, cases }: CaseSet): readonly string[] {
  const snapshot = snapshotOf(files);
  return cases.map((each) => {
    const verdict = decide(snapshot, each.ask, each.now);
    expectDecision(verdict, each);
    return lineOf(each, verdict);
  });
}

/** The same for a dialect in which what is no question is refused: HTTP 400, or a command that gives no answer. */
export function expectedWithRefusals(set: CaseSet, status: number): readonly string[] {
  const lines = expectedLines(set);
  return set.cases.map((each, at) => {
    const read = readQuestion(each.ask);
    return read.ok ? (lines[at] ?? '') : lineOf(each, { status, message: read.problem.message });
  });
}
