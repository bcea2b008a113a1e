import type { HeldRole } from './roles.ts';

/** A role held and where it came from, in a line. */
export function describeRole({ role, source }: HeldRole): string {
  switch (source.kind) {
    case 'claimed':
      return `${role}: the question says so`;
    case 'directory':
      return `${role}: the Directory says so`;
    case 'mapping':
      return `${role}: the RoleMapping makes it of ${source.claimed}`;
    case 'binding':
      return `${role}: a binding at ${source.path}`;
    case 'recast':
      return `${role}: ${source.path} recasts ${describeRole(source.from)}`;
  }
}
