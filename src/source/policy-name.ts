import type { Fetched, PolicyFile } from '../model/source.ts';

/** True for the names of policy files and of their tests. */
export function isPolicyName(name: string): boolean {
  return /\.ya?ml$/.test(name);
}

/** Tells `*.test.yaml` files from policies. */
export function partTests(all: readonly PolicyFile[]): Required<Pick<Fetched, 'files' | 'tests'>> {
  const isTest = ({ path }: PolicyFile): boolean => /\.test\.ya?ml$/.test(path);
  return { files: all.filter((file) => !isTest(file)), tests: all.filter(isTest) };
}
