import type { Scalar } from 'yaml';
import type { SourceText, Span } from './source-text.ts';

/** One sign of a scalar as written: what it stands for and where. */
interface Sign {
  readonly text: string;
  readonly span: Span;
}

/**
 * Where a part of a scalar's value stands in the file, whatever the scalar's style: plain, quoted, or a block. Signs are
 * matched but for blanks, since folding and indentation change those alone. Where that fails, the whole scalar.
 */
export function spanInScalar(source: SourceText, scalar: Scalar, part: Span): Span {
  const [start, end] = scalar.range ?? [0, 0];
  const whole = { start, end };
  if (typeof scalar.value !== 'string') return whole;
  const spans = align(scalar.value, signsOf(source.text, scalar, whole), start);
  if (spans === undefined) return whole;
  const first = spans[part.start] ?? spans[spans.length - 1];
  const last = spans[Math.max(part.start, part.end - 1)] ?? first;
  if (first === undefined || last === undefined) return whole;
  return part.start >= spans.length ? { start: first.end, end: first.end } : { start: first.start, end: last.end };
}

/** The span in the file of each UTF-16 unit of the value; a blank takes that of the sign before it. */
function align(value: string, signs: Iterator<Sign>, start: number): readonly Span[] | undefined {
  const spans: Span[] = [];
  let before: Span = { start, end: start };
  for (let at = 0; at < value.length; ) {
    if (isBlank(value[at] ?? '')) {
      spans.push({ start: before.end, end: before.end + 1 });
      at += 1;
      continue;
    }
    const next = signs.next();
    if (next.done === true || !value.startsWith(next.value.text, at)) return undefined;
    before = next.value.span;
    for (const _ of next.value.text.split('')) spans.push(before);
    at += next.value.text.length;
  }
  return spans;
}

/** The scalar's signs as written, without blanks. */
function* signsOf(text: string, scalar: Scalar, whole: Span): Generator<Sign, undefined> {
  const read = READERS[scalar.type ?? 'PLAIN'] ?? readPlain;
  for (let at = contentStart(text, scalar, whole); at < whole.end; ) {
    const sign = read(text, at);
    if (sign.text !== '' && !isBlank(sign.text)) yield sign;
    at = sign.span.end;
  }
  return undefined;
}

function contentStart(text: string, scalar: Scalar, whole: Span): number {
  if (scalar.type === 'QUOTE_SINGLE' || scalar.type === 'QUOTE_DOUBLE') return whole.start + 1;
  if (scalar.type !== 'BLOCK_FOLDED' && scalar.type !== 'BLOCK_LITERAL') return whole.start;
  const header = text.indexOf('\n', whole.start);
  return header < 0 ? whole.end : header + 1;
}

type ReadSign = (text: string, at: number) => Sign;

const READERS: Readonly<Record<string, ReadSign>> = { QUOTE_SINGLE: readSingle, QUOTE_DOUBLE: readDouble };

function readPlain(text: string, at: number): Sign {
  return { text: text[at] ?? '', span: { start: at, end: at + 1 } };
}

function readSingle(text: string, at: number): Sign {
  return text.startsWith("''", at) ? { text: "'", span: { start: at, end: at + 2 } } : readPlain(text, at);
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '0': '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v' };
const LONG_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const BLANK_ESCAPES = 'nrtNLP_ \t\n\r';

function readDouble(text: string, at: number): Sign {
  if (text[at] !== '\\') return readPlain(text, at);
  const letter = text[at + 1] ?? '';
  const digits = LONG_ESCAPES[letter];
  if (digits !== undefined) {
    const end = at + 2 + digits;
    const code = Number.parseInt(text.slice(at + 2, end), 16);
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '', span: { start: at, end } };
  }
  const decoded = BLANK_ESCAPES.includes(letter) ? ' ' : (SHORT_ESCAPES[letter] ?? letter);
  return { text: decoded, span: { start: at, end: at + 2 } };
}

function isBlank(sign: string): boolean {
  return /^\s$/u.test(sign);
}
