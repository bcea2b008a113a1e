import { failure } from './strict.ts';

/** How many elements the macros of one run may visit together. Some tens of milliseconds at worst. */
export const MAX_VISITS = 10_000;

const EXHAUSTED = failure('too much to visit');

/** What one run may still do, in visits of a macro. Runs don't overlap: nothing that they call calls back. */
export interface Budget {
  begin(): void;
  /** Throws where the run has less left. Parts of a visit are rounded up. */
  spend(visits: number): void;
  /** True where the run wanted more than it had: then its result counts for nothing, whatever absorbed the error. */
  exhausted(): boolean;
}

export function createBudget(): Budget {
  let left = MAX_VISITS;
  return {
    begin: () => {
      left = MAX_VISITS;
    },
    spend: (visits) => {
      left -= Math.ceil(visits);
      if (left < 0) throw EXHAUSTED;
    },
    exhausted: () => left < 0,
  };
}
