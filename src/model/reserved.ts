import { isJsonObject, isTextList, type JsonObject, type JsonValue, own } from './json.ts';
import type { Entity, Question } from './question.ts';

/** The members of a question that mean something to the engine by themselves. Absent ones are undefined or empty. */
export interface Reserved {
  /** The action's name without its resource's type. */
  readonly action: string;
  readonly subjectOrg: string | undefined;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** True where the subject says that it acts for another. */
  readonly delegates: boolean;
  readonly org: string | undefined;
  readonly namespace: string | undefined;
  readonly chain: string | undefined;
  readonly owner: string | undefined;
  /** The types of the obligations that the asker can meet. */
  readonly supported: readonly string[];
}

const NONE: readonly string[] = Object.freeze([]);

/**
 * The action's name as rules see it: where it repeats its resource's type (`chain:run` on a `chain`), that prefix is
 * taken off, once.
 */
export function actionName(question: Question): string {
  const { name } = question.action;
  const { type } = question.resource;
  const isPrefixed = name.length > type.length && name.charCodeAt(type.length) === COLON && name.startsWith(type);
  return isPrefixed ? name.slice(type.length + 1) : name;
}

const COLON = 58;

/**
 * Reads a question's reserved members. Where it makes no sense, returns text that names the member instead.
 *
 * A member is loaded by its literal name before it is known to be the object's own: most are absent, and that is the
 * fastest way to see it.
 */
export function readReserved(question: Question): Reserved | string {
  const { subject, resource, context } = question;
  const said = subject.properties;
  const here = resource.properties;
  const subjectOrg = said['org'] === undefined ? undefined : own(said, 'org');
  const roles = said['roles'] === undefined ? NONE : ownList(said, 'roles');
  const groups = said['groups'] === undefined ? NONE : ownList(said, 'groups');
  const org = here['org'] === undefined ? undefined : own(here, 'org');
  const namespace = here['namespace'] === undefined ? undefined : own(here, 'namespace');
  const chain = here['chain'] === undefined ? undefined : own(here, 'chain');
  const owner = here['owner'] === undefined ? undefined : own(here, 'owner');
  const supported = context['supported_obligations'] === undefined ? NONE : ownList(context, 'supported_obligations');
  const action = actionName(question);
  const delegates = said['act'] !== undefined && Object.hasOwn(said, 'act');

  const senseless = senselessSubject(subject) ?? senselessName(action) ?? senselessEntity(resource, 'resource');
  if (senseless !== undefined) return senseless;
  if (!isName(subjectOrg)) return wrongOrg(subjectOrg, 'subject');
  if (!isTextList(roles)) return wrongList('subject.properties.roles');
  if (!isTextList(groups)) return wrongList('subject.properties.groups');
  if (!isName(org)) return wrongOrg(org, 'resource');
  if (!isText(namespace)) return wrongText('resource.properties.namespace');
  if (!isText(chain)) return wrongText('resource.properties.chain');
  if (!isText(owner)) return wrongText('resource.properties.owner');
  const wrongChain = context['chain'] === undefined ? undefined : senselessChain(own(context, 'chain'));
  if (wrongChain !== undefined) return wrongChain;
  if (!isTextList(supported)) return wrongList('context.supported_obligations');
  return { action, subjectOrg, roles, groups, delegates, org, namespace, chain, owner, supported };
}

function senselessSubject(subject: Entity): string | undefined {
  if (subject.type === 'group' || subject.type === 'role') return `\`subject.type\` must not be \`${subject.type}\``;
  return senselessEntity(subject, 'subject');
}

function senselessEntity(entity: Entity, member: string): string | undefined {
  if (entity.type === '') return `\`${member}.type\` is empty`;
  if (entity.type.includes(':')) return `\`${member}.type\` must not hold a \`:\``;
  return entity.id === '' ? `\`${member}.id\` is empty` : undefined;
}

function senselessName(action: string): string | undefined {
  if (action === '') return '`action.name` is empty';
  return action.includes(':') ? '`action.name` holds a `:` other than after its resource type' : undefined;
}

function senselessChain(chain: JsonValue | undefined): string | undefined {
  if (chain === undefined) return undefined;
  if (!isJsonObject(chain)) return '`context.chain` must be an object with `namespace` and `name`';
  if (!isText(own(chain, 'namespace'))) return wrongText('context.chain.namespace');
  return isText(own(chain, 'name')) ? undefined : wrongText('context.chain.name');
}

/** Null stays what it is: it is no list. */
function ownList(object: JsonObject, key: string): JsonValue {
  const value = own(object, key);
  return value === undefined ? NONE : value;
}

function isText(value: JsonValue | undefined): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isName(value: JsonValue | undefined): value is string | undefined {
  return isText(value) && value !== '';
}

function wrongOrg(org: JsonValue | undefined, member: string): string {
  return org === '' ? `\`${member}.properties.org\` is empty` : wrongText(`${member}.properties.org`);
}

function wrongText(member: string): string {
  return `\`${member}\` must be text`;
}

function wrongList(member: string): string {
  return `\`${member}\` must be a list of texts`;
}
