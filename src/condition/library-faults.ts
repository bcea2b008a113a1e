import type { ConditionFault } from './condition.ts';
import { MAX_DEPTH, MAX_NODES } from './environment.ts';
import { overloadText } from './overload.ts';

/** What the library's errors carry. Some errors are plain ones and carry none of it. */
interface LibraryError {
  readonly code?: string;
  readonly summary?: string;
  readonly range?: { readonly start: number; readonly end: number };
}

const LIMITS: readonly (readonly [string, string])[] = [
  ['maxAstNodes', `a condition has at most ${MAX_NODES} parts`],
  ['maxDepth', `brackets and members nest at most ${MAX_DEPTH} deep`],
  ['', 'the condition is too large'],
];

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ['===', '=='],
  ['&', '&&'],
  ['|', '||'],
  ['and', '&&'],
  ['AND', '&&'],
  ['or', '||'],
  ['OR', '||'],
]);

const TOKENS: ReadonlyMap<string, string> = new Map([
  ['RPAREN', '`)`'],
  ['RBRACKET', '`]`'],
  ['RBRACE', '`}`'],
  ['COLON', '`:`'],
  ['IDENTIFIER', 'a name'],
]);

/** A parser's error as a fault: where the text stops to be a condition, and what was due. */
export function parseFault(text: string, error: unknown): ConditionFault {
  const { code, summary = '', range } = error as LibraryError;
  const start = Math.min(range?.start ?? 0, text.length);
  const end = Math.min(Math.max(range?.end ?? text.length, start), text.length);
  const found = text.slice(start, end);
  if (code === 'limit_exceeded') return { message: limitMessage(summary), hint: 'split the rule', start, end };
  const hint = parseHint(text, start, found, summary);
  return { message: parseMessage(code, summary, found), ...(hint ? { hint } : {}), start, end };
}

function parseHint(text: string, start: number, found: string, summary: string): string | undefined {
  if (summary.startsWith('Expected IDENTIFIER') && /^\w+$/.test(found)) return `write \`x["${found}"]\``;
  const operator = OPERATORS.get(wordAt(text, start)) ?? (/\bnot\s*$/i.test(text.slice(0, start)) ? '!' : undefined);
  return operator === undefined ? undefined : `write \`${operator}\``;
}

function limitMessage(summary: string): string {
  return LIMITS.find(([limit]) => summary.includes(limit))?.[1] ?? summary;
}

function parseMessage(code: string | undefined, summary: string, found: string): string {
  const thing = found === '' ? 'the end of the condition' : `\`${oneLine(found)}\``;
  if (code === 'expected_token') {
    const due = /^Expected (\w+)/.exec(summary)?.[1] ?? '';
    return `${TOKENS.get(due) ?? 'something else'} is due before ${thing}`;
  }
  if (code === 'unexpected_token' || code === 'unexpected_character') {
    return found === '' ? 'the condition ends too early' : `unexpected ${thing}`;
  }
  if (code === 'invalid_macro_argument') return `a macro's first argument is a name of your own, not ${thing}`;
  if (code === 'reserved_identifier') return `${thing} is a reserved word`;
  return summary === '' ? 'this is no condition' : tidy(summary);
}

/** The run of letters or of signs that begins at the offset. */
function wordAt(text: string, start: number): string {
  return /^(?:\w+|[=&|]+)/.exec(text.slice(start, start + 16))?.[0] ?? '';
}

/** A type checker's error as a fault. */
export function typeFault(text: string, error: unknown): ConditionFault {
  const { code, summary, range } = error as LibraryError;
  if (summary === undefined) return { message: 'the types of this condition do not fit', start: 0, end: text.length };
  const hint = code === 'no_such_overload' ? overloadHint(summary) : undefined;
  const message = tidy(summary);
  return { message, ...(hint ? { hint } : {}), start: range?.start ?? 0, end: range?.end ?? text.length };
}

function overloadHint(summary: string): string | undefined {
  const isMixed = /\bint\b/.test(summary) && /\bdouble\b/.test(summary);
  if (isMixed)
    return 'write numbers of one kind: `1.0` is a double, and `int(x)` and `double(x)` turn one into the other';
  if (/\bnull\b/.test(summary)) return 'this is never null';
  return undefined;
}

function tidy(summary: string): string {
  const text = overloadText(summary).replaceAll("'", '`');
  return oneLine(text.charAt(0).toLowerCase() + text.slice(1));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
