import { parseAst } from 'vitest/node';

/** One module specifier of a file. */
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** What the checks need to know of one source file. */
export interface Scan {
  readonly imports: readonly Import[];
  /** Globals and their members as named in the text: `console`, `process`, `process.exit`, `new Date`. */
  readonly names: ReadonlySet<string>;
  /** Lines of each function that has a body. */
  readonly functions: readonly { readonly line: number; readonly lines: number }[];
  readonly lines: number;
  readonly reexportsOnly: boolean;
}

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown };

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Reads one TypeScript file from its syntax tree. Throws where it does not parse. */
export function scan(text: string): Scan {
  const program: unknown = parseAst(text, { lang: 'ts' });
  if (!isNode(program)) throw new Error('the parser returned no syntax tree');
  const imports: Import[] = [];
  const names = new Set<string>();
  const functions: { line: number; lines: number }[] = [];
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  walk(program, undefined, (node, parent) => {
    imports.push(...importsOf(node));
    for (const name of namesOf(node, parent)) names.add(name);
    if (!FUNCTIONS.has(node.type)) return;
    const line = lineOf(node.start);
    functions.push({ line, lines: lineOf(node.end) - line + 1 });
  });
  const body = Array.isArray(program['body']) ? program['body'] : [];
  return {
    imports,
    names,
    functions,
    lines: text.trimEnd().split('\n').length,
    reexportsOnly: body.every(
      (node) =>
        isNode(node) && node.type.startsWith('Export') && node['source'] !== null && node['source'] !== undefined,
    ),
  };
}

function importsOf(node: Node): readonly Import[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return [{ specifier: literal(node['source']), typeOnly: node['importKind'] === 'type' }];
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!isNode(node['source'])) return [];
      return [{ specifier: literal(node['source']), typeOnly: node['exportKind'] === 'type' }];
    case 'TSImportType':
      return [{ specifier: literal(node['source']), typeOnly: true }];
    case 'ImportExpression':
      return [{ specifier: literal(node['source']), typeOnly: false }];
    case 'NewExpression':
      return workerFile(node);
    default:
      return [];
  }
}

/** `new URL('./file.ts', import.meta.url)` reaches another file as an import does. */
function workerFile(node: Node): readonly Import[] {
  const [first, second] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  if (nameOf(node['callee']) !== 'URL' || !isNode(second) || second.type !== 'MemberExpression') return [];
  const specifier = literal(first);
  return /\.[cm]?[jt]s$/.test(specifier) ? [{ specifier, typeOnly: false }] : [];
}

function namesOf(node: Node, parent: Node | undefined): readonly string[] {
  if (node.type === 'MemberExpression') return memberNames(node);
  if (node.type === 'VariableDeclarator') return destructured(node);
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date') {
    return Array.isArray(node['arguments']) && node['arguments'].length === 0 ? ['new Date'] : [];
  }
  if (node.type === 'CallExpression' && nameOf(node['callee']) === 'Date') return ['Date()'];
  if (node.type !== 'Identifier' || isPropertyName(node, parent)) return [];
  return [String(node['name'])];
}

function memberNames(node: Node): readonly string[] {
  const object = nameOf(node['object']);
  const property = node['computed'] === true ? literal(node['property']) : nameOf(node['property']);
  if (object === 'globalThis' && property !== undefined) return [property];
  return object !== undefined && property !== undefined ? [`${object}.${property}`] : [];
}

/** `const { exit } = process` names `process.exit`. */
function destructured(node: Node): readonly string[] {
  const [pattern, object] = [node['id'], nameOf(node['init'])];
  if (!isNode(pattern) || pattern.type !== 'ObjectPattern' || object === undefined) return [];
  const properties = Array.isArray(pattern['properties']) ? pattern['properties'] : [];
  return properties.filter(isNode).map((property) => `${object}.${nameOf(property['key']) ?? ''}`);
}

function isPropertyName(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent['computed'] === true) return false;
  if (parent.type === 'MemberExpression') return parent['property'] === node;
  if (parent.type === 'Property' && parent['shorthand'] === true) return false;
  return parent['key'] === node;
}

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, node, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? String(value['name']) : undefined;
}

/** The text of a literal; a specifier that is computed becomes a word that no table allows. */
function literal(value: unknown): string {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string'
    ? value['value']
    : '(computed)';
}
