import { describe, expect, test } from 'vitest';
import { annotateDiagnostic, type Diagnostic, renderDiagnostic } from '../../src/model/diagnostic.ts';

const DIAGNOSTIC: Diagnostic = {
  severity: 'error',
  code: 'unknown-key',
  message: '`nam` is no key here',
  hint: 'did you mean `name`?',
  file: 'a/b.yaml',
  line: 12,
  column: 3,
  endLine: 12,
  endColumn: 6,
  source: '  nam: x',
};

describe('renderDiagnostic', () => {
  test('shows place, message, excerpt with a caret, and hint', () => {
    expect(renderDiagnostic(DIAGNOSTIC)).toBe(
      [
        'a/b.yaml:12:3: error: `nam` is no key here',
        '  12 |   nam: x',
        '     |   ^^^',
        '  hint: did you mean `name`?',
      ].join('\n'),
    );
  });

  test('leaves out what is not known', () => {
    const { hint: _hint, source: _source, ...rest } = DIAGNOSTIC;
    expect(renderDiagnostic({ ...rest, severity: 'warning' })).toBe('a/b.yaml:12:3: warning: `nam` is no key here');
  });

  test('keeps the caret below its word behind tabs, and within the line', () => {
    const lines = renderDiagnostic({ ...DIAGNOSTIC, column: 2, endLine: 14, source: '\tnam: x' }).split('\n');
    expect(lines.slice(1, 3)).toEqual(['  12 | \tnam: x', '     | \t^^^^^^']);
  });

  test('has a caret where nothing is, at the end of a line', () => {
    const lines = renderDiagnostic({ ...DIAGNOSTIC, column: 9, endColumn: 9 }).split('\n');
    expect(lines[2]).toBe('     |         ^');
  });

  test('shows no control sign of a policy to a terminal', () => {
    const shown = renderDiagnostic({ ...DIAGNOSTIC, source: '  nam\u001b[2J: \u202ex' });
    for (const sign of ['\u001b', '\u202e']) expect(shown).not.toContain(sign);
    expect(shown).toContain('nam\ufffd[2J: \ufffdx');
  });

  test('paints with what it is given', () => {
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const paint = { bold: mark('b'), dim: mark('d'), red: mark('r'), yellow: mark('y') };
    expect(renderDiagnostic(DIAGNOSTIC, paint).split('\n')).toEqual([
      '<b>a/b.yaml:12:3:</b> <r>error:</r> `nam` is no key here',
      '<d>  12 | </d>  nam: x',
      '<d>     | </d>  <r>^^^</r>',
      '  hint: did you mean `name`?',
    ]);
    expect(renderDiagnostic({ ...DIAGNOSTIC, severity: 'warning' }, paint)).toContain('<y>warning:</y>');
  });
});

describe('annotateDiagnostic', () => {
  test('is one workflow command', () => {
    expect(annotateDiagnostic(DIAGNOSTIC)).toBe(
      '::error file=a/b.yaml,line=12,col=3,endColumn=6,title=unknown-key::`nam` is no key here%0Adid you mean `name`?',
    );
  });

  test('escapes what would end a property, the message or the line', () => {
    const { hint: _, ...rest } = DIAGNOSTIC;
    const line = annotateDiagnostic({
      ...rest,
      severity: 'warning',
      file: 'a,b:c%.yaml',
      message: '50%\n::error::x',
      endLine: 13,
    });
    expect(line).toBe('::warning file=a%2Cb%3Ac%25.yaml,line=12,col=3,title=unknown-key::50%25%0A::error::x');
  });
});
