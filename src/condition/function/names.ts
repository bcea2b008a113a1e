import type { Budget } from '../value/budget.ts';
import { notTaken, TOO_LONG } from '../value/failures.ts';
import { Failure, isList } from '../value/kinds.ts';
import { Hierarchy, queryOf, readSpiffeId, readUrl, SpiffeId, Url } from '../value/names.ts';
import { baseName, dirName, extension, isWithin, normalizePath } from '../value/paths.ts';
import { type Apply, type FunctionEntry, method, plain } from './entry.ts';

/** Paths of files, URLs, names in a tree, and SPIFFE IDs. */
export const NAMES: readonly FunctionEntry[] = [
  onPath('normalizePath', normalizePath),
  onPath('baseName', baseName),
  onPath('dirName', dirName),
  onPath('extension', extension),
  method('isWithin', [1], within, 'string.isWithin(string): bool'),
  plain('url', [1], onText('url', readUrl), 'url(string): net.URL'),
  plain(
    'isURL',
    [1],
    onText('isURL', (text) => !(readUrl(text) instanceof Failure)),
    'isURL(string): bool',
  ),
  onUrl('getScheme', ({ url }) => url.protocol.slice(0, -1)),
  onUrl('getHost', ({ url }) => url.host),
  onUrl('getHostname', ({ url }) => url.hostname),
  onUrl('getPort', ({ url }) => url.port),
  onUrl('getEscapedPath', ({ url }) => url.pathname),
  onUrl('getQuery', queryOf, 'map<string, list<string>>'),
  plain('hierarchy', [1, 2], hierarchy, ...['string', 'string, string', 'list<string>'].map(hierarchySignature)),
  relation('ancestorOf', (left, right) => left.parts.length < right.parts.length && left.covers(right)),
  relation('descendentOf', (left, right) => right.parts.length < left.parts.length && right.covers(left)),
  relation('immediateParentOf', (left, right) => left.parts.length + 1 === right.parts.length && left.covers(right)),
  relation('immediateChildOf', (left, right) => right.parts.length + 1 === left.parts.length && right.covers(left)),
  relation('overlaps', (left, right) => left.covers(right) || right.covers(left)),
  relation('siblingOf', isSibling),
  plain('spiffeID', [1], onText('spiffeID', readSpiffeId), 'spiffeID(string): spiffe.ID'),
  plain('isSpiffeID', [1], onText('isSpiffeID', isSpiffeId), 'isSpiffeID(string): bool'),
  onSpiffe('trustDomain', ({ trustDomain }) => trustDomain),
  onSpiffe('path', ({ path }) => path),
];

/** What it costs to read a short text as a name, in visits. */
const READING = 4;

function onText(word: string, read: (text: string) => unknown): Apply {
  return (budget, text) => {
    if (typeof text !== 'string') return notTaken(word, text);
    return budget.spend(READING) && budget.read(text.length) ? read(text) : TOO_LONG;
  };
}

function onPath(word: string, change: (path: string) => string): FunctionEntry {
  return method(word, [0], onText(word, change), `string.${word}(): string`);
}

function within(budget: Budget, path: unknown, folder: unknown): unknown {
  if (typeof path !== 'string' || typeof folder !== 'string') return notTaken('isWithin', path, folder);
  return budget.read(path.length + folder.length) ? isWithin(path, folder) : TOO_LONG;
}

function onUrl(word: string, of: (url: Url) => unknown, result: string = 'string'): FunctionEntry {
  const apply: Apply = (_, url) => (url instanceof Url ? of(url) : notTaken(word, url));
  return method(word, [0], apply, `net.URL.${word}(): ${result}`);
}

function hierarchySignature(types: string): string {
  return `hierarchy(${types}): hierarchy.Name`;
}

function hierarchy(budget: Budget, name: unknown, separator: unknown = '.'): unknown {
  if (isList(name)) {
    const parts = name.filter((part) => typeof part === 'string');
    return parts.length === name.length ? new Hierarchy(parts) : notTaken('hierarchy', name);
  }
  if (typeof name !== 'string' || typeof separator !== 'string') return notTaken('hierarchy', name, separator);
  return budget.read(name.length) ? new Hierarchy(name.split(separator)) : TOO_LONG;
}

function relation(word: string, of: (left: Hierarchy, right: Hierarchy) => boolean): FunctionEntry {
  const apply: Apply = (_, left, right) =>
    left instanceof Hierarchy && right instanceof Hierarchy ? of(left, right) : notTaken(word, left, right);
  return method(word, [1], apply, `hierarchy.Name.${word}(hierarchy.Name): bool`);
}

function isSibling({ parts: left }: Hierarchy, { parts: right }: Hierarchy): boolean {
  return left.length === right.length && left.slice(0, -1).every((part, at) => part === right[at]);
}

function isSpiffeId(text: string): boolean {
  return !(readSpiffeId(text) instanceof Failure);
}

function onSpiffe(word: string, of: (id: SpiffeId) => string): FunctionEntry {
  const apply: Apply = (_, id) => (id instanceof SpiffeId ? of(id) : notTaken(word, id));
  return method(word, [0], apply, `spiffe.ID.${word}(): string`);
}
