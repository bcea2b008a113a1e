/**
 * The candidate that was probably meant where `word` is misspelt: the one with the fewest edits, letter case aside and
 * two swapped letters being one, as long as these are no more than a third of the word. Of equals, the first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

function distance(left: string, right: string): number {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let l = 1; l <= left.length; l += 1) {
    const row = [l];
    for (let r = 1; r <= right.length; r += 1) {
      const same = left[l - 1] === right[r - 1];
      let edits = Math.min((last[r] ?? 0) + 1, (row[r - 1] ?? 0) + 1, (last[r - 1] ?? 0) + (same ? 0 : 1));
      const swapped = l > 1 && r > 1 && left[l - 1] === right[r - 2] && left[l - 2] === right[r - 1];
      if (swapped) edits = Math.min(edits, (before[r - 2] ?? 0) + 1);
      row.push(edits);
    }
    before = last;
    last = row;
  }
  return last[right.length] ?? 0;
}
