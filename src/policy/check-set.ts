import { checkConflicts } from './check-conflicts.ts';
import { checkDirectories } from './check-directory.ts';
import { checkPlaces } from './check-places.ts';
import { checkRecasts } from './check-recast.ts';
import { checkRoles } from './check-roles.ts';
import { checkRules } from './check-rules.ts';
import type { Declared } from './declared.ts';
import type { Report } from './report.ts';
import { errorAt, type Site, sitesOf } from './site.ts';

/** Reports all that is wrong with documents whose shapes are right: inside one, and among several. */
export function checkSet(sites: readonly Site[], declared: Declared, report: Report): void {
  checkRoles(sites, declared, report);
  checkRecasts(sites, report);
  checkMappings(sites, report);
  checkDirectories(sites, report);
  checkPlaces(sites, declared, report);
  checkRules(sites, report);
  checkConflicts(sites, report);
}

function checkMappings(sites: readonly Site[], report: Report): void {
  const [first, ...others] = sitesOf(sites, 'RoleMapping');
  for (const site of others) {
    errorAt(report, site, [], {
      code: 'second-mapping',
      message: `a set has one RoleMapping, and \`${first?.yaml.source.path ?? ''}\` has it`,
      hint: 'join the two',
    });
  }
}
