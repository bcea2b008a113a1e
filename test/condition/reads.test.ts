import { expect, test } from 'vitest';
import { compiled } from './ask.ts';

test.each<[string, string[]]>([
  ['true', []],
  ['subject.id == "a" && subject.id != "b"', ['subject.id']],
  ['context.args.amount > 100', ['context.args.amount']],
  ['has(context.a.b)', ['context.a.b']],
  ['has(context.a.b) && context.a.c', ['context.a.b', 'context.a.c']],
  ['context.a.b == 1 && context.a == {"b": 1}', ['context.a']],
  ['context == {}', ['context']],
  ['context.args["amount"] > 1', ['context.args.amount']],
  ['context.args[context.key] == 1', ['context.args', 'context.key']],
  ['context.list[0] == 1', ['context.list']],
  ['context.list[0].x == 1', ['context.list']],
  ['subject[context.key] == "a"', ['context.key', 'subject']],
  ['"k" in context', ['context.k']],
  ['"k" in subject.properties', ['subject.properties.k']],
  ['"k" in context.list', ['context.list']],
  ['context.k in context.list', ['context.k', 'context.list']],
  ['"k" in {"a": context.b}', ['context.b']],
  ['context.list.exists(x, x.price > resource.properties.max)', ['context.list', 'resource.properties.max']],
  ['context.list.exists(x, x == action.name)', ['action.name', 'context.list']],
  ['[subject, subject].size() == 2', ['subject']],
  ['(context.a ? context.b : context.c).d', ['context.a', 'context.b', 'context.c']],
  ['context.constructor == context["__proto__"]', ['context.__proto__', 'context.constructor']],
  ['context.a ? context.b : context.c', ['context.a', 'context.b', 'context.c']],
  ['int(context.a) + size(context.b) > 1', ['context.a', 'context.b']],
  ['context.ab == 1 && context.a == 1', ['context.a', 'context.ab']],
])('%s', (text, expected) => {
  const paths = compiled(text).reads.map((path) => path.join('.'));
  expect(paths.toSorted()).toEqual(expected);
});

test('only a condition that asks for the time says so', () => {
  expect(compiled('now.getHours() > 1').readsNow).toBe(true);
  expect(compiled('context.list.exists(x, timestamp(x) < now)').readsNow).toBe(true);
  expect(compiled('context.now == timestamp("2026-01-01T00:00:00Z")').readsNow).toBe(false);
});

test('cost grows with the work', () => {
  const cost = (text: string) => compiled(text).cost;
  expect(cost('context.a')).toBeLessThan(cost('context.a == 1'));
  expect(cost('context.a == 1')).toBeLessThan(cost('context.a == 1 && context.b == 1'));
  expect(cost('context.a == 1 && context.b == 1')).toBeLessThan(cost('context.l.exists(x, x == 1)'));
  expect(cost('context.l.exists(x, x == 1)') * 4).toBeLessThan(
    cost('context.l.exists(x, context.l.exists(y, y == x))'),
  );
});
