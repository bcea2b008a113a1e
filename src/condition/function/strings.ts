import type { Budget } from '../value/budget.ts';
import { notTaken, OUTSIDE_TEXT, TOO_LONG } from '../value/failures.ts';
import { isList } from '../value/kinds.ts';
import { characterAt, lowerAscii, unitAt, upperAscii } from '../value/text.ts';
import { type Apply, type FunctionEntry, method } from './entry.ts';

/** The functions of text beyond standard CEL, as cel-go has them. Positions count characters. */
export const STRINGS: readonly FunctionEntry[] = [
  method('lowerAscii', [0], onText('lowerAscii', lowerAscii)),
  method('upperAscii', [0], onText('upperAscii', upperAscii)),
  method('trim', [0], onText('trim', trim)),
  method('reverse', [0], reverse, 'string.reverse(): string', 'list<A>.reverse(): list<A>'),
  method('charAt', [1], charAt, 'string.charAt(int): string'),
  method('indexOf', [1, 2], indexOf),
  method('lastIndexOf', [1, 2], lastIndexOf),
  method('substring', [1, 2], substring),
  method(
    'replace',
    [2, 3],
    replace,
    'string.replace(string, string): string',
    'string.replace(string, string, int): string',
  ),
  method('split', [1, 2], split),
  method('join', [0, 1], join),
];

function onText(name: string, change: (text: string) => string): Apply {
  return (budget, text) => {
    if (typeof text !== 'string') return notTaken(name, text);
    return budget.read(text.length) ? change(text) : TOO_LONG;
  };
}

/** Blanks as Unicode has them; JavaScript would also take a byte order mark away, and leave U+0085. */
function trim(text: string): string {
  return text.replace(/^[\p{White_Space}]+/u, '').replace(/(?<![\p{White_Space}])[\p{White_Space}]+$/u, '');
}

function reverse(budget: Budget, value: unknown): unknown {
  if (isList(value)) return budget.scan(value.length) ? value.toReversed() : TOO_LONG;
  if (typeof value !== 'string') return notTaken('reverse', value);
  return budget.scan(value.length) ? [...value].reverse().join('') : TOO_LONG;
}

function charAt(budget: Budget, text: unknown, index: unknown): unknown {
  if (typeof text !== 'string' || typeof index !== 'bigint') return notTaken('charAt', text, index);
  if (!budget.read(text.length)) return TOO_LONG;
  const at = unitAt(text, Number(index));
  return at === undefined ? OUTSIDE_TEXT : ([...text.slice(at, at + 2)][0] ?? '');
}

function indexOf(budget: Budget, text: unknown, part: unknown, from: unknown = 0n): unknown {
  if (typeof text !== 'string' || typeof part !== 'string' || typeof from !== 'bigint') {
    return notTaken('indexOf', text, part, from);
  }
  if (!budget.read(text.length)) return TOO_LONG;
  const start = unitAt(text, Number(from));
  if (start === undefined) return OUTSIDE_TEXT;
  const at = text.indexOf(part, start);
  return BigInt(at < 0 ? -1 : characterAt(text, at));
}

function lastIndexOf(budget: Budget, text: unknown, part: unknown, from?: unknown): unknown {
  if (typeof text !== 'string' || typeof part !== 'string' || (from !== undefined && typeof from !== 'bigint')) {
    return notTaken('lastIndexOf', text, part, ...(from === undefined ? [] : [from]));
  }
  if (!budget.read(text.length)) return TOO_LONG;
  const start = from === undefined ? text.length : unitAt(text, Number(from));
  if (start === undefined) return OUTSIDE_TEXT;
  const at = text.lastIndexOf(part, start);
  return BigInt(at < 0 ? -1 : characterAt(text, at));
}

function substring(budget: Budget, text: unknown, from: unknown, to?: unknown): unknown {
  if (typeof text !== 'string' || typeof from !== 'bigint' || (to !== undefined && typeof to !== 'bigint')) {
    return notTaken('substring', text, from, ...(to === undefined ? [] : [to]));
  }
  if (!budget.read(text.length)) return TOO_LONG;
  const start = unitAt(text, Number(from));
  const end = to === undefined ? text.length : unitAt(text, Number(to));
  return start === undefined || end === undefined || start > end ? OUTSIDE_TEXT : text.slice(start, end);
}

function replace(budget: Budget, text: unknown, part: unknown, by: unknown, limit: unknown = -1n): unknown {
  if (typeof text !== 'string' || typeof part !== 'string' || typeof by !== 'string' || typeof limit !== 'bigint') {
    return notTaken('replace', text, part, by, limit);
  }
  const most = limit < 0n ? -1 : Number(limit) + 1;
  // Empty text is found before every character, and at the end.
  const parts = part === '' ? atEachCharacter(text, most) : cut(text, part, most);
  return budget.build(text.length + parts.length * by.length) ? parts.join(by) : TOO_LONG;
}

function atEachCharacter(text: string, most: number): readonly string[] {
  const all = ['', ...text, ''];
  return most < 0 || all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join('')];
}

function split(budget: Budget, text: unknown, separator: unknown, limit: unknown = -1n): unknown {
  if (typeof text !== 'string' || typeof separator !== 'string' || typeof limit !== 'bigint') {
    return notTaken('split', text, separator, limit);
  }
  if (!budget.read(text.length)) return TOO_LONG;
  const parts = cut(text, separator, Number(limit));
  return budget.scan(parts.length) ? parts : TOO_LONG;
}

/** The parts between separators, at most `limit` of them where that is not negative, the last one with the rest. */
function cut(text: string, separator: string, limit: number): readonly string[] {
  if (limit === 0) return [];
  if (limit === 1) return [text];
  const parts = separator === '' ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function join(budget: Budget, list: unknown, separator: unknown = ''): unknown {
  if (!isList(list) || typeof separator !== 'string') return notTaken('join', list, separator);
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length < list.length) return notTaken('join', list, separator);
  const length = texts.reduce((total, text) => total + text.length + separator.length, 0);
  return budget.scan(list.length) && budget.build(length) ? texts.join(separator) : TOO_LONG;
}
