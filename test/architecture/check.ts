import { posix } from 'node:path';
import {
  CLI_ONLY,
  IMPURE,
  MAX_FILE_LINES,
  MAX_FUNCTION_LINES,
  NODE_OWNERS,
  PURE_ROOMS,
  ROOMS,
  type Room,
} from './rooms.ts';
import { type Import, type Scan, scan } from './scan.ts';

/** What a file does that the house rules forbid, one line each. `path` is below `src/`, with `/`. */
export function violations(path: string, text: string): readonly string[] {
  const name = roomOf(path);
  const room = ROOMS.get(name);
  if (room === undefined) return [`${path}: \`${name}\` is no room of the table`];
  const found = scan(text);
  const wrong = [
    ...found.imports.flatMap((item) => importProblem(path, name, room, item)),
    ...nameProblems(name, found),
    ...sizeProblems(found),
  ];
  if (name === 'index' && !found.reexportsOnly) wrong.push('the entry re-exports and does nothing else');
  return wrong.map((problem) => `${path}: ${problem}`);
}

/** The folder a file lies in; a file right below `src/` is a room by its own name. */
export function roomOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path.replace(/\.ts$/, '') : path.slice(0, slash);
}

function importProblem(path: string, name: string, room: Room, { specifier, typeOnly }: Import): readonly string[] {
  if (specifier.startsWith('node:')) return nodeProblem(name, room, specifier);
  if (!specifier.startsWith('.')) {
    const known = room.packages.some((allowed) => specifier === allowed || specifier.startsWith(`${allowed}/`));
    return known ? [] : [`\`${name}\` may not import the package \`${specifier}\``];
  }
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  if (target.startsWith('..')) return [`\`${specifier}\` leads out of src`];
  const other = roomOf(target);
  if (other === name || room.rooms.includes(other)) return [];
  if (!room.types?.includes(other)) return [`\`${name}\` may not import \`${other}\` (\`${specifier}\`)`];
  return typeOnly ? [] : [`\`${name}\` may import types of \`${other}\` alone (\`${specifier}\`)`];
}

function nodeProblem(name: string, room: Room, specifier: string): readonly string[] {
  const owners = NODE_OWNERS.get(specifier);
  const allowed = room.node === undefined ? (owners?.includes(name) ?? true) : room.node.includes(specifier);
  return allowed ? [] : [`\`${name}\` may not import \`${specifier}\``];
}

function nameProblems(name: string, found: Scan): readonly string[] {
  const problems = ['require']
    .filter((word) => found.names.has(word))
    .map((word) => `\`${word}\` hides what is imported`);
  if (name !== 'cli') {
    for (const word of CLI_ONLY) if (found.names.has(word)) problems.push(`only \`cli\` may use \`${word}\``);
  }
  if (PURE_ROOMS.has(name)) {
    for (const word of IMPURE)
      if (found.names.has(word)) problems.push(`\`${name}\` is pure and may not use \`${word}\``);
  }
  return problems;
}

function sizeProblems(found: Scan): readonly string[] {
  const problems = found.functions
    .filter(({ lines }) => lines > MAX_FUNCTION_LINES)
    .map(({ line, lines }) => `the function at line ${line} has ${lines} lines, more than ${MAX_FUNCTION_LINES}`);
  if (found.lines > MAX_FILE_LINES) problems.push(`${found.lines} lines, more than ${MAX_FILE_LINES}`);
  return problems;
}
