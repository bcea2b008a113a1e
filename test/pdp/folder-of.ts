import type { PolicyFile, Source } from '../../src/model/source.ts';
import { partTests } from '../../src/source/policy-name.ts';

/** A source whose files a test sets, and whose changes it announces. */
export interface HandSource extends Source {
  set(files: Record<string, string> | Error): void;
  change(): void;
  readonly acceptedRevisions: string[];
}

export function createHandSource(files: Record<string, string>): HandSource {
  let current: Record<string, string> | Error = files;
  let announce: () => void = () => {};
  const acceptedRevisions: string[] = [];
  return {
    acceptedRevisions,
    set: (next) => {
      current = next;
    },
    change: () => announce(),
    read: async () => {
      if (current instanceof Error) throw current;
      const list: PolicyFile[] = Object.entries(current).map(([path, text]) => ({ path, text }));
      return { ...partTests(list), origin: { description: 'a test' } };
    },
    watch: (changed) => {
      announce = changed;
      return () => {
        announce = () => {};
      };
    },
    accepted: (revision) => acceptedRevisions.push(revision),
  };
}

export const ALLOW = `
kind: Role
name: operator
permissions: ["chain:run"]
`;

export const DENY = `
kind: Role
name: operator
permissions: ["chain:view"]
`;

export const BROKEN = `
kind: Role
name: operator
permissons: ["chain:view"]
`;

export const run = (properties: object = {}, context: object = {}): unknown => ({
  subject: { type: 'user', id: 'dana', properties: { roles: ['operator'], ...properties } },
  action: { name: 'run' },
  resource: { type: 'chain', id: 'x' },
  context,
});
