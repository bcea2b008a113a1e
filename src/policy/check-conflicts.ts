import { type Claim, claimsOf } from './claims.ts';
import { placesOverlap, prefixOf } from './places.ts';
import type { Report } from './report.ts';
import { errorAt, errorAtKey, type Site } from './site.ts';

/**
 * Reports documents whose names can match one place and that say different things of one rule, owner, `share` or `only`
 * key. Documents are compared only where their names begin alike, so that thousands of them take little time.
 */
export function checkConflicts(sites: readonly Site[], report: Report): void {
  const bySubject = new Map<string, Claim[]>();
  for (const site of sites) {
    for (const claim of claimsOf(site)) {
      const claims = bySubject.get(claim.about) ?? [];
      claims.push(claim);
      bySubject.set(claim.about, claims);
    }
  }
  for (const claims of bySubject.values()) {
    const first = claims[0];
    if (claims.some((claim) => claim.content !== first?.content)) checkClaims(claims, report);
  }
}

function checkClaims(claims: readonly Claim[], report: Report): void {
  const byPrefix = new Map<string, Claim[]>();
  for (const claim of claims) {
    for (const prefix of new Set(claim.places.map(prefixOf))) {
      const list = byPrefix.get(prefix) ?? [];
      list.push(claim);
      byPrefix.set(prefix, list);
    }
  }
  const order = new Map(claims.map((claim, at) => [claim, at]));
  const reported = new Set<Claim>();
  for (const claim of claims) {
    const other = findConflict(claim, byPrefix);
    if (other === undefined) continue;
    const isLater = (order.get(other) ?? 0) < (order.get(claim) ?? 0);
    const [earlier, later] = isLater ? [other, claim] : [claim, other];
    if (!reported.has(later)) reportConflict(earlier, later, report);
    reported.add(later);
  }
}

/** Of two places that overlap, what one's name begins with begins the other's: so it is found from the longer one. */
function findConflict(claim: Claim, byPrefix: ReadonlyMap<string, readonly Claim[]>): Claim | undefined {
  for (const place of claim.places) {
    const own = prefixOf(place);
    for (let length = 0; length <= own.length; length += 1) {
      const others = byPrefix.get(own.slice(0, length)) ?? [];
      const other = others.find((one) => contradicts(one, claim));
      if (other !== undefined) return other;
    }
  }
  return undefined;
}

function contradicts(left: Claim, right: Claim): boolean {
  if (left.site === right.site || left.content === right.content) return false;
  return left.places.some((one) => right.places.some((other) => placesOverlap(one, other)));
}

function reportConflict(earlier: Claim, later: Claim, report: Report): void {
  const finding = {
    code: 'conflict',
    message: `${later.what} stands in \`${earlier.site.yaml.source.path}\` too and says something else, and both can hold at one place`,
    hint: later.way,
  };
  (later.key ? errorAtKey : errorAt)(report, later.site, later.path, finding);
}
