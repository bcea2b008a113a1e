/** Small alphabets, so that what is generated collides often. */
export const ROLES = ['viewer', 'builder', 'admin'] as const;
export const CLAIMS = [...ROLES, 'member', 'guest', 'constructor'] as const;
export const GROUPS = ['g1', 'g2', '__proto__'] as const;
export const SUBJECT_TYPES = ['user', 'agent'] as const;
export const SUBJECT_IDS = ['u1', 'u2', 'u3'] as const;
export const RESOURCE_TYPES = ['doc', 'tool', 'chain', 'secret', 'stored-agents'] as const;
export const RESOURCE_IDS = ['d1', 'c1', 'c2', 'K1', 'a:b'] as const;
export const ACTIONS = ['read', 'run', 'edit', 'reference', 'inject'] as const;
export const CHAINS = ['c1', 'c2'] as const;
export const NAMESPACES = ['dev', 'prod', 'eu-prod'] as const;
export const OBLIGATION_TYPES = ['redact', 'log'] as const;
export const ORG = 'acme';
export const OTHER_ORG = 'globex';
/** The instant around which bindings begin and end. */
export const NOON = Date.parse('2026-06-15T12:00:00Z');
export const HOUR = 3_600_000;

/** Some hold, some do not, some err, some read the clock. */
export const CONDITIONS = [
  'true',
  'context.flag',
  'has(context.flag) && context.flag',
  '!has(context.flag)',
  'context.flag || context.missing',
  'context.n > 1',
  'subject.properties.level == 1.0',
  'subject.properties["level"] != 1.0',
  'resource.properties.risk == "low"',
  '!(has(resource.properties.risk) && resource.properties.risk == "low")',
  'action.name == "read"',
  'subject.id == "u1" && subject.type == "user"',
  '"g1" in subject.properties.groups',
  'subject.properties.roles.exists(r, r == "viewer")',
  'resource.properties.namespace == "dev"',
  'context.missing.deep',
  'now < timestamp("2026-06-15T12:00:00Z")',
  'context.flag && now >= timestamp("2026-06-15T12:00:00Z")',
] as const;
