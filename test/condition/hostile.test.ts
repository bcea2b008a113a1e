import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { activation, compiled, outcome } from './ask.ts';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'size', 'get', 'then'];

describe.each(NAMES)('the key %s', (name) => {
  const owner = JSON.parse(`{"deep": {"${name}": {"x": "own"}}}`) as JsonObject;

  test('is data where the question has it', () => {
    expect(outcome(`context.deep["${name}"].x == "own"`, owner)).toBe(true);
    expect(outcome(`"${name}" in context.deep && size(context.deep) == 1`, owner)).toBe(true);
    expect(outcome(`context.deep.exists(k, k == "${name}")`, owner)).toBe(true);
    expect(outcome('context.deep == context.deep && [context.deep] == [context.deep]', owner)).toBe(true);
    expect(outcome(`has(context.deep.${name}) && context.deep.${name}.x == "own"`, owner)).toBe(true);
    const parts = activation({}, { subject: { type: 'user', id: 'x', properties: owner } });
    expect(compiled(`subject.properties.deep["${name}"].x == "own"`).run(parts)).toBe(true);
  });

  test('is absent where the question lacks it', () => {
    expect(outcome(`context["${name}"] == 1`, {})).toMatch(/^no such key/);
    expect(outcome(`"${name}" in context || "${name}" in context.deep`, { deep: {} })).toBe(false);
    expect(outcome(`context.list["${name}"] == 1`, { list: [1] })).toMatch(/^no such key/);
    expect(outcome(`has(context.${name})`, {})).toBe(false);
  });
});

test('a null prototype changes nothing', () => {
  const bare = Object.assign(Object.create(null) as Record<string, JsonValue>, { a: 1, constructor: 'c' });
  expect(outcome('context.o.a == 1 && context.o.constructor == "c"', { o: bare })).toBe(true);
  expect(outcome('context.list[0] == context.o', { o: bare, list: [{ ...bare }] })).toBe(true);
  expect(outcome('context.a == 1', bare)).toBe(true);
});

test('data that holds itself, or nests without end, is an error at worst', () => {
  const ring: Record<string, unknown> = { name: 'ring' };
  ring['self'] = ring;
  ring['list'] = [ring, [ring]];
  const loop: unknown[] = [{}];
  loop.push(loop);
  const context = { ring, loop, other: { ...ring, self: { ...ring } } } as JsonObject;
  expect(outcome('context.ring.self.self.self.name == "ring"', context)).toBe(true);
  expect(outcome('context.ring.list[1][0].name == "ring"', context)).toBe(true);
  expect(outcome('context.loop[1][1][1][0] == {}', context)).toBe(true);
  expect(['boolean', 'string']).toContain(typeof outcome('context.ring == context.other', context));

  const nest = (value: JsonValue, depth: number): JsonValue => {
    let nested = value;
    for (let level = 0; level < depth; level++) nested = [nested];
    return nested;
  };
  const deep = nest([{}], 100_000);
  const other = nest([{}], 100_000);
  expect(outcome('context.deep == []', { deep })).toBe(false);
  expect(outcome('context.deep == context.other', { deep, other })).toBe('data nested too deeply');
  expect(outcome('context.deep == context.other || true', { deep, other })).toBe(true);
});

test('values that are no JSON are errors at worst', () => {
  const odd = {
    when: new Date(0),
    call: () => true,
    big: 5n,
    gone: undefined,
    sign: Symbol('s'),
    promise: Promise.resolve(true),
  };
  for (const key of Object.keys(odd)) {
    for (const text of [`context.${key}`, `context.${key} == 1`, `context.${key}.x == 1`, `has(context.${key}.x)`]) {
      expect(outcome(text, anything(odd))).not.toBe(true);
    }
  }
  expect(outcome('has(context.gone)', anything(odd))).toBe(false);
});

/** What a careless caller of the library passes in spite of the types. */
function anything(value: unknown): JsonObject {
  return value as JsonObject;
}

const TEXTS = [
  'context.v > 1',
  'context.v == 1 && context.v',
  'context.m[context.v] == 1',
  'bool(context.v)',
  'int(context.v) == 1',
  'double(context.v) == 1.0',
  'timestamp(context.v) < now',
  'duration(context.v) > duration("1s")',
  'context.v + 1 == 2',
  'context.v.exists(x, x > 1)',
  'context.v.x.y',
  'context.v[0]',
  'context.v ? true : false',
  '!context.v',
  'context.v in context.v',
  'context.v.split(context.v).size() > 1',
  'int(context.v) * 9223372036854775807 > 0',
];

test('no value of a question stands in a message, and nothing throws', () => {
  const secret = 'sEcReT90210';
  const leaf = fc.constantFrom<JsonValue>(secret, `-${secret}`, 90210, 90210.5, true, null);
  const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.constantFrom(secret, 'x'), leaf));
  fc.assert(
    fc.property(fc.constantFrom(...TEXTS), value, (text, v) => {
      const result = outcome(text, { v, m: { [secret]: 1 } });
      expect(String(result)).not.toMatch(/secret|90210/i);
    }),
    { numRuns: 500 },
  );
});

test('a run leaves the question as it was', () => {
  const context = { l: [{ a: 1 }], m: { constructor: { b: [2] } } };
  const before = JSON.stringify(context);
  const frozen = activation(Object.freeze(context));
  expect(compiled('context.l.map(x, x.a + 1.0).size() == 1 && context.m.constructor.b[0] == 2').run(frozen)).toBe(true);
  expect(JSON.stringify(context)).toBe(before);
});
