import { checkAttributes } from './check-attributes.ts';
import { checkConflicts } from './check-conflicts.ts';
import { checkDirectories } from './check-directory.ts';
import { checkPlaces } from './check-places.ts';
import { checkRecasts } from './check-recast.ts';
import { checkRoles } from './check-roles.ts';
import { checkRules } from './check-rules.ts';
import { checkSize } from './check-size.ts';
import type { Declared } from './declared.ts';

import { errorAt, type Problems, placeOf, type Site, sitesOf } from './site.ts';

/** Reports all that is wrong with documents whose shapes are right: inside one, and among several. */
export function checkSet(sites: readonly Site[], declared: Declared, problems: Problems): void {
  if (!checkSize(sites, problems)) return;
  checkRoles(sites, declared, problems);
  checkRecasts(sites, problems);
  checkMappings(sites, problems);
  checkDirectories(sites, problems);
  checkPlaces(sites, declared, problems);
  checkRules(sites, problems);
  checkConflicts(sites, problems);
  checkAttributes(sites, problems);
}

function checkMappings(sites: readonly Site[], problems: Problems): void {
  const [first, ...others] = sitesOf(sites, 'RoleMapping');
  for (const site of others) {
    errorAt(problems, site, [], {
      code: 'second-mapping',
      message: `a set has one RoleMapping, and it stands at \`${first === undefined ? '' : placeOf(first)}\``,
      hint: 'join the two',
    });
  }
}
