import { nearest } from '../model/nearest.ts';

/** Longer words are not compared: it takes time, and they are no slip of the pen. */
const MAX_COMPARED = 64;

/** `did you mean …?` where a candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 2 || word.length > MAX_COMPARED) return undefined;
  const near = nearest(word, candidates);
  return near === undefined || near === word ? undefined : `did you mean \`${near}\`?`;
}
