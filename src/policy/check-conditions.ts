import { compileCondition } from '../condition/compile.ts';
import type { ConditionFault } from '../condition/condition.ts';
import type { Report } from './report.ts';
import { spanInScalar } from './scalar-offsets.ts';
import type { ConditionSite } from './value.ts';

/** Reports each condition's faults at their own lines and columns. Equal texts are compiled once. */
export function checkConditions(sites: readonly ConditionSite[], report: Report): void {
  const known = new Map<string, readonly ConditionFault[]>();
  for (const site of sites) {
    const faults = known.get(site.text) ?? faultsOf(site.text);
    known.set(site.text, faults);
    for (const fault of faults) reportFault(site, fault, report);
  }
}

function faultsOf(text: string): readonly ConditionFault[] {
  // A blank condition has been reported with the document's shape.
  if (text.trim() === '') return [];
  const compiled = compileCondition(text);
  return compiled.ok ? [] : compiled.faults;
}

function reportFault({ document, scalar }: ConditionSite, fault: ConditionFault, report: Report): void {
  const span = spanInScalar(document.source, scalar, fault);
  const cut = scalar.type === 'PLAIN' && typeof scalar.comment === 'string';
  const hint = cut ? 'YAML reads what follows ` #` as a comment: quote the condition' : fault.hint;
  report.error(document.source, span, { code: 'condition', message: fault.message, hint });
}
