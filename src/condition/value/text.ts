/** How many characters a text has: code points, not UTF-16 units. */
export function characters(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(at + 1))) {
      count--;
      at++;
    }
  }
  return count;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The UTF-16 offset of a character, or undefined where the text has fewer; its end counts as one more. */
export function unitAt(text: string, character: number): number | undefined {
  if (character < 0 || character > text.length) return undefined;
  let at = 0;
  for (let left = character; left > 0; left--) {
    if (at >= text.length) return undefined;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

/** The character that begins at, or holds, a UTF-16 offset. */
export function characterAt(text: string, unit: number): number {
  return characters(text.slice(0, unit));
}

/** Lower case for the letters A to Z alone, so that no other letter turns into one of them. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Upper case for the letters a to z alone. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text in UTF-8. */
export function encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text that bytes in UTF-8 tell, or undefined where they are none. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
