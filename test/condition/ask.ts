import { compileCondition } from '../../src/condition/compile.ts';
import type { Activation, Condition } from '../../src/condition/condition.ts';
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
export function compiled(text: string): Condition {
  const result = compileCondition(text);
  if (!result.ok) throw new Error(`refused: ${text}: ${result.faults.map((fault) => fault.message).join('; ')}`);
  return result.condition;
}

/** True, false, or the message of the error. */
export function outcome(text: string, context: JsonObject, parts: Partial<Activation> = {}): boolean | string {
  const result = compiled(text).run(activation(context, parts));
  return typeof result === 'boolean' ? result : result.message;
}
