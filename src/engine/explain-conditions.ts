import type { ReadPath } from '../condition/condition.ts';
import { isJsonObject, type JsonValue, own } from '../model/json.ts';
import { activationOf } from './completed.ts';
import type { Run } from './run.ts';

/** Each condition that a run evaluated, with what it came to and the values that it read, in lines. */
export function describeEvaluations(run: Run): readonly string[] {
  return (run.evaluations ?? []).flatMap(({ rule, condition, outcome }) => {
    const result = typeof outcome === 'boolean' ? String(outcome) : `an error, ${outcome.message}`;
    const values = condition.reads.map((path) => `  ${path.join('.')} was ${valueAt(run, path)}`);
    const now = condition.readsNow ? [`  now was ${new Date(run.now).toISOString()}`] : [];
    return [`condition of ${rule} is ${result}: ${condition.text.trim()}`, ...values, ...now];
  });
}

function valueAt(run: Run, path: ReadPath): string {
  const { subject, action, resource, context } = activationOf(run.completed, run.now);
  const [variable = '', ...keys] = path;
  const roots: Record<string, JsonValue> = {
    subject: { ...subject },
    action: { ...action },
    resource: { ...resource },
    context,
  };
  let value: JsonValue | undefined = roots[variable];
  for (const key of keys) value = value !== undefined && isJsonObject(value) ? own(value, key) : undefined;
  return value === undefined ? 'absent' : JSON.stringify(value);
}
