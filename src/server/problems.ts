/** Everything that can be wrong with a request: one table for all dialects. */
const PROBLEMS = {
  'bad-request': { status: 400, title: 'the request is not valid HTTP' },
  'bad-target': { status: 400, title: 'the request target must be a path' },
  'bad-host': { status: 400, title: 'a request has exactly one host' },
  'repeated-header': { status: 400, title: 'a header may stand only once' },
  'bad-request-id': { status: 400, title: 'the request id is too long' },
  'not-utf8': { status: 400, title: 'the body is not UTF-8' },
  'not-json': { status: 400, title: 'the body is not JSON' },
  'too-deep': { status: 400, title: 'the body is nested too deep' },
  'not-a-question': { status: 400, title: 'the body is no question' },
  'not-a-batch': { status: 400, title: 'the body is no batch' },
  'batch-too-long': { status: 400, title: 'the batch is too long' },
  unauthorized: { status: 401, title: 'a valid bearer token is required' },
  unsigned: { status: 401, title: 'the message must be signed with the secret' },
  'host-not-allowed': { status: 403, title: 'the host is not allowed' },
  'origin-not-allowed': { status: 403, title: 'the origin is not allowed' },
  'not-found': { status: 404, title: 'there is nothing here' },
  'method-not-allowed': { status: 405, title: 'the method is not allowed here' },
  'too-slow': { status: 408, title: 'the request took too long to arrive' },
  'body-too-large': { status: 413, title: 'the body is too large' },
  'not-json-typed': { status: 415, title: 'the content type must be application/json' },
  'encoded-body': { status: 415, title: 'an encoded body is not accepted' },
  'reload-refused': { status: 422, title: 'the policy set was refused' },
  'headers-too-large': { status: 431, title: 'the headers are too large' },
  fault: { status: 500, title: 'a fault inside' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** Why a request is refused. */
export interface Problem {
  readonly name: ProblemName;
  readonly detail?: string;
  /** The member of the body that is wrong. */
  readonly member?: string;
  /** Further members of the native error body. */
  readonly more?: object;
  /** Header names and values in turns. */
  readonly headers?: readonly string[];
}

/** The names of all problems, for the description of the API. */
export const PROBLEM_NAMES: readonly ProblemName[] = Object.freeze(Object.keys(PROBLEMS) as ProblemName[]);

/** How an error body is written: RFC 9457 natively, `{message}` for AuthZEN. */
export type ErrorDialect = 'native' | 'authzen';

export interface RenderedProblem {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The status that a problem has in a dialect. AuthZEN knows no 415: a wrong content type is a 400 there. */
export function statusOf(name: ProblemName, dialect: ErrorDialect): number {
  const { status } = PROBLEMS[name];
  return dialect === 'authzen' && status === 415 ? 400 : status;
}

/** Renders a problem. Each body says `"decision": false`, so that a careless reader of it still denies. */
export function renderProblem(problem: Problem, dialect: ErrorDialect): RenderedProblem {
  const status = statusOf(problem.name, dialect);
  const { title } = PROBLEMS[problem.name];
  if (dialect === 'authzen') {
    const body = JSON.stringify({ message: problem.detail ?? title, decision: false });
    return { status, contentType: 'application/json', body };
  }
  const body = JSON.stringify({
    type: `urn:chaperone:problem:${problem.name}`,
    title,
    status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.member === undefined ? {} : { member: problem.member }),
    ...problem.more,
    decision: false,
  });
  return { status, contentType: 'application/problem+json', body };
}

/** The dialect in which a path's errors are written. */
export function errorDialectOf(target: string): ErrorDialect {
  return target.startsWith('/access/v1/') || target.startsWith('/.well-known/authzen-') ? 'authzen' : 'native';
}
