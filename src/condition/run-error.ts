import { type ASTNode, EvaluationError } from '@marcbachmann/cel-js';
import type { ConditionError } from './condition.ts';
import { overloadText } from './overload.ts';
import { HAS_MEMBER, REPLACED, REPLACED_METHODS } from './replacements.ts';
import { FAILURE_CODE } from './strict.ts';

/** Errors of the library whose text tells of types alone. All others may quote a value. */
const SAFE_CODES: ReadonlySet<string> = new Set([
  FAILURE_CODE,
  'no_such_overload',
  'no_matching_overload',
  'invalid_logical_operand',
  'invalid_condition_type',
  'invalid_comprehension_range',
  'division_by_zero',
  'modulo_by_zero',
]);

const PLAIN: ReadonlyMap<string, string> = new Map([
  ['numeric_overflow', 'integer overflow'],
  ['bool_conversion_error', 'not a bool'],
  ['invalid_index_type', 'an index of the wrong type'],
  ['index_out_of_range', 'an index outside the list'],
]);

/** What went wrong in a run, told without any value that came with the question. */
export function describeError(error: unknown): ConditionError {
  if (error instanceof RangeError) return { message: 'data nested too deeply' };
  if (!(error instanceof EvaluationError)) return { message: 'the condition could not be evaluated' };
  if (error.code === 'no_such_key') return { message: absence(error.node) };
  if (SAFE_CODES.has(error.code)) return { message: readable(error.summary) };
  return { message: PLAIN.get(error.code) ?? 'the condition could not be evaluated' };
}

/** Members are named as the policy names them; a computed key is a value, and stays unnamed. */
function absence(node: ASTNode | undefined): string {
  const path = node === undefined ? undefined : pathOf(node);
  return path === undefined ? 'no such key' : `no such key: \`${path}\``;
}

function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const base = pathOf(node.args[0]);
  return base === undefined ? node.args[1] : `${base}.${node.args[1]}`;
}

const AUTHORS_NAME: ReadonlyMap<string, string> = new Map([
  [HAS_MEMBER, 'has'],
  ...[...REPLACED, ...REPLACED_METHODS].map(([name, replacement]) => [replacement, name] as const),
]);

/** The summary with the names that the author wrote. */
function readable(summary: string): string {
  const text = overloadText(summary.replace(/chaperone\w+/g, (name) => AUTHORS_NAME.get(name) ?? name));
  return text.charAt(0).toLowerCase() + text.slice(1).replaceAll("'", '`');
}
