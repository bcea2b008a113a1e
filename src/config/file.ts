import { dirname } from 'node:path';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { nearest } from '../model/nearest.ts';
import { didYouMean, type Given, type Layer, type Written } from './layers.ts';
import { FILE_NAMES, SETTINGS, type SettingName } from './settings.ts';

interface Reading {
  /** The path as it was given, for messages and origins. */
  readonly path: string;
  readonly lines: LineCounter;
  readonly problems: string[];
}

const NAMES: ReadonlyMap<unknown, SettingName> = new Map(FILE_NAMES.map((name) => [name, name]));

/** Reads a configuration file: one YAML mapping whose keys are the names of flags. An empty file sets nothing. */
export function readConfigFile(path: string, text: string): Layer {
  const reading: Reading = { path, lines: new LineCounter(), problems: [] };
  const document = parseDocument(text, { lineCounter: reading.lines, prettyErrors: false });
  for (const error of [...document.errors, ...document.warnings]) reading.problems.push(syntaxProblem(reading, error));
  const given = new Map<SettingName, Given>();
  const root = document.contents;
  if (reading.problems.length > 0 || root === null || (isScalar(root) && root.value === null)) {
    return { given, problems: reading.problems };
  }
  if (!isMap<Node, Node | null>(root)) {
    reading.problems.push(`${at(reading, root)}: a configuration file is a mapping of settings`);
    return { given, problems: reading.problems };
  }
  for (const pair of root.items) readPair(reading, pair, given);
  return { given, problems: reading.problems };
}

function readPair(reading: Reading, { key, value }: Pair<Node, Node | null>, given: Map<SettingName, Given>): void {
  const origin = at(reading, key);
  const written = isScalar(key) ? key.value : undefined;
  const name = NAMES.get(written);
  if (name === undefined) {
    const hint = typeof written === 'string' ? didYouMean(nearest(written, FILE_NAMES)) : '';
    reading.problems.push(`${origin}: unknown key${isScalar(key) ? ` \`${String(written)}\`` : ''}${hint}`);
    return;
  }
  const values = isSeq<Node>(value) && SETTINGS[name].repeatable ? value.items : [value];
  if (values.length === 0) reading.problems.push(`${origin}: the list of \`${name}\` is empty`);
  const read = values.map((item) => readItem(reading, name, item, origin)).filter((item) => item !== undefined);
  given.set(name, { origin, values: read, folder: dirname(reading.path) });
}

function readItem(reading: Reading, name: SettingName, node: Node | null, fallback: string): Written | undefined {
  const origin = node === null ? fallback : at(reading, node);
  // The source of a number is what was meant: `0660` is a mode, and no six hundred and sixty.
  if (isScalar(node) && typeof node.value === 'number') return { text: node.source ?? String(node.value), origin };
  if (isScalar(node) && typeof node.value === 'string') return { text: node.value, origin };
  const isSwitch = SETTINGS[name].isSwitch === true;
  if (isSwitch && isScalar(node) && typeof node.value === 'boolean') return { text: String(node.value), origin };
  reading.problems.push(`${origin}: ${whyNoText(name, node)}`);
  return undefined;
}

function whyNoText(name: SettingName, node: Node | null): string {
  if (node === null || (isScalar(node) && node.value === null)) return `\`${name}\` has no value`;
  if (isAlias(node)) return `\`${name}\` is an alias; write the value itself`;
  if (isSeq(node)) return `\`${name}\` takes one value, not a list`;
  return `\`${name}\` must be text`;
}

function at({ path, lines }: Reading, node: Node): string {
  return `file ${path}:${lines.linePos(node.range?.[0] ?? 0).line}`;
}

function syntaxProblem({ path, lines }: Reading, error: YAMLError): string {
  const { line } = lines.linePos(error.pos[0]);
  const message = error.message.split('\n', 1)[0] ?? '';
  return `file ${path}:${line}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
