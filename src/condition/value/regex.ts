import { RE2JS } from 're2js';
import type { Budget } from './budget.ts';
import { notTaken, TOO_LONG } from './failures.ts';
import type { Failure } from './kinds.ts';

/** The longest pattern, in UTF-16 units, and the largest program that it may become. */
const MAX_PATTERN = 500;
const MAX_PROGRAM = 500;
/** Units of text times instructions that are worked off in the time that a macro takes to visit one element. */
const STEPS_A_VISIT = 64;

/** Whether a text has a match of a pattern anywhere. */
export type Pattern = (text: unknown, budget: Budget) => boolean | Failure;

export type PatternRead =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly message: string };

/**
 * A regular expression of RE2, whose time is linear in the text. What is plain text, or plain text with `^` or `$` at
 * an end, becomes a comparison of text.
 */
export function readPattern(source: string): PatternRead {
  if (source.length > MAX_PATTERN) {
    return { ok: false, message: `a regular expression has at most ${MAX_PATTERN} characters` };
  }
  try {
    const compiled = RE2JS.compile(source);
    const program = compiled.programSize();
    if (program > MAX_PROGRAM) return { ok: false, message: 'this regular expression is too large' };
    const plain = plainTest(source);
    return {
      ok: true,
      pattern: patternOf(plain ?? ((text) => compiled.test(text)), plain === undefined ? program : 0),
    };
  } catch {
    return { ok: false, message: 'this is no regular expression of RE2' };
  }
}

function patternOf(test: (text: string) => boolean, program: number): Pattern {
  const weight = (program + 1) / STEPS_A_VISIT;
  return (text, budget) => {
    if (typeof text !== 'string') return notTaken('matches', text);
    return budget.spend(program === 0 ? 0 : 2 + text.length * weight) ? test(text) : TOO_LONG;
  };
}

const PLAIN = /^(\^?)((?:[^\\^$.|?*+()[\]{}]|\\[\\^$.|?*+()[\]{}/-])*)(\$|\.\*)?$/;

/** The comparison that a pattern without any operator stands for. */
function plainTest(source: string): ((text: string) => boolean) | undefined {
  const match = PLAIN.exec(source);
  if (match === null) return undefined;
  const part = (match[2] ?? '').replace(/\\(.)/g, '$1');
  const isStart = match[1] === '^';
  const isEnd = match[3] === '$';
  if (isStart) return isEnd ? (text) => text === part : (text) => text.startsWith(part);
  return isEnd ? (text) => text.endsWith(part) : (text) => text.includes(part);
}
