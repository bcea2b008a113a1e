/** True where a name is a pattern: it has a `*`, which stands for any run of characters, an empty one too. */
export function isPattern(name: string): boolean {
  return name.includes('*');
}

/** True where the text is the pattern with each `*` replaced by some run of characters. Linear in the text for one `*`. */
export function globMatches(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const parts = pattern.split('*');
  const head = parts[0] ?? '';
  const tail = parts[parts.length - 1] ?? '';
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let from = head.length;
  const end = text.length - tail.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
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
