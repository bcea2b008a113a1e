/** How many elements the macros of one run may visit together. Some tens of milliseconds at worst. */
export const MAX_VISITS = 100_000;

/** The longest text, list or bytes that a run may build, in elements: more is a run out of bounds. */
const MAX_BUILT = 1_000_000;

/** Elements that are looked through in the time that a macro takes to visit one. */
const SCANS_A_VISIT = 8;
/** UTF-16 units that are looked through in that time. */
const UNITS_A_VISIT = 256;

/**
 * What one run may still do, in visits of a macro. Below zero the run has no result, whatever absorbed the error:
 * every loop looks at it, and so does whoever takes the result.
 */
export class Budget {
  left: number = MAX_VISITS;

  /** Charges a look through so many elements. False where the run has no more left. */
  scan(elements: number): boolean {
    this.left -= elements / SCANS_A_VISIT;
    return this.left >= 0;
  }

  /** Charges a look through so many UTF-16 units. False where the run has no more left. */
  read(units: number): boolean {
    this.left -= units / UNITS_A_VISIT;
    return this.left >= 0;
  }

  /** Charges the building of something of that length. False where it is too long, or the run has no more left. */
  build(length: number): boolean {
    if (length > MAX_BUILT) this.left = -1;
    return this.scan(length / 16);
  }

  /** Charges work that is told in visits. False where the run has no more left. */
  spend(visits: number): boolean {
    this.left -= visits;
    return this.left >= 0;
  }
}
