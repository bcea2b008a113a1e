import { expect, test } from 'vitest';
import { isMap, isScalar, parseDocument } from 'yaml';
import { spanInScalar } from '../../src/policy/scalar-offsets.ts';
import { createSourceText } from '../../src/policy/source-text.ts';

/** What the file has where the value of `a` has `part`; the value is found as YAML reads it. */
function written(text: string, part: string): string {
  const root = parseDocument(text).contents;
  const scalar = isMap(root) ? root.items[0]?.value : undefined;
  if (!isScalar(scalar) || typeof scalar.value !== 'string') throw new Error('no text');
  const start = scalar.value.indexOf(part);
  expect(start).toBeGreaterThanOrEqual(0);
  const span = spanInScalar(createSourceText('a.yaml', text), scalar, { start, end: start + part.length });
  return text.slice(span.start, span.end);
}

test.each([
  ['plain', 'a: x y z\n', 'y'],
  ['plain on two lines', 'a: x\n  y z\n', 'y'],
  ['single-quoted', "a: 'it''s y z'\n", 'y'],
  ['single-quoted on lines', "a: 'it''s\n\n   y z'\n", 'y'],
  ['double-quoted', 'a: "\\"\\x41\\u00e9\\U0001F600\\t\\\\ y z"\n', 'y'],
  ['double-quoted on lines', 'a: "x \\\n   w y\n z"\n', 'y'],
  ['double-quoted behind blanks', 'a: "\\n   y z"\n', 'y'],
  ['literal', 'a: |\n    x\n      y\n    z\n', 'y'],
  ['literal with an indentation', 'a: |2-\n     x\n   y\n', 'y'],
  ['literal with windows lines', 'a: |\r\n  x\r\n  y\r\n', 'y'],
  ['folded', 'a: >-\n  x\n  y\n\n  z\n', 'y'],
  ['behind signs of two units', 'a: "😀😀 y"\n', 'y'],
])('finds a part of a %s scalar', (_name, text, part) => {
  expect(written(text, part)).toBe(part);
});

test('finds a sign that is written otherwise', () => {
  expect(written("a: 'it''s'\n", "'")).toBe("''");
  expect(written('a: "x\\u0041"\n', 'A')).toBe('\\u0041');
});

test('takes parts that lie on several lines whole', () => {
  expect(written('a: >\n  x\n  y\n', 'x y')).toBe('x\n  y');
});

test('points behind the text for what is missing at its end', () => {
  const text = 'a: x +\n';
  const root = parseDocument(text).contents;
  const scalar = isMap(root) ? root.items[0]?.value : undefined;
  if (!isScalar(scalar)) throw new Error('no scalar');
  expect(spanInScalar(createSourceText('a.yaml', text), scalar, { start: 3, end: 3 })).toEqual({ start: 6, end: 6 });
});
