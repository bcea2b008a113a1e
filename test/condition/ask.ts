import { compileCondition } from '../../src/condition/compile.ts';
import type { Activation, Condition } from '../../src/condition/condition.ts';
import type { Compilation } from '../../src/condition/emit/compile-tree.ts';
import type { JsonObject } from '../../src/model/json.ts';

/** Sunday, 2026-03-08, 14:30:15.250 UTC; clocks went forward in New York that night. */
const NOW = Date.UTC(2026, 2, 8, 14, 30, 15, 250);

export function activation(context: JsonObject, parts: Partial<Activation> = {}): Activation {
  return {
    subject: { type: 'user', id: 'dana', properties: { level: 3, roles: ['builder'] } },
    action: { name: 'call', properties: {} },
    resource: { type: 'tool', id: 'refund', properties: { owner: 'user:dana' } },
    context,
    now: NOW,
    ...parts,
  };
}

/** The compiled condition. Throws where the text is refused. */
export function compiled(text: string, compilation?: Compilation): Condition {
  const result = compileCondition(text, compilation);
  if (!result.ok) throw new Error(`refused: ${text}: ${result.faults.map((fault) => fault.message).join('; ')}`);
  return result.condition;
}

/** True, false, or the message of the error. Both ways of compiling must say the same. */
export function outcome(text: string, context: JsonObject, parts: Partial<Activation> = {}): boolean | string {
  const [source, closures] = (['source', 'closures'] as const).map((compilation) => {
    const result = compiled(text, compilation).run(activation(context, parts));
    return typeof result === 'boolean' ? result : result.message;
  });
  if (source === undefined || source !== closures) throw new Error(`${text}: ${source} and ${closures}`);
  return source;
}
