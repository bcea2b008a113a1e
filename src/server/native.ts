import { isJsonObject, type JsonObject, type JsonValue, own } from '../model/json.ts';
import { readQuestion } from '../model/question.ts';
import type { Answer } from '../model/verdict.ts';
import type { Pdp } from '../pdp/pdp.ts';
import { receiveJson } from './body.ts';
import { askedOf, type Exchange, fail, refuse, sendJson } from './exchange.ts';
import type { Problem } from './problems.ts';
import type { Route } from './router.ts';

/** Answers `POST /decide`: one question, one answer. */
export function createDecide(pdp: Pdp): (exchange: Exchange) => void {
  return (exchange) =>
    receiveJson(exchange, (value) => {
      const read = readQuestion(value);
      if (!read.ok) {
        refuse(exchange, questionProblem(read.problem.member, read.problem.message));
        return;
      }
      const reply = (answer: Answer): void => {
        if (isFault(answer)) refuse(exchange, { name: 'fault' });
        else sendJson(exchange, JSON.stringify(answer));
      };
      whenAnswered(exchange, pdp.ask(value, askedOf(exchange, 'native')), reply);
    });
}

/** Chaperone's own dialect. */
export function nativeRoutes(pdp: Pdp): readonly Route[] {
  return [
    { method: 'POST', path: '/decide', handle: createDecide(pdp) },
    { method: 'POST', path: '/decide/batch', handle: (exchange) => decideBatch(exchange, pdp) },
  ];
}

function decideBatch(exchange: Exchange, pdp: Pdp): void {
  receiveJson(exchange, (value) => {
    const batch = readBatch(value, 'questions', exchange.listener.limits.maxBatch);
    if ('name' in batch) {
      refuse(exchange, batch);
      return;
    }
    const answers = pdp.askAll(batch.items, askedOf(exchange, 'native'));
    whenAnswered(exchange, answers, (all) => sendJson(exchange, JSON.stringify({ answers: all })));
  });
}

/** Calls `reply` at once where the answer is there at once: a promise costs a turn of the queue. */
export function whenAnswered<Value>(
  exchange: Exchange,
  answered: Value | Promise<Value>,
  reply: (value: Value) => void,
): void {
  if (answered instanceof Promise) answered.then(reply).catch((error: unknown) => fail(exchange, error));
  else reply(answered);
}

/** True where the pdp itself failed: that is a 500 for a single question. In a batch it is one item's deny. */
export function isFault(answer: Answer): boolean {
  return answer.rules[0] === '!fault';
}

/** The problem of a body that is no question. */
export function questionProblem(member: string, message: string): Problem {
  return { name: 'not-a-question', detail: message, ...(member === '' ? {} : { member }) };
}

interface Batch {
  readonly items: readonly unknown[];
}

const MEMBERS = ['subject', 'action', 'resource', 'context'] as const;

/**
 * Reads a batch whose items stand in the member `list`. The members beside it are defaults, which an item's own replace
 * whole. A bad item is left as it is, to become its own deny.
 */
export function readBatch(value: unknown, list: string, limit: number): Batch | Problem {
  if (!isJsonObject(value)) return { name: 'not-a-batch', detail: 'a batch is a JSON object' };
  const items = own(value, list);
  if (!Array.isArray(items)) {
    return { name: 'not-a-batch', detail: `\`${list}\` must be an array`, member: list };
  }
  if (items.length > limit) return { name: 'batch-too-long', detail: `the limit is ${limit}`, member: list };
  for (const member of MEMBERS) {
    const given = own(value, member);
    if (given !== undefined && !isJsonObject(given)) {
      return { name: 'not-a-batch', detail: `\`${member}\` must be an object`, member };
    }
  }
  return { items: items.map((item: unknown) => (isJsonObject(item) ? withDefaults(item, value) : item)) };
}

function withDefaults(item: JsonObject, defaults: JsonObject): JsonObject {
  const question: { [key: string]: JsonValue } = {};
  for (const member of MEMBERS) {
    const given = own(Object.hasOwn(item, member) ? item : defaults, member);
    if (given !== undefined) question[member] = given;
  }
  return question;
}
