import type { JsonObject } from '../model/json.ts';
import type { Action, Entity } from '../model/question.ts';

/** What a condition can read: the completed question and one frozen instant. Not changed once a condition ran on it. */
export interface Activation {
  readonly subject: Entity;
  readonly action: Action;
  readonly resource: Entity;
  readonly context: JsonObject;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Why a condition was neither true nor false. The message never carries an attribute's value. */
export interface ConditionError {
  readonly message: string;
}

/**
 * A member path from one of the four variables: `['context', 'args', 'amount']`. A prefix stands for the whole below it.
 * Where nothing is at the path, `has()` still tells a map that lacks the last member (false) from a base that is absent
 * or no map (an error): whoever compares two questions by their paths must tell these apart too.
 */
export type ReadPath = readonly string[];

/** A CEL condition, parsed, checked and made runnable once, at load. */
export interface Condition {
  readonly text: string;
  readonly reads: readonly ReadPath[];
  readonly readsNow: boolean;
  /** Estimated nanoseconds for one run. */
  readonly cost: number;
  /** Never throws. Gives the two booleans, or an error for everything else. */
  run(activation: Activation): boolean | ConditionError;
}

/** A fault in a condition's text. Offsets count UTF-16 units from the text's start; `end` is exclusive. */
export interface ConditionFault {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}
