import { isJsonObject, isTextList, type JsonObject, type JsonValue, own } from './json.ts';
import type { Entity, Question } from './question.ts';

/**
 * The action's name as rules see it: where it repeats its resource's type (`chain:run` on a `chain`), that prefix is
 * taken off, once.
 */
export function actionName(question: Question): string {
  const { name } = question.action;
  const { type } = question.resource;
  const prefixed = name.length > type.length && name.charCodeAt(type.length) === 58 && name.startsWith(type);
  return prefixed ? name.slice(type.length + 1) : name;
}

/** What makes a question senseless, naming the member; undefined where it makes sense. */
export function malformed(question: Question): string | undefined {
  return (
    malformedSubject(question.subject) ??
    malformedAction(question) ??
    malformedResource(question.resource) ??
    malformedContext(question.context)
  );
}

function malformedSubject(subject: Entity): string | undefined {
  const { properties } = subject;
  if (subject.type === 'group' || subject.type === 'role') return `\`subject.type\` must not be \`${subject.type}\``;
  return (
    malformedEntity(subject, 'subject') ??
    malformedOrg(properties, 'subject.properties') ??
    wrongList(properties, 'roles', 'subject.properties') ??
    wrongList(properties, 'groups', 'subject.properties')
  );
}

function malformedAction(question: Question): string | undefined {
  const name = actionName(question);
  if (name === '') return '`action.name` is empty';
  return name.includes(':') ? '`action.name` holds a `:` other than after its resource type' : undefined;
}

function malformedResource(resource: Entity): string | undefined {
  const { properties } = resource;
  return (
    malformedEntity(resource, 'resource') ??
    malformedOrg(properties, 'resource.properties') ??
    wrongText(properties, 'namespace', 'resource.properties') ??
    wrongText(properties, 'chain', 'resource.properties') ??
    wrongText(properties, 'owner', 'resource.properties')
  );
}

function malformedContext(context: JsonObject): string | undefined {
  const chain = own(context, 'chain');
  if (chain !== undefined) {
    if (!isJsonObject(chain)) return '`context.chain` must be an object with `namespace` and `name`';
    const wrong = wrongText(chain, 'namespace', 'context.chain') ?? wrongText(chain, 'name', 'context.chain');
    if (wrong !== undefined) return wrong;
  }
  return wrongList(context, 'supported_obligations', 'context');
}

function malformedEntity(entity: Entity, member: string): string | undefined {
  if (entity.type === '') return `\`${member}.type\` is empty`;
  if (entity.type.includes(':')) return `\`${member}.type\` must not hold a \`:\``;
  return entity.id === '' ? `\`${member}.id\` is empty` : undefined;
}

function malformedOrg(properties: JsonObject, where: string): string | undefined {
  return own(properties, 'org') === '' ? `\`${where}.org\` is empty` : wrongText(properties, 'org', where);
}

function wrongText(object: JsonObject, key: string, where: string): string | undefined {
  const value = own(object, key);
  return value === undefined || typeof value === 'string' ? undefined : `\`${where}.${key}\` must be text`;
}

function wrongList(object: JsonObject, key: string, where: string): string | undefined {
  const value: JsonValue | undefined = own(object, key);
  return value === undefined || isTextList(value) ? undefined : `\`${where}.${key}\` must be a list of texts`;
}
