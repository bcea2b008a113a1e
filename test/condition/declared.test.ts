import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../src/condition/compile.ts';
import { type DeclaredType, declaredFaults } from '../../src/condition/declared.ts';
import type { JsonValue } from '../../src/model/json.ts';

const SAMPLES: readonly (readonly [DeclaredType, readonly JsonValue[]])[] = [
  ['string', ['', 'a', '1', 'true', '2026-01-30T00:00:00Z']],
  ['double', [0, 1, -1, 2.5, 1e300]],
  ['bool', [true, false]],
  ['list<string>', [[], ['a'], ['a', '1']]],
  ['list<bool>', [[], [true], [false, true]]],
  ['list', [[], [1], ['a'], [null, {}]]],
  ['map', [{}, { a: 1 }, { a: 'a', b: [1] }]],
];

const LITERALS = [
  '0',
  '1',
  '1.0',
  '1u',
  '""',
  '"a"',
  'true',
  'null',
  '[]',
  '["a"]',
  '[1]',
  '[1.0]',
  '[true]',
  '{}',
  '{"a": 1}',
  '[1, "a"]',
  '{1: 2}',
];

/** Conditions on `A`; `L` stands for each literal in turn. */
const TEMPLATES = [
  ...['==', '<', '<=', '>', '>=', 'in'].flatMap((operator) => [`A ${operator} L`, `L ${operator} A`]),
  'A',
  '!A',
  '-A < 1',
  'A + L == A',
  'A - L == L',
  'A * 2.0 > 1',
  'A - A == 0',
  'A || false',
  'A && true',
  'A ? true : false',
  '(has(context.attribute) ? A : 0) == 0',
  '(has(context.attribute) ? A : "a") == "a"',
  '[A, 1][1] == 1',
  '{"k": A}["k"] == A',
  'cel.bind(x, A, x == L)',
  'cel.bind(x, A, x) == L',
  'size(A) > 0',
  'A.size() == 1',
  'A.startsWith("a")',
  'A.contains("a")',
  'A.matches("a")',
  'A.exists(x, x == L)',
  'A.size() > 0 && A.all(x, x == "a")',
  'A.map(x, x) == L',
  'A.filter(x, true) == A',
  'A[0] == L',
  'A["a"] == L',
  'string(A) == "1"',
  'int(A) == 1',
  'double(A) == 1.0',
  'bool(A)',
  'type(A) == double',
  'type(A) == string',
  'timestamp(A) > timestamp("2020-01-01T00:00:00Z")',
  'math.abs(A) >= 0',
  'math.greatest(A, 1) > 0',
  'math.greatest([A, 1]) > 0',
  'math.isFinite(A)',
  'sets.contains(["a"], A)',
  'sets.contains(A, L)',
  'optional.of(A).orValue(1) == 1',
  'optional.none().orValue(A) == A',
  'context[?"attribute"].orValue(1) == 1',
  'A.lowerAscii() == "a"',
  'dyn(A) == L',
  'A in {"a": 1, "b": 2}',
  'A in {1: 1}',
  '[1, 2].exists(x, x == A)',
  '[1].map(x, A) == [A]',
];

const CONDITIONS = [
  ...new Set(
    TEMPLATES.flatMap((template) =>
      (template.includes('L') ? LITERALS : ['']).map((literal) =>
        template.replaceAll(/\bL\b/g, literal).replaceAll(/\bA\b/g, 'context.attribute'),
      ),
    ),
  ),
];

describe.each(SAMPLES)('an attribute declared %s', (type, values) => {
  test('is refused only in conditions that are true of none of its values', () => {
    const counts = { refused: 0, right: 0 };
    const wrong: string[] = [];
    for (const text of CONDITIONS) {
      const compiled = compileCondition(text);
      if (!compiled.ok) continue;
      const faults = declaredFaults(text, (path) => (path.length === 2 ? { kind: 'typed', type } : { kind: 'open' }));
      counts[faults.length > 0 ? 'refused' : 'right'] += 1;
      if (faults.length === 0) continue;
      const isEver = values.some((attribute) => compiled.condition.run(activation(attribute)) === true);
      if (isEver) wrong.push(`${text}: ${faults[0]?.message}`);
    }
    expect(wrong).toEqual([]);
    expect(counts.refused).toBeGreaterThan(20);
    expect(counts.right).toBeGreaterThan(20);
  });
});

function activation(attribute: JsonValue) {
  const entity = { type: 't', id: 'i', properties: {} };
  return { subject: entity, action: { name: 'a', properties: {} }, resource: entity, context: { attribute }, now: 0 };
}
