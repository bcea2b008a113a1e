import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, grants, type PermissionPattern, readPermission } from '../../src/model/permission.ts';
import { findByPermission, indexByPermission, type Target } from '../../src/model/permission-index.ts';

const type = fc.constantFrom('tool', 'chain', 'secret', 'other');
const action = fc.constantFrom('call', 'run', 'view');
const id = fc.constantFrom('a', 'b', 'a:b');
const patternText = fc.oneof(
  fc.constant('*'),
  fc
    .tuple(fc.oneof(type, fc.constant('*')), fc.oneof(action, fc.constant('*')), fc.option(id, { nil: undefined }))
    .map((parts) => parts.filter((part) => part !== undefined).join(':')),
);
const target: fc.Arbitrary<Target> = fc.record({
  type: fc.option(type, { nil: undefined }),
  id: fc.option(id, { nil: undefined }),
});
const entry = fc.record({
  text: patternText,
  targets: fc.option(fc.array(target, { maxLength: 2 }), { nil: undefined }),
});

function patternOf(text: string): PermissionPattern {
  const read = readPermission(text);
  if (!read.ok) throw new Error(read.message);
  return read.pattern;
}

describe('the permission index', () => {
  for (const leaveOutSecret of [true, false]) {
    it(`finds what looking at every pattern finds${leaveOutSecret ? ', for grants' : ', for guards'}`, () => {
      const matches = leaveOutSecret ? grants : covers;
      fc.assert(
        fc.property(fc.array(entry, { maxLength: 6 }), type, action, id, (entries, askedType, askedAction, askedId) => {
          const indexed = entries.map(({ text, targets }, at) => ({
            pattern: patternOf(text),
            value: `${at}`,
            ...(targets === undefined ? {} : { targets }),
          }));
          const index = indexByPermission(indexed, {
            leaveOutSecret,
            order: (left, right) => (left < right ? -1 : left > right ? 1 : 0),
          });
          const found = index === undefined ? [] : findByPermission(index, askedType, askedAction, askedId);
          const expected = indexed
            .filter(({ pattern }) => matches(pattern, askedType, askedAction, askedId))
            .filter(({ targets }) => targets === undefined || targets.some((one) => within(one, askedType, askedId)))
            .map(({ value }) => value);
          expect(found).toEqual(expected.sort());
        }),
        { seed: 3, numRuns: 2_000 },
      );
    });
  }
});

function within(limit: Target, askedType: string, askedId: string): boolean {
  return (limit.type ?? askedType) === askedType && (limit.id ?? askedId) === askedId;
}
