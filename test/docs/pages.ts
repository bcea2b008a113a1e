import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** A page of the documentation. */
export interface Page {
  /** Path below the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Every Markdown page that ships. */
export function pages(): readonly Page[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const docs = readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md'));
  return [...top, ...docs.map((name) => `docs/${name}`), 'policies/examples/README.md'].sort().map(page);
}

/** One page by its path. */
export function page(path: string): Page {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
  return { path, text, blocks };
}
