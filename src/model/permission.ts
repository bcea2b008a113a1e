/** One permission pattern: `*`, or `type:action[:id]` in which a `*` stands for a whole type or a whole action. */
export interface PermissionPattern {
  readonly text: string;
  /** Undefined stands for every type. */
  readonly type: string | undefined;
  /** Undefined stands for every action. */
  readonly action: string | undefined;
  /** Undefined stands for every id; else the whole rest of the text. */
  readonly id: string | undefined;
  /** True for the bare `*` alone. */
  readonly everything: boolean;
}

export type PermissionRead =
  | { readonly ok: true; readonly pattern: PermissionPattern }
  | { readonly ok: false; readonly message: string };

/** Mastra's resource types that `stored:…` stands for in a RoleMapping. */
const STORED_TYPES = [
  'stored-agents',
  'stored-mcp-clients',
  'stored-prompt-blocks',
  'stored-scorers',
  'stored-skills',
  'stored-workflows',
  'stored-workspaces',
] as const;

/** Reads a permission pattern as written in a policy. The id is the rest of the text after the second `:`. */
export function readPermission(text: string): PermissionRead {
  if (text === '*') {
    return { ok: true, pattern: { text, type: undefined, action: undefined, id: undefined, everything: true } };
  }
  const first = text.indexOf(':');
  if (first < 0) return { ok: false, message: `\`${text}\` is no permission: write \`*\` or \`type:action\`` };
  const second = text.indexOf(':', first + 1);
  const type = text.slice(0, first);
  const action = second < 0 ? text.slice(first + 1) : text.slice(first + 1, second);
  const id = second < 0 ? undefined : text.slice(second + 1);
  if (id === '*')
    return { ok: false, message: `\`*\` as an id matches no resource: leave it out, \`${type}:${action}\`` };
  return {
    ok: true,
    pattern: {
      text,
      type: type === '*' ? undefined : type,
      action: action === '*' ? undefined : action,
      id,
      everything: false,
    },
  };
}

/**
 * True where a grant of the pattern covers the permission asked. `*` as a type leaves out `secret`, unless it is the
 * bare `*`.
 */
export function grants(pattern: PermissionPattern, type: string, action: string, id: string): boolean {
  if (pattern.type === undefined && !pattern.everything && type === 'secret') return false;
  return covers(pattern, type, action, id);
}

/** True where a guard on the pattern is about the permission asked: here `*` as a type covers `secret` too. */
export function covers(pattern: PermissionPattern, type: string, action: string, id: string): boolean {
  return (
    (pattern.type === undefined || pattern.type === type) &&
    (pattern.action === undefined || pattern.action === action) &&
    (pattern.id === undefined || pattern.id === id)
  );
}

/** The patterns that one pattern of a RoleMapping stands for: `stored:…` also means each of Mastra's stored types. */
export function expandStored(pattern: PermissionPattern): readonly PermissionPattern[] {
  if (pattern.type !== 'stored') return [pattern];
  return [pattern, ...STORED_TYPES.map((type) => ({ ...pattern, type }))];
}
