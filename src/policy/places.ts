import { globMatches, globsOverlap, isPattern } from '../model/glob.ts';

/** A scope's names, outermost first, each a word or a pattern. */
export interface PlacePattern {
  readonly names: readonly string[];
  /** What every such place begins with. Places that overlap have prefixes of which one begins the other. */
  readonly prefix: string;
  /** True where one of the names is a pattern. */
  readonly open: boolean;
}

/** True where some place has both names. */
export function placesOverlap(left: PlacePattern, right: PlacePattern): boolean {
  return (
    left.names.length === right.names.length &&
    left.names.every((name, at) => namesOverlap(name, right.names[at] ?? ''))
  );
}

/** Every combination of the lists' names. */
export function combinations(lists: readonly (readonly string[])[]): readonly PlacePattern[] {
  const [names = [], ...rest] = lists;
  if (rest.length === 0) return names.map((name) => createPlace([name]));
  return combinations(rest).flatMap((below) => names.map((name) => createPlace([name, ...below.names])));
}

function createPlace(names: readonly string[]): PlacePattern {
  const text = names.join('/');
  const star = text.indexOf('*');
  return { names, prefix: star < 0 ? text : text.slice(0, star), open: star >= 0 };
}

/** True where some name matches both. */
function namesOverlap(left: string, right: string): boolean {
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
