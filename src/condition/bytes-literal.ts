import { encode } from './value/text.ts';

const ESCAPES: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);
const PART = /\\(?:[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|[^\\]+/gsu;

/**
 * The bytes of a literal such as `b"a\xff"`, which the library's parser has accepted: an escape is a byte, every other
 * character its UTF-8. The library takes one byte for each.
 */
export function bytesLiteral(text: string): Uint8Array {
  const opened = /^[bB]("""|'''|["'])/.exec(text);
  const quotes = opened?.[1] ?? '"';
  const inner = text.slice(1 + quotes.length, text.length - quotes.length);
  const bytes: number[] = [];
  for (const [part, hex, octal, short, long, single] of inner.matchAll(PART)) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (short !== undefined) bytes.push(...encode(String.fromCodePoint(Number.parseInt(short, 16))));
    else if (long !== undefined) bytes.push(...encode(String.fromCodePoint(Number.parseInt(long, 16))));
    else if (single !== undefined) bytes.push(...(ESCAPES.has(single) ? [ESCAPES.get(single) ?? 0] : encode(single)));
    else bytes.push(...encode(part));
  }
  return Uint8Array.from(bytes);
}
