import { describe, expect, test } from 'vitest';
import { CASES, isExtension } from './cases.ts';
import { outcomeOf, wantsError } from './outcome.ts';
import { SKIPPED, SKIPPED_EXTENSIONS, type Skip } from './skipped.ts';

const core = CASES.filter((item) => !isExtension(item));

function skipOf(path: string, skips: readonly Skip[] = SKIPPED): string | undefined {
  return skips.find(({ paths }) => paths.some((start) => path.startsWith(start)))?.reason;
}

test('the data is there', () => {
  expect(core.length).toBeGreaterThan(1000);
  expect(core.filter(({ test: { evalError } }) => evalError !== undefined).length).toBeGreaterThan(90);
});

describe.each(['source', 'closures'] as const)('the core of CEL, compiled to %s', (compilation) => {
  const results = core.map((item) => ({ ...item, outcome: outcomeOf(item, compilation) }));
  const bad = results.filter(({ outcome }) => outcome !== 'right');

  test('no wrong value comes out', () => {
    expect(bad.filter(({ outcome }) => outcome === 'wrong').map(({ path }) => path)).toEqual([]);
  });

  test('what does not come out right is skipped for a reason', () => {
    expect(
      bad.filter(({ path }) => skipOf(path) === undefined).map(({ path, outcome }) => `${outcome} ${path}`),
    ).toEqual([]);
  });

  test('no reason is out of date', () => {
    const starts = SKIPPED.flatMap(({ paths }) => paths);
    expect(starts.filter((start) => !bad.some(({ path }) => path.startsWith(start)))).toEqual([]);
  });

  test('values and errors are counted apart', () => {
    const count = (error: boolean, wanted: string) =>
      results.filter((item) => wantsError(item.test) === error && item.outcome === wanted).length;
    const table = (error: boolean) =>
      Object.fromEntries(['right', 'strict', 'refused', 'error', 'wrong'].map((word) => [word, count(error, word)]));
    expect({ values: table(false), errors: table(true) }).toMatchInlineSnapshot(`
      {
        "errors": {
          "error": 0,
          "refused": 0,
          "right": 103,
          "strict": 0,
          "wrong": 0,
        },
        "values": {
          "error": 0,
          "refused": 22,
          "right": 963,
          "strict": 5,
          "wrong": 0,
        },
      }
    `);
  });
});

test.each(['source', 'closures'] as const)('the extensions of CEL, compiled to %s', (compilation) => {
  const results = CASES.filter(isExtension).map((item) => ({ ...item, outcome: outcomeOf(item, compilation) }));
  const bad = results.filter(({ outcome }) => outcome !== 'right');
  expect(bad.filter(({ outcome }) => outcome === 'wrong').map(({ path }) => path)).toEqual([]);
  expect(bad.filter(({ path }) => skipOf(path, SKIPPED_EXTENSIONS) === undefined).map(({ path }) => path)).toEqual([]);
  const count = (section: string) =>
    results.filter((item) => item.section === section && item.outcome === 'right').length;
  const sections = [...new Set(results.map(({ section }) => section))];
  expect(Object.fromEntries(sections.map((section) => [section, count(section)]))).toMatchInlineSnapshot(`
    {
      "bindings_ext": 5,
      "block_ext": 0,
      "encoders_ext": 4,
      "macros2": 8,
      "math_ext": 199,
      "optionals": 27,
      "string_ext": 110,
    }
  `);
});
