import { decide } from '../../../dist/engine/decide.js';
import { compileSnapshot } from '../../../dist/policy/compile.js';
import { readPolicies } from '../../../dist/policy/read.js';

/** A policy set of one RoleMapping, compiled. Throws where it does not load. */
export function loadMapping(mapping) {
  const text = JSON.stringify({ kind: 'RoleMapping', mapping });
  const { documents, diagnostics, revision } = readPolicies([{ path: 'mapping.yaml', text }]);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.message);
  return compileSnapshot(documents, revision);
}

/** Whether a user who claims the roles may do what is asked. */
export function mayDo(snapshot, roles, { type, action, id }) {
  const subject = { type: 'user', id: 'mika', properties: { roles } };
  return decide(snapshot, { subject, action: { name: action }, resource: { type, id } }, 0).effect === 'allow';
}
