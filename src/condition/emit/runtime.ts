import { element, firstNotBool, hasMember, member, notBool, optionalElement, optionalMember } from '../value/access.ts';
import { Budget } from '../value/budget.ts';
import { notBefore, TOO_LONG, UNREADABLE } from '../value/failures.ts';
import { Failure } from '../value/kinds.ts';
import { negate } from '../value/numbers.ts';
import { walk, walkHas } from './chain.ts';
import { listOf, mapOf } from './constants.ts';
import { elements } from './macros.ts';
import { OPERATORS, type StrictOperator } from './operators.ts';

/**
 * What generated source calls. `N` is an array without elements: what a name gives on it is what a prototype gives, so
 * that a value that equals it was not the data's own, or can't be told to be.
 */
export const RUNTIME: Readonly<Record<string, unknown>> = {
  Budget,
  Failure,
  TOO_LONG,
  UNREADABLE,
  N: Object.freeze([]),
  isList: Array.isArray,
  firstNotBool,
  notBool,
  notBefore,
  negate,
  element,
  member,
  hasMember,
  optionalElement,
  optionalMember,
  elements,
  walk,
  walkHas,
  listOf,
  mapOf,
  eq: OPERATORS['=='],
  ne: OPERATORS['!='],
  lt: OPERATORS['<'],
  le: OPERATORS['<='],
  gt: OPERATORS['>'],
  ge: OPERATORS['>='],
  isIn: OPERATORS.in,
  add: OPERATORS['+'],
  sub: OPERATORS['-'],
  mul: OPERATORS['*'],
  div: OPERATORS['/'],
  mod: OPERATORS['%'],
};

/** The runtime's name of an operator. */
export const OPERATOR_NAMES: Readonly<Record<StrictOperator, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  in: 'isIn',
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
};
