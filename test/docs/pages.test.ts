import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../src/policy/read.ts';
import { pages } from './pages.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGES = pages();
const WITH_POLICIES = PAGES.map(({ path, blocks }) => ({
  path,
  policies: blocks.filter(({ language, text }) => language === 'yaml' && /^kind: [A-Z]/m.test(text)),
})).filter(({ policies }) => policies.length > 0);

it('finds the pages, and policies on them', () => {
  expect(PAGES.map((page) => page.path)).toContain('docs/policies.md');
  expect(WITH_POLICIES.map((page) => page.path)).toEqual(expect.arrayContaining(['README.md', 'docs/policies.md']));
});

describe.each(WITH_POLICIES)('$path', ({ policies }) => {
  // Later examples of a page may build on earlier ones, so a page is one set.
  it('has policies that load without an error or a warning', () => {
    const files = policies.map(({ text }, at) => ({ path: `${at}.yaml`, text }));
    expect(readPolicies(files).diagnostics).toEqual([]);
  });
});

it.each(PAGES)('$path links to what exists', ({ path, text }) => {
  const folder = new URL(path, ROOT);
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, link = '']) => link);
  const local = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(local.filter((link) => !existsSync(new URL(link, folder)))).toEqual([]);
});

it.each(PAGES.filter((page) => page.path.startsWith('docs/')))('$path is in the index', ({ path }) => {
  const index = PAGES.find((page) => page.path === 'docs/README.md')?.text ?? '';
  if (path !== 'docs/README.md') expect(index).toContain(`(${path.slice('docs/'.length)})`);
});
