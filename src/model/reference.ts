/** A subject entry of a policy: `[org/]type:id`, `[org/]group:NAME`, `role:NAME`, `owner`, `[org/]*`. */
export type SubjectReference =
  | { readonly kind: 'subject'; readonly org: string | undefined; readonly type: string; readonly id: string }
  | { readonly kind: 'group'; readonly org: string | undefined; readonly name: string }
  | { readonly kind: 'role'; readonly name: string }
  | { readonly kind: 'owner' }
  | { readonly kind: 'everyone'; readonly org: string | undefined };

export type ReferenceRead =
  | { readonly ok: true; readonly reference: SubjectReference }
  | { readonly ok: false; readonly message: string };

/** Reads a subject entry. Without an org before a `/` an entry means the org of the resource. */
export function readReference(text: string): ReferenceRead {
  if (text === 'owner') return { ok: true, reference: { kind: 'owner' } };
  const colon = text.indexOf(':');
  const head = colon < 0 ? text : text.slice(0, colon);
  const slash = head.indexOf('/');
  const org = slash < 0 ? undefined : head.slice(0, slash);
  const type = slash < 0 ? head : head.slice(slash + 1);
  if (org === '') return wrong(text, 'the org before `/` is empty');
  if (org?.includes('*')) return wrong(text, 'the org before `/` must be one word');
  if (colon < 0) {
    if (type === '*') return { ok: true, reference: { kind: 'everyone', org } };
    return wrong(text, 'write `type:id`, `group:NAME`, `role:NAME`, `owner` or `*`');
  }
  return readTyped(text, org, type, text.slice(colon + 1));
}

function readTyped(text: string, org: string | undefined, type: string, id: string): ReferenceRead {
  if (type === '' || id === '') return wrong(text, 'the type or the id is empty');
  if (text.includes('*')) return wrong(text, 'a star stands for everyone only by itself, as `*` or `ORG/*`');
  if (type === 'group') return { ok: true, reference: { kind: 'group', org, name: id } };
  if (type !== 'role') return { ok: true, reference: { kind: 'subject', org, type, id } };
  if (org !== undefined) return wrong(text, 'a role is held at a place and has no org');
  return { ok: true, reference: { kind: 'role', name: id } };
}

function wrong(text: string, why: string): ReferenceRead {
  return { ok: false, message: `\`${text}\` is no subject: ${why}` };
}
