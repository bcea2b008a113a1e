import { failure } from './strict.ts';

/** How many elements the macros of one run may visit together. About 10 ms. */
export const MAX_VISITS = 20_000;
/** A membership test visits elements about this many times faster than a macro does. */
const SCANS_A_VISIT = 8;

const EXHAUSTED = failure('too many elements to visit');

/** What one run may still do. Runs don't overlap: nothing that they call calls back. */
export interface Budget {
  begin(): void;
  /** True where the run wanted more than it had: then its result counts for nothing, whatever absorbed the error. */
  exhausted(): boolean;
  /** Charges a macro over the value, and gives it back. */
  charge(value: unknown): unknown;
  /** Charges a membership test on the value, and gives it back. */
  chargeScan(value: unknown): unknown;
}

export function createBudget(): Budget {
  let left = MAX_VISITS;
  function take(visits: number): void {
    left -= visits;
    if (left < 0) throw EXHAUSTED;
  }
  return {
    begin: () => {
      left = MAX_VISITS;
    },
    exhausted: () => left < 0,
    charge: (value) => {
      take(sizeOf(value));
      return value;
    },
    chargeScan: (value) => {
      take(1 + (Array.isArray(value) ? Math.ceil(value.length / SCANS_A_VISIT) : 0));
      return value;
    },
  };
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}
