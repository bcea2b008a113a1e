import { globMatches, globsOverlap, isPattern } from '../model/glob.ts';
import type { Declared } from './declared.ts';

/** Which orgs and namespaces a set describes. A pattern is described where it can match one that is. */
export interface Described {
  org(name: string): boolean;
  namespace(org: string, name: string): boolean;
  /** The words among the names, to guess from. */
  readonly orgNames: ReadonlySet<string>;
  readonly namespaceNames: ReadonlySet<string>;
}

const DEFAULT = 'default';

export function createDescribed(declared: Declared): Described {
  const orgs = createNames(declared.orgs);
  const namesOrgs = declared.orgs.some(isOther);
  const namespaces = createNamespaces(declared);
  const memo = new Map<string, boolean>();
  const isOrg = (name: string): boolean => orgs.meets(name) || (!namesOrgs && overlap(name, DEFAULT));
  return {
    org: (name) => name === '*' || remember(memo, name, () => isOrg(name)),
    namespace: (org, name) => name === '*' || namespaces.meets(org, name),
    orgNames: orgs.words,
    namespaceNames: namespaces.words,
  };
}

/** A name or pattern other than the two that name nothing of their own. */
function isOther(name: string): boolean {
  return name !== '*' && name !== DEFAULT;
}

interface Names {
  readonly words: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
  /** True where one of the names and the given name or pattern can be the same. */
  meets(name: string): boolean;
}

function createNames(names: readonly string[]): Names {
  const words = new Set(names.filter((name) => !isPattern(name)));
  const patterns = new Set(names.filter(isPattern));
  return {
    words,
    patterns,
    meets: (name) => {
      if (words.has(name)) return true;
      if (isPattern(name) && [...words].some((one) => globMatches(name, one))) return true;
      return [...patterns].some((pattern) => overlap(pattern, name));
    },
  };
}

interface NamespaceNames {
  readonly words: ReadonlySet<string>;
  meets(org: string, name: string): boolean;
}

function createNamespaces(declared: Declared): NamespaceNames {
  const orgsByName = new Map<string, Names>();
  const lists = new Map<string, string[]>();
  for (const { orgs, names } of declared.namespaces) {
    for (const name of names) pushAll(lists, name, orgs);
  }
  for (const [name, orgs] of lists) orgsByName.set(name, createNames(orgs));
  const names = createNames([...lists.keys()]);
  const naming = createNames(declared.namespaces.filter((one) => one.names.some(isOther)).flatMap((one) => one.orgs));
  // Of a pattern of orgs some may name no namespace, which can't be told here.
  const hasDefault = (org: string): boolean => isPattern(org) || !naming.meets(org);
  const matching = (name: string): readonly string[] => {
    if (isPattern(name)) return [...lists.keys()].filter((one) => overlap(one, name));
    return [...(names.words.has(name) ? [name] : []), ...[...names.patterns].filter((one) => globMatches(one, name))];
  };
  const find = (org: string, name: string): boolean =>
    matching(name).some((one) => orgsByName.get(one)?.meets(org) === true) ||
    (overlap(name, DEFAULT) && hasDefault(org));
  const memo = new Map<string, boolean>();
  return {
    words: names.words,
    meets: (org, name) => remember(memo, JSON.stringify([org, name]), () => find(org, name)),
  };
}

function overlap(left: string, right: string): boolean {
  if (!isPattern(left)) return globMatches(right, left);
  return isPattern(right) ? globsOverlap(left, right) : globMatches(left, right);
}

function remember(memo: Map<string, boolean>, key: string, find: () => boolean): boolean {
  const value = memo.get(key) ?? find();
  memo.set(key, value);
  return value;
}

function pushAll(lists: Map<string, string[]>, name: string, orgs: readonly string[]): void {
  const list = lists.get(name) ?? [];
  list.push(...orgs);
  lists.set(name, list);
}
