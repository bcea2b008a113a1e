import { PROBLEM_NAMES } from './problems.ts';

/** A JSON Schema of the dialect that OpenAPI 3.1 uses. */
export type Schema = { readonly [keyword: string]: unknown };

const text = { type: 'string' };
const list = (items: Schema): Schema => ({ type: 'array', items });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const object = (required: readonly string[], properties: Schema): Schema => ({ type: 'object', required, properties });
const anything = { type: 'object' };

const entity = object(['type', 'id'], { type: text, id: text, properties: anything });
const parts = { subject: ref('Entity'), action: ref('Action'), resource: ref('Entity'), context: anything };
const obligation = { id: text, type: text, properties: anything };
const approval = object(['rule', 'approvers'], { rule: text, approvers: list(text) });
const asked = { effect: { const: 'ask' }, id: text, reason: text, approvals: list(approval) };
const failed = object(['status', 'message'], { status: { type: 'integer' }, message: text });
const semantics = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'];

/** The shapes of what is asked and answered. Members beyond those named are ignored in a question. */
export const SCHEMAS: { readonly [name: string]: Schema } = {
  Entity: entity,
  Action: object(['name'], { name: text, properties: anything }),
  Question: object(['subject', 'action', 'resource'], parts),
  Answer: object(['decision', 'effect', 'id', 'reason', 'rules', 'approvals', 'obligations', 'revision'], {
    decision: { type: 'boolean', description: 'true only for `allow`' },
    effect: { type: 'string', enum: ['allow', 'deny', 'ask'] },
    id: { type: 'string', format: 'uuid' },
    reason: { type: 'string', description: 'for a person' },
    rules: { type: 'array', minItems: 1, items: text },
    approvals: list(approval),
    obligations: list(object(['id', 'type'], obligation)),
    errors: list(object(['rule', 'message'], { rule: text, message: text })),
    revision: { type: ['string', 'null'] },
  }),
  Batch: object(['questions'], { ...parts, questions: { type: 'array', maxItems: 100, items: anything } }),
  Answers: object(['answers'], { answers: list(ref('Answer')) }),
  Evaluation: object(['decision'], {
    decision: { type: 'boolean' },
    context: {
      oneOf: [
        object(['obligations'], { obligations: list(object(['id', 'type', 'properties'], obligation)) }),
        object(['effect', 'id', 'reason', 'approvals'], asked),
        object(['error'], { error: failed }),
      ],
    },
  }),
  EvaluationBatch: object([], {
    ...parts,
    evaluations: { type: 'array', maxItems: 100, items: anything },
    options: object([], { evaluations_semantic: { type: 'string', enum: semantics } }),
  }),
  Evaluations: {
    oneOf: [object(['evaluations'], { evaluations: list(ref('Evaluation')) }), ref('Evaluation')],
  },
  Metadata: object(['policy_decision_point', 'access_evaluation_endpoint', 'access_evaluations_endpoint'], {
    policy_decision_point: text,
    access_evaluation_endpoint: text,
    access_evaluations_endpoint: text,
  }),
  Problem: object(['type', 'title', 'status', 'decision'], {
    type: { type: 'string', enum: PROBLEM_NAMES.map((name) => `urn:chaperone:problem:${name}`) },
    title: text,
    status: { type: 'integer' },
    detail: text,
    member: { type: 'string', description: 'the member of the body that is wrong' },
    decision: { const: false },
  }),
  EvaluationProblem: object(['message', 'decision'], { message: text, decision: { const: false } }),
};
