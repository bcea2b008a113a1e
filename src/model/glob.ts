/** True where a name is a pattern: it has a `*`, which stands for any run of characters, an empty one too. */
export function isPattern(name: string): boolean {
  return name.includes('*');
}

/** A pattern taken apart at its stars. `tail` is undefined where it has none and means one text alone. */
export interface Glob {
  readonly head: string;
  readonly middle: readonly string[];
  readonly tail: string | undefined;
}

export function compileGlob(pattern: string): Glob {
  const [head = '', ...rest] = pattern.split('*');
  return { head, middle: rest.slice(0, -1), tail: rest.at(-1) };
}

/** True where the text is the pattern with each `*` replaced by some run of characters. */
export function matchesGlob({ head, middle, tail }: Glob, text: string): boolean {
  if (tail === undefined) return text === head;
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let from = head.length;
  for (const part of middle) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** The same for a pattern that is used once. */
export function globMatches(pattern: string, text: string): boolean {
  return matchesGlob(compileGlob(pattern), text);
}

/** True where some text matches both patterns. */
export function globsOverlap(left: string, right: string): boolean {
  const width = right.length + 1;
  const seen = new Set<number>();
  const stack: [number, number][] = [[0, 0]];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [l, r] = at;
    if (seen.has(l * width + r)) continue;
    seen.add(l * width + r);
    if (l === left.length && r === right.length) return true;
    const a = left[l];
    const b = right[r];
    if (a === '*') stack.push([l + 1, r]);
    if (b === '*') stack.push([l, r + 1]);
    if (a === '*' && r < right.length) stack.push([l, r + 1]);
    if (b === '*' && l < left.length) stack.push([l + 1, r]);
    if (a !== undefined && a === b) stack.push([l + 1, r + 1]);
  }
  return false;
}
