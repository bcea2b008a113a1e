import { describe, expect, test } from 'vitest';
import { readPolicies } from '../../src/policy/read.ts';

const MEGABYTE = 1 << 20;

function diagnosticsOf(text: string): readonly string[] {
  return readPolicies([{ path: 'a.yaml', text }]).diagnostics.map((diagnostic) => `${diagnostic.line}:${diagnostic.column} ${diagnostic.message}`);
}

describe('nesting', () => {
  test.each(['[', '{', '- ', '? ', '"a": ', '[[],', '[?', '{a: '])('a megabyte of `%s` is one error', (unit) => {
    const diagnostics = diagnosticsOf(unit.repeat(MEGABYTE / unit.length));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toContain('maps and lists lie more than 32 deep in each other');
  });
});
