import { matchesGlob } from '../model/glob.ts';
import { isJsonObject, own } from '../model/json.ts';
import { findPlace } from '../model/place-tree.ts';
import type { Question } from '../model/question.ts';
import type { Place } from '../model/verdict.ts';
import type { SecretUse, Snapshot } from '../policy/snapshot.ts';
import type { Objection } from './combine.ts';
import type { Completed } from './completed.ts';
import type { RolesHere } from './roles.ts';
import { exempts, type Who } from './who.ts';

/** True for the two uses of a secret that have walls around them. */
export function isSecretUse(completed: Completed): boolean {
  const { question, action } = completed;
  return question.resource.type === 'secret' && (action === 'reference' || action === 'inject');
}

/** The walls around a secret: why this use of it is denied, if it is. */
export function secretWall(
  snapshot: Snapshot,
  completed: Completed,
  place: Place,
  who: Who,
  roles: RolesHere,
): Objection | undefined {
  const found = findPlace(snapshot.secrets, [place.org, place.namespace ?? '', completed.question.resource.id]);
  const uses = [...found.named, ...found.star];
  if (uses.length === 0) return wall('no policy describes this secret in its namespace');
  const chain = chainNamed(completed, place);
  if (chain === undefined)
    return wall('a secret is used by a chain of its own org and namespace, named in `context.chain`');
  return completed.action === 'reference' ? referenceWall(snapshot, uses, who, roles) : injectWall(uses, chain);
}

/** `chain:run` on the chain that the secret goes to, by the same subject in the same context. */
export function runQuestion(completed: Completed, place: Place): Question {
  const { question } = completed;
  const properties = { org: place.org, namespace: place.namespace ?? '' };
  return {
    subject: question.subject,
    action: { name: 'run', properties: {} },
    resource: { type: 'chain', id: chainNamed(completed, place) ?? '', properties },
    context: question.context,
  };
}

function chainNamed(completed: Completed, place: Place): string | undefined {
  const chain = own(completed.question.context, 'chain');
  if (chain === undefined || !isJsonObject(chain)) return undefined;
  const name = own(chain, 'name');
  const org = own(chain, 'org');
  const here = own(chain, 'namespace') === place.namespace && (org === undefined || org === place.org);
  return here && typeof name === 'string' && name !== '' ? name : undefined;
}

function referenceWall(
  snapshot: Snapshot,
  uses: readonly SecretUse[],
  who: Who,
  roles: RolesHere,
): Objection | undefined {
  const listed = uses.some((use) => exempts(snapshot, use.reference, who, roles.names));
  return listed ? undefined : wall('the subject is not among those who may reference this secret');
}

function injectWall(uses: readonly SecretUse[], chain: string): Objection | undefined {
  const listed = uses.some((use) => use.inject.some((pattern) => matchesGlob(pattern, chain)));
  return listed ? undefined : wall('the chain is not among those that get this secret');
}

function wall(reason: string): Objection {
  return { name: '!secret', effect: 'deny', reason, approvers: [] };
}
