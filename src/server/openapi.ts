import { SCHEMAS, type Schema } from './openapi-schemas.ts';
import { type ErrorDialect, PROBLEM_NAMES, statusOf } from './problems.ts';

/** An OpenAPI 3.1 description. */
export interface ApiDescription {
  readonly openapi: string;
  readonly info: Schema;
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema }; readonly securitySchemes: Schema };
  readonly security: readonly Schema[];
}

interface Operation {
  readonly summary: string;
  readonly parameters: readonly Schema[];
  readonly requestBody?: Schema;
  readonly responses: { readonly [status: string]: Schema };
}

const REQUEST_ID: Schema = {
  name: 'X-Request-ID',
  in: 'header',
  required: false,
  description: 'comes back unchanged with the answer and stands in the record',
  schema: { type: 'string', maxLength: 256 },
};

/** Describes what a decisions listener answers. */
export function describeApi(version: string): ApiDescription {
  return {
    openapi: '3.1.0',
    info: { title: 'chaperone', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths: {
      '/decide': { post: post('One question', 'Question', 'Answer', 'native') },
      '/decide/batch': { post: post('Several questions, answered in order', 'Batch', 'Answers', 'native') },
      '/access/v1/evaluation': { post: post('AuthZEN access evaluation', 'Question', 'Evaluation', 'authzen') },
      '/access/v1/evaluations': {
        post: post('AuthZEN access evaluations', 'EvaluationBatch', 'Evaluations', 'authzen'),
      },
      '/.well-known/authzen-configuration': { get: get('AuthZEN metadata', schemaRef('Metadata'), 'authzen') },
      '/openapi.json': { get: get('This description', { type: 'object' }, 'native') },
    },
    components: { schemas: SCHEMAS, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { token: [] }],
  };
}

function post(summary: string, question: string, answer: string, dialect: ErrorDialect): Operation {
  return {
    summary,
    parameters: [REQUEST_ID],
    requestBody: { required: true, content: { 'application/json': { schema: schemaRef(question) } } },
    responses: { 200: response('the answer; a refusal too', schemaRef(answer)), ...problems(dialect) },
  };
}

function get(summary: string, schema: Schema, dialect: ErrorDialect): Operation {
  return {
    summary,
    parameters: [REQUEST_ID],
    responses: { 200: response('the document', schema), ...problems(dialect) },
  };
}

function problems(dialect: ErrorDialect): { readonly [status: string]: Schema } {
  const schema = schemaRef(dialect === 'native' ? 'Problem' : 'EvaluationProblem');
  const type = dialect === 'native' ? 'application/problem+json' : 'application/json';
  const statuses = new Set(PROBLEM_NAMES.map((name) => statusOf(name, dialect)));
  return Object.fromEntries([...statuses].map((status) => [status, response('no answer', schema, type)]));
}

function response(description: string, schema: Schema, type = 'application/json'): Schema {
  return { description, content: { [type]: { schema } } };
}

function schemaRef(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
