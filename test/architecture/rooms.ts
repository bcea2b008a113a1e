/** What one folder of `src/` may import. */
export interface Room {
  /** Other rooms whose values and types it may import. */
  readonly rooms: readonly string[];
  /** Other rooms of which it may import types alone. */
  readonly types?: readonly string[];
  readonly packages: readonly string[];
  /** The `node:` modules it may import; absent means all but those that belong to certain rooms alone. */
  readonly node?: readonly string[];
}

const EVERY_ROOM = [
  'model',
  'condition',
  'policy',
  'engine',
  'source',
  'pdp',
  'record',
  'authoring',
  'config',
  'server',
  'client',
] as const;

/** Who may import whom. `index` is the package's entry, the one file that lies in no room. */
export const ROOMS: ReadonlyMap<string, Room> = new Map<string, Room>([
  ['model', { rooms: [], packages: [], node: [] }],
  ['condition', { rooms: ['model'], packages: ['@marcbachmann/cel-js', 're2js'], node: [] }],
  ['policy', { rooms: ['model', 'condition'], packages: ['yaml', 'valibot'], node: ['node:crypto'] }],
  ['engine', { rooms: ['model'], types: ['policy', 'condition'], packages: [], node: [] }],
  ['source', { rooms: ['model'], packages: [] }],
  ['pdp', { rooms: ['model', 'policy', 'engine', 'source'], packages: ['lru-cache'] }],
  [
    'record',
    { rooms: ['model'], packages: ['prom-client', 'valibot', '@opentelemetry/otlp-transformer', 'fast-json-patch'] },
  ],
  ['authoring', { rooms: ['model', 'policy', 'engine'], packages: [], node: [] }],
  ['config', { rooms: ['model'], packages: ['yaml', 'valibot'] }],
  ['server', { rooms: ['model', 'pdp'], types: ['config'], packages: ['hono', '@hono/node-server', 'valibot'] }],
  ['client', { rooms: ['model'], packages: [] }],
  [
    'cli',
    {
      rooms: EVERY_ROOM,
      packages: [
        '@hono/node-server',
        '@marcbachmann/cel-js',
        'hono',
        'lru-cache',
        'prom-client',
        're2js',
        'valibot',
        'yaml',
      ],
    },
  ],
  ['index', { rooms: EVERY_ROOM.filter((room) => room !== 'server'), packages: [], node: [] }],
]);

/** `node:` modules that belong to certain rooms alone; no room at all for an empty list. */
export const NODE_OWNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['node:child_process', ['source', 'client']],
  ['node:worker_threads', ['pdp', 'cli']],
  ['node:cluster', ['cli']],
  ['node:module', []],
  ['node:vm', []],
]);

/** What only `cli` may name. */
export const CLI_ONLY: ReadonlySet<string> = new Set(['console', 'process.exit', 'process.exitCode', 'process.abort']);

/** Rooms that know no clock, environment, network or log: time comes in as an argument. */
export const PURE_ROOMS: ReadonlySet<string> = new Set(['condition', 'policy', 'engine', 'authoring']);

/** What a pure room may not name. `new Date` and `Date` stand for the calls that read the clock. */
export const IMPURE: ReadonlySet<string> = new Set([
  'Date.now',
  'new Date',
  'Date()',
  'Math.random',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'WebSocket',
]);

export const MAX_FILE_LINES = 300;
export const MAX_FUNCTION_LINES = 60;
