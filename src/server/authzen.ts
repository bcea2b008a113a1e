import { isJsonObject, own } from '../model/json.ts';
import { readQuestion } from '../model/question.ts';
import type { Answer } from '../model/verdict.ts';
import type { Pdp } from '../pdp/pdp.ts';
import { receiveJson } from './body.ts';
import { askedOf, type Exchange, refuse, sendJson } from './exchange.ts';
import { isFault, questionProblem, readBatch, whenAnswered } from './native.ts';
import type { Problem } from './problems.ts';
import type { Route } from './router.ts';

/** The OpenID AuthZEN Authorization API 1.0: the evaluation and evaluations endpoints. */
export function authzenRoutes(pdp: Pdp): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/access/v1/evaluation',
      handle: (exchange) => receiveJson(exchange, (value) => evaluate(exchange, pdp, value)),
    },
    {
      method: 'POST',
      path: '/access/v1/evaluations',
      handle: (exchange) => receiveJson(exchange, (value) => evaluateAll(exchange, pdp, value)),
    },
  ];
}

function evaluate(exchange: Exchange, pdp: Pdp, value: unknown): void {
  const read = readQuestion(value);
  if (!read.ok) {
    refuse(exchange, questionProblem(read.problem.member, read.problem.message));
    return;
  }
  const reply = (answer: Answer): void => {
    if (isFault(answer)) refuse(exchange, { name: 'fault' });
    else sendJson(exchange, JSON.stringify(evaluationOf(answer)));
  };
  whenAnswered(exchange, pdp.ask(value, askedOf(exchange, 'authzen')), reply);
}

function evaluateAll(exchange: Exchange, pdp: Pdp, value: unknown): void {
  if (isSingle(value)) {
    evaluate(exchange, pdp, value);
    return;
  }
  const batch = readBatch(value, 'evaluations', exchange.listener.limits.maxBatch);
  const semantic = readSemantic(value);
  if ('name' in batch || 'name' in semantic) {
    refuse(exchange, 'name' in batch ? batch : (semantic as Problem));
    return;
  }
  const answers = pdp.askAll(batch.items, askedOf(exchange, 'authzen'), semantic.stop);
  whenAnswered(exchange, answers, (all) => {
    const evaluations = all.map((answer, at) => itemOf(answer, batch.items[at]));
    sendJson(exchange, JSON.stringify({ evaluations }));
  });
}

// The standard: where there are no evaluations, the endpoint is the single one, answer and errors included.
function isSingle(value: unknown): boolean {
  if (!isJsonObject(value)) return true;
  const evaluations = own(value, 'evaluations');
  return evaluations === undefined || (Array.isArray(evaluations) && evaluations.length === 0);
}

interface Semantic {
  readonly stop: (answer: Answer) => boolean;
}

const EXECUTE_ALL: Semantic = { stop: () => false };

const SEMANTICS: ReadonlyMap<unknown, Semantic> = new Map([
  ['execute_all', EXECUTE_ALL],
  ['deny_on_first_deny', { stop: (answer: Answer) => !answer.decision }],
  ['permit_on_first_permit', { stop: (answer: Answer) => answer.decision }],
]);

function readSemantic(value: unknown): Semantic | Problem {
  const options = isJsonObject(value) ? own(value, 'options') : undefined;
  if (options === undefined) return EXECUTE_ALL;
  if (!isJsonObject(options)) {
    return { name: 'not-a-batch', detail: '`options` must be an object', member: 'options' };
  }
  const asked = own(options, 'evaluations_semantic');
  if (asked === undefined) return EXECUTE_ALL;
  const member = 'options.evaluations_semantic';
  const detail = `\`${member}\` must be one of ${[...SEMANTICS.keys()].join(', ')}`;
  return SEMANTICS.get(asked) ?? { name: 'not-a-batch', detail, member };
}

interface Evaluation {
  readonly decision: boolean;
  readonly context?: object;
}

/** Bare, unless there is something to act on: strict clients compare the answer whole. */
function evaluationOf(answer: Answer): Evaluation {
  const { decision } = answer;
  if (answer.effect === 'ask') {
    const { effect, id, reason, approvals } = answer;
    return { decision, context: { effect, id, reason, approvals } };
  }
  if (!decision || answer.obligations.length === 0) return { decision };
  const obligations = answer.obligations.map(({ id, type, properties }) => ({
    id,
    type,
    properties: properties ?? {},
  }));
  return { decision, context: { obligations } };
}

function itemOf(answer: Answer, item: unknown): Evaluation {
  if (answer.decision) return evaluationOf(answer);
  const read = readQuestion(item);
  if (read.ok) return evaluationOf(answer);
  return { decision: false, context: { error: { status: 400, message: read.problem.message } } };
}
