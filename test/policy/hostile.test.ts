import { describe, expect, test } from 'vitest';
import { own } from '../../src/model/json.ts';
import type { ChainDocument, DirectoryDocument, OrgDocument, RoleMappingDocument } from '../../src/policy/documents.ts';
import { readPolicies } from '../../src/policy/read.ts';
import { found } from './found.ts';

const MEGABYTE = 1 << 20;
const HOSTILE = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

describe('bombs', () => {
  test.each(['[', '{', '- ', '? ', '"a": ', '[[],', '[?', '{a: '])('a megabyte of `%s` is one error', (unit) => {
    const errors = found(unit.repeat(MEGABYTE / unit.length));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('maps and lists lie more than 32 deep in each other');
  });

  test('the deepest nesting that may be, and one more', () => {
    const nested = (depth: number): string => {
      const lists = depth - 4;
      return `kind: Directory\nsubjects: { "user:a": { properties: { a: ${'['.repeat(lists)}${']'.repeat(lists)} } } }\n`;
    };
    expect(found(nested(32))).toEqual([]);
    expect(found(nested(33))).toEqual(['2:70 maps and lists lie more than 32 deep in each other']);
  });

  test('billion laughs: every alias is an error and none is followed', () => {
    const laughs = Array.from({ length: 9 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(9)}]`);
    const errors = found(`kind: Role\nl0: &l0 lol\n${laughs.join('\n')}\n`);
    expect(errors.filter((error) => error.includes('is an alias'))).toHaveLength(81);
  });

  test('many keys take time that grows with their number, and a duplicate among them is found', () => {
    const keys = Array.from({ length: 10_000 }, (_, at) => `  u:${at}: {}`);
    expect(found(`kind: Directory\nsubjects:\n${keys.join('\n')}\n  u:7: {}\n`)).toEqual([
      '10003:3 `u:7` stands here twice | keep one of the two',
    ]);
  });

  test('many wrong keys take time that grows with their number', () => {
    const keys = Array.from({ length: 10_000 }, (_, at) => `  k${at}: {}`).join('\n');
    expect(found(`kind: Directory\nsubjects:\n${keys}\n`)).toHaveLength(1001);
    expect(found(`kind: Role\nname: r\n${keys.replaceAll('  k', 'k')}\n`)).toHaveLength(1001);
  });

  test('a file of one mebibyte, and of one byte more', () => {
    const start = 'kind: Role\nname: r\n#';
    const fits = start + 'x'.repeat(MEGABYTE - start.length);
    expect(found(fits)).toEqual([]);
    expect(found(`${fits}x`)).toEqual([
      `1:1 file has ${MEGABYTE + 1} bytes, and ${MEGABYTE} is the most | part it into several files`,
    ]);
  });

  test('bytes are counted and not signs', () => {
    const start = 'kind: Role\nname: r\n#';
    expect(found(start + 'ä'.repeat(MEGABYTE / 2))).toHaveLength(1);
  });

  test('a set of too many files', () => {
    const files = Array.from({ length: 20_001 }, (_, at) => ({ path: `${at}.yaml`, text: 'kind: Org\nname: a\n' }));
    const { documents, diagnostics } = readPolicies(files);
    expect(documents).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual(['the set has 20001 files, and 20000 is the most']);
  });

  test('a file of nothing but errors lists the first thousand', () => {
    const text = `kind: Role\nname: r\npermissions: [${'x,'.repeat(1200)}]\n`;
    const errors = found(text);
    expect(errors).toHaveLength(1001);
    expect(errors[1000]).toContain('and 200 more that are not listed');
  });
});

describe('keys that mean something to JavaScript are keys like any other', () => {
  const entries = (value: string): string => HOSTILE.map((key) => `"${key}": ${value}`).join(', ');

  test('in closed maps they are unknown', () => {
    for (const key of HOSTILE)
      expect(found(`kind: Org\nname: a\n"${key}": {}\n`)[0]).toContain(`\`${key}\` is no key here`);
  });

  test('in mappings, recasts, `share` and `only`', () => {
    const roles = HOSTILE.map((name) => `kind: Role\nname: "${name}"\n---\n`).join('');
    const text = `${roles}kind: RoleMapping\nmapping: { ${entries('["a:b"]')} }
---
kind: Org
name: "*"
recast: { ${entries('[]')} }
---
kind: Chain
name: c
share: { ${entries('[owner]')} }
only: { ${entries('[]')} }
`;
    const { documents, diagnostics } = readPolicies([{ path: 'a.yaml', text }]);
    expect(diagnostics).toEqual([]);
    const [mapping, org, chain] = documents.slice(-3) as [RoleMappingDocument, OrgDocument, ChainDocument];
    for (const map of [mapping.mapping, org.recast, chain.share, chain.only]) expect([...map.keys()]).toEqual(HOSTILE);
  });

  test('in free data, at every depth', () => {
    const text = `kind: Directory\nsubjects: { "user:a": { properties: { ${entries('{ __proto__: { polluted: 1 } }')} }, defaults: { __proto__: 1 } } }\n`;
    const { documents, diagnostics } = readPolicies([{ path: 'a.yaml', text }]);
    expect(diagnostics).toEqual([]);
    const subject = (documents[0] as DirectoryDocument).subjects.get('user:a');
    expect(Object.keys(subject?.properties ?? {})).toEqual(HOSTILE);
    expect(Object.getPrototypeOf(subject?.properties)).toBeNull();
    expect(own(subject?.defaults ?? {}, '__proto__')).toBe(1);
    expect({}).not.toHaveProperty('polluted');
  });

  test('as names of roles that nothing defines', () => {
    for (const key of HOSTILE) {
      expect(found(`kind: Role\nname: r\ninherits: ["${key}"]\n`)).toEqual([
        `3:12 no document defines the role \`${key}\``,
      ]);
    }
  });
});

describe('what findings quote', () => {
  test('does nothing to a terminal and stays one line', () => {
    const [error] = found('kind: "\\u001b[2J\\nRole"\n');
    expect(error).toContain('`\\u001b[2J\\u000aRole` is no kind');
  });

  test('is cut where it is long', () => {
    const [diagnostic] = readPolicies([{ path: 'a.yaml', text: `kind: ${'x'.repeat(100_000)}\n` }]).diagnostics;
    expect(diagnostic?.message.length).toBeLessThan(600);
    expect(diagnostic?.source).toBeUndefined();
  });
});
