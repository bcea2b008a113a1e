import fc, { type Arbitrary } from 'fast-check';
import type { Effect } from '../../src/model/verdict.ts';
import { type GeneratedSet, policySets, type Shape } from './arbitrary-set.ts';
import { HOUR, NOON } from './words.ts';

/** A policy set and what is asked of it. */
export interface World<Question> {
  readonly set: GeneratedSet;
  readonly asked: readonly Question[];
}

/** Sets, each with some questions made for its shape. */
export function worlds<Question>(
  question: (shape: Shape) => Arbitrary<Question>,
  shapes?: Arbitrary<Shape>,
): Arbitrary<World<Question>> {
  return policySets(shapes).chain((set) =>
    fc.record({ set: fc.constant(set), asked: fc.array(question(set), { minLength: 4, maxLength: 6 }) }),
  );
}

/** Instants before, at and after the bounds of generated bindings. */
export function instants(): Arbitrary<number> {
  return fc.constantFrom(NOON - 2 * HOUR, NOON - HOUR, NOON - 1, NOON, NOON + 1, NOON + HOUR);
}

/** Runs a property on the same examples each time: a few, or in a long run more than 10 000 where `runs` is left out. */
export function check<Values>(property: fc.IProperty<Values>, runs = 100): void {
  const isLong = process.env['CHAPERONE_TEST_LONG'] !== undefined;
  fc.assert(property, { seed: 20_261_121, numRuns: isLong ? runs * 105 : runs });
}

/** How much an effect lets happen. */
export function width(effect: Effect): number {
  return ['deny', 'ask', 'allow'].indexOf(effect);
}
