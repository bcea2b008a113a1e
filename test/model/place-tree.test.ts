import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches } from '../../src/model/glob.ts';
import { createPlaceTree, findPlace } from '../../src/model/place-tree.ts';

const name = fc.constantFrom('a', 'ab', 'b', '*', 'a*', '*b');
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 2 });
const entry = fc.tuple(names, names);
const word = fc.constantFrom('a', 'ab', 'b', 'c', '');

describe('the place tree', () => {
  it('finds every entry whose lists match, with a star at the last step apart, in any order of writing', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), word, word, (entries, org, namespace) => {
        const found = findPlace(treeOf(entries), [org, namespace]);
        const reversed = findPlace(treeOf([...entries].reverse()), [org, namespace]);
        const here = entries.filter(([orgs]) => orgs.some((one) => globMatches(one, org)));
        const named = here.filter(([, last]) => last.some((one) => one !== '*' && globMatches(one, namespace)));
        const star = here.filter(([, last]) => last.includes('*'));
        expect(written(found.named)).toEqual(written([named]));
        expect(written(found.star)).toEqual(written([star]));
        expect(written(reversed.named)).toEqual(written(found.named));
      }),
      { seed: 4, numRuns: 1_000 },
    );
  });
});

type Entry = [string[], string[]];

function treeOf(entries: readonly Entry[]) {
  const builder = createPlaceTree<Entry>();
  for (const one of entries) builder.add(one, one);
  return builder.build((leaf) => leaf);
}

function written(leaves: readonly (readonly Entry[])[]): string[] {
  return [...new Set(leaves.flat().map((one) => JSON.stringify(one)))].sort();
}
