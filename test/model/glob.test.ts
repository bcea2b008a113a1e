import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches, globsOverlap } from '../../src/model/glob.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '-', '.'), maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.'), maxLength: 6 });

/** The same meaning, by way of a regular expression. */
function expectedMatch(glob: string, value: string): boolean {
  const source = glob
    .split('*')
    .map((part) => part.replace(/[.-]/g, '\\$&'))
    .join('[^]*');
  return new RegExp(`^${source}$`).test(value);
}

function textsUpTo(length: number): string[] {
  let texts = [''];
  const all = [''];
  for (let at = 0; at < length; at++) {
    texts = texts.flatMap((one) => ['a', 'b', '-'].map((letter) => one + letter));
    all.push(...texts);
  }
  return all;
}

describe('globs', () => {
  it('match what the regular expression of the pattern matches', () => {
    fc.assert(
      fc.property(pattern, text, (glob, value) => globMatches(glob, value) === expectedMatch(glob, value)),
      { seed: 1, numRuns: 3_000 },
    );
  });

  it('let a star stand for nothing, and for a star', () => {
    expect(globMatches('billing-*', 'billing-')).toBe(true);
    expect(globMatches('*', '')).toBe(true);
    expect(globMatches('a*', 'a*')).toBe(true);
    expect(globMatches('ab*ba', 'aba')).toBe(false);
  });

  it('overlap exactly where some short text matches both', () => {
    const small = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 });
    const texts = textsUpTo(6);
    fc.assert(
      fc.property(small, small, (left, right) => {
        const witness = texts.some((value) => expectedMatch(left, value) && expectedMatch(right, value));
        return globsOverlap(left, right) === witness;
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
