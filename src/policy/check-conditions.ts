import { arithmeticOnAttributes } from '../condition/arithmetic.ts';
import { compileCondition } from '../condition/compile.ts';
import type { ConditionFault } from '../condition/condition.ts';
import type { Report } from './report.ts';
import { spanInScalar } from './scalar-offsets.ts';
import type { ConditionSite } from './value.ts';

/** Reports each condition's faults at their own lines and columns, and warns of arithmetic that always errs. */
export function checkConditions(sites: readonly ConditionSite[], report: Report): void {
  const known = new Map<string, readonly ConditionFault[]>();
  for (const site of sites) {
    const faults = known.get(site.text) ?? faultsOf(site.text);
    known.set(site.text, faults);
    for (const fault of faults) reportFault(site, fault, report);
    if (faults.length === 0 && OPERATOR.test(site.text)) warnOfArithmetic(site, report);
  }
}

/** Most conditions calculate nothing and need not be parsed again for it. */
const OPERATOR = /[-+*/%]/;

function faultsOf(text: string): readonly ConditionFault[] {
  // A blank condition is reported with the document's shape.
  if (text.trim() === '') return [];
  const compiled = compileCondition(text);
  return compiled.ok ? [] : compiled.faults;
}

function warnOfArithmetic({ text, scalar, document }: ConditionSite, report: Report): void {
  for (const part of arithmeticOnAttributes(text)) {
    report.warning(document.source, spanInScalar(document.source, scalar, part), {
      code: 'int-arithmetic',
      message: `\`${text.slice(part.start, part.end)}\` fails for each question: a number of a question is a double, and this literal is an int`,
      hint: 'write the literal with a point, as in `1.0`',
    });
  }
}

function reportFault({ document, scalar }: ConditionSite, fault: ConditionFault, report: Report): void {
  const span = spanInScalar(document.source, scalar, fault);
  const cut = scalar.type === 'PLAIN' && typeof scalar.comment === 'string';
  const hint = cut ? 'YAML reads what follows ` #` as a comment: quote the condition' : fault.hint;
  report.error(document.source, span, { code: 'condition', message: fault.message, hint });
}
