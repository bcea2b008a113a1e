import { globMatches, globsOverlap, isPattern } from '../model/glob.ts';

/** A scope's names, outermost first; each a word or a pattern. */
export type PlacePattern = readonly string[];

/** True where some place has both names. */
export function placesOverlap(left: PlacePattern, right: PlacePattern): boolean {
  return left.length === right.length && left.every((name, at) => namesOverlap(name, right[at] ?? ''));
}

/** What every place of the pattern begins with. Places that overlap have prefixes of which one begins the other. */
export function prefixOf(place: PlacePattern): string {
  const text = place.join('/');
  const star = text.indexOf('*');
  return star < 0 ? text : text.slice(0, star);
}

/** Every combination of the lists' names. */
export function combinations(lists: readonly (readonly string[])[]): readonly PlacePattern[] {
  return lists.reduce<readonly PlacePattern[]>(
    (places, names) => places.flatMap((place) => names.map((name) => [...place, name])),
    [[]],
  );
}

/** True where some name matches both. */
export function namesOverlap(left: string, right: string): boolean {
  if (!isPattern(left)) return isPattern(right) ? globMatches(right, left) : left === right;
  if (!isPattern(right)) return globMatches(left, right);
  return endsAlike(left, right) && globsOverlap(left, right);
}

/** Rules most pairs of patterns out before the dear comparison. */
function endsAlike(left: string, right: string): boolean {
  const one = left.slice(left.lastIndexOf('*') + 1);
  const other = right.slice(right.lastIndexOf('*') + 1);
  return one.endsWith(other) || other.endsWith(one);
}
