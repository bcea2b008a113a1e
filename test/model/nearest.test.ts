import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/model/nearest.ts';

describe('the word probably meant', () => {
  const words = ['bindings', 'namespace', 'name', 'when', 'subjects'];

  it.each([
    ['binding', 'bindings'],
    ['nmae', 'name'],
    ['Namespcae', 'namespace'],
    ['whem', 'when'],
    ['subjets', 'subjects'],
  ])('%s is %s', (word, meant) => {
    expect(nearest(word, words)).toBe(meant);
  });

  it('is nothing where nothing is near, and for an empty list', () => {
    expect(nearest('until', words)).toBeUndefined();
    expect(nearest('until', [])).toBeUndefined();
  });

  it('allows a third of the word, and no more', () => {
    expect(nearest('abcdef', ['abcdxy'])).toBe('abcdxy');
    expect(nearest('abcdef', ['abcxyz'])).toBeUndefined();
  });

  it('of equals is the first', () => {
    expect(nearest('cat', ['car', 'bat'])).toBe('car');
  });
});
