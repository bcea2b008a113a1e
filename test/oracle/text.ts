/** What a permission is asked for: compared one by one, never as joined text. */
export interface Permission {
  readonly type: string;
  readonly action: string;
  readonly id: string;
}

/** `*` is any run of characters, an empty one too. */
export function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) return glob(rest, text) || (text !== '' && glob(pattern, text.slice(1)));
  return text !== '' && pattern[0] === text[0] && glob(rest, text.slice(1));
}

/** One of a list of names and patterns matches. */
export function anyGlob(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => glob(pattern, text));
}

/** The text before and after the first `:`, or nothing where there is none. */
export function splitAtColon(text: string): readonly [string, string] | undefined {
  const at = text.indexOf(':');
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** A guard's pattern is about the permission. */
export function guardCovers(pattern: string, permission: Permission): boolean {
  if (pattern === '*') return true;
  const [type, action, ...rest] = pattern.split(':');
  return (
    (type === '*' || type === permission.type) &&
    (action === '*' || action === permission.action) &&
    (rest.length === 0 || rest.join(':') === permission.id)
  );
}

/** A grant's pattern covers the permission: as a guard's, but `*:action` leaves out `secret`. */
export function grantCovers(pattern: string, permission: Permission): boolean {
  if (pattern.startsWith('*:') && permission.type === 'secret') return false;
  return guardCovers(pattern, permission);
}

/** `resources:` selects the resource, `type:id` each with stars; an absent list selects all. */
export function selectsResource(resources: readonly string[] | undefined, permission: Permission): boolean {
  if (resources === undefined) return true;
  return resources.some((text) => {
    const parts = splitAtColon(text);
    return parts !== undefined && glob(parts[0], permission.type) && glob(parts[1], permission.id);
  });
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.sort().join(',')}}`;
}

/** Sorted by code units, each once. */
export function sortedSet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}
