import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from './pages.ts';
import { type Served, serve } from './served.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const README = page('README.md');
const PORT = 'http://127.0.0.1:4400';

describe('README', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ args: ['--policies', 'policies/default'] });
  });
  afterAll(async () => {
    expect(await served.stop()).toBe(0);
  });

  const examples = README.blocks.filter(({ language, text }) => language === 'console' && text.startsWith('$ curl'));
  it('has examples', () => expect(examples).toHaveLength(2));

  it.each(examples)('curl gets the answer that is printed: $text', async ({ text }) => {
    const { path, request, printed } = readExample(text);
    const response = await fetch(served.url + path, request);
    expect(response.status).toBe(200);
    const answer: Record<string, unknown> = JSON.parse(await response.text());
    // Ids and revisions differ from one answer and one set to the next.
    expect({ ...answer, id: '', revision: '' }).toEqual({ ...printed, id: '', revision: '' });
    expect(Object.keys(answer)).toEqual(Object.keys(printed));
  });

  it('says on its first screen how to start and how to test', () => {
    const screen = README.text.split('\n').slice(0, 30).join('\n');
    expect(screen).toContain('npm ci && npm start');
    expect(screen).toContain('npm ci && npm test');
  });
});

describe('docs/library.md', () => {
  const programs = page('docs/library.md').blocks.filter(({ language }) => language === 'ts');
  const folder = mkdtempSync(join(tmpdir(), 'chaperone-library-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules', 'chaperone'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has programs', () => expect(programs).toHaveLength(2));

  it.each(programs)('prints what its comments say: $text', ({ text }) => {
    const file = join(folder, 'program.mjs');
    writeFileSync(file, text);
    const printed = [...text.matchAll(/\/\/ prints (.*)/g)].map(([, line]) => line);
    expect(printed.length).toBeGreaterThan(0);
    const output = execFileSync(process.execPath, [file], { cwd: ROOT, encoding: 'utf8' });
    expect(output.trimEnd().split('\n')).toEqual(printed);
  });
});

interface Example {
  readonly path: string;
  readonly request: { readonly method: string; readonly headers: Record<string, string>; readonly body: string };
  readonly printed: Record<string, unknown>;
}

/** The request that a curl line makes, and the answer below it. */
function readExample(text: string): Example {
  const [, url = '', header = '', body = '', printed = ''] =
    /^\$ curl -s (\S+) -H '([^']+)' -d '([^']+)'\n(.+)\n$/s.exec(text) ?? [];
  expect(url.startsWith(PORT)).toBe(true);
  const [name = '', value = ''] = header.split(': ');
  return {
    path: url.slice(PORT.length),
    request: { method: 'POST', headers: { [name]: value }, body },
    printed: JSON.parse(printed),
  };
}
