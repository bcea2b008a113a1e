import { type Claim, claimsOf } from './claims.ts';
import { placesOverlap } from './places.ts';

import { errorAt, errorAtKey, type Problems, placeOf, type Site } from './site.ts';

/** A site's claims are asked for at each reading of a set, and sites of files that did not change stay the same. */
const memo = new WeakMap<Site, readonly Claim[]>();

function remembered(site: Site): readonly Claim[] {
  const claims = memo.get(site) ?? claimsOf(site);
  memo.set(site, claims);
  return claims;
}

/**
 * Reports documents whose names can match one place and that say different things of one rule, owner, `share` or `only`
 * key. Documents are compared only where their names begin alike, so that thousands of them take little time.
 */
export function checkConflicts(sites: readonly Site[], problems: Problems): void {
  const bySubject = new Map<string, Claim[]>();
  for (const site of sites) {
    for (const claim of remembered(site)) push(bySubject, claim.about, claim);
  }
  for (const claims of bySubject.values()) {
    const first = claims[0];
    if (claims.some((claim) => claim.content !== first?.content)) checkClaims(claims, problems);
  }
}

/** Claims by what their places begin with. */
interface Beginnings {
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  /** How long the beginnings of patterns are. Words need no more than a look at themselves. */
  readonly lengths: readonly number[];
}

function checkClaims(claims: readonly Claim[], problems: Problems): void {
  const order = new Map(claims.map((claim, at) => [claim, at]));
  const beginnings = beginningsOf(claims);
  const reported = new Set<Claim>();
  for (const claim of claims) {
    const other = findConflict(claim, beginnings);
    if (other === undefined) continue;
    const isLater = (order.get(other) ?? 0) < (order.get(claim) ?? 0);
    const [earlier, later] = isLater ? [other, claim] : [claim, other];
    if (!reported.has(later)) reportConflict(earlier, later, problems);
    reported.add(later);
  }
}

function beginningsOf(claims: readonly Claim[]): Beginnings {
  const byPrefix = new Map<string, Claim[]>();
  const lengths = new Set<number>();
  for (const claim of claims) {
    for (const { prefix, open } of claim.places) {
      if (open) lengths.add(prefix.length);
      push(byPrefix, prefix, claim);
    }
  }
  return { claims: byPrefix, lengths: [...lengths] };
}

/** Of two places that overlap, what one's name begins with begins the other's: so it is found from the longer one. */
function findConflict(claim: Claim, { claims, lengths }: Beginnings): Claim | undefined {
  for (const { prefix } of claim.places) {
    for (const length of new Set([prefix.length, ...lengths])) {
      if (length > prefix.length) continue;
      const other = claims.get(prefix.slice(0, length))?.find((one) => contradicts(one, claim));
      if (other !== undefined) return other;
    }
  }
  return undefined;
}

function push(lists: Map<string, Claim[]>, key: string, claim: Claim): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [claim]);
  else list.push(claim);
}

function contradicts(left: Claim, right: Claim): boolean {
  if (left.site === right.site || left.content === right.content) return false;
  return left.places.some((one) => right.places.some((other) => placesOverlap(one, other)));
}

function reportConflict(earlier: Claim, later: Claim, problems: Problems): void {
  const finding = {
    code: 'conflict',
    message: `${later.what} stands at \`${placeOf(earlier.site)}\` too and says something else, and both can hold at one place`,
    hint: later.way,
  };
  (later.key ? errorAtKey : errorAt)(problems, later.site, later.path, finding);
}
