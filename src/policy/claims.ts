import type { ChainDocument, Document, NamespaceDocument, OrgDocument, Rule } from './documents.ts';
import type { Path } from './locate.ts';
import { combinations, type PlacePattern } from './places.ts';
import type { Site } from './site.ts';

/** Something that a document says of its places and that no other may contradict. */
export interface Claim {
  readonly site: Site;
  /** What it is about: only claims about one thing can contradict each other. */
  readonly about: string;
  readonly content: string;
  readonly places: readonly PlacePattern[];
  readonly path: Path;
  /** True where it is the path's key that stands for the claim. */
  readonly key: boolean;
  /** For the message. */
  readonly what: string;
  /** For the hint. */
  readonly way: string;
}

type Scope = OrgDocument | NamespaceDocument | ChainDocument;
type Said = Pick<Claim, 'content' | 'path' | 'key' | 'what' | 'way'> & { readonly subject: string };

/** What a document claims of its places. */
export function claimsOf(site: Site): readonly Claim[] {
  const { document } = site;
  if (!isScope(document)) return [];
  const said = saidBy(document);
  if (said.length === 0) return [];
  return levelsOf(document).flatMap(({ level, places }) =>
    said.map(({ subject, ...claim }) => ({ ...claim, site, places, about: `${level}\n${subject}` })),
  );
}

function isScope(document: Document): document is Scope {
  return document.kind === 'Org' || document.kind === 'Namespace' || document.kind === 'Chain';
}

/** A scope named `*` is another scope than those with names; chains are all of one level. */
function levelsOf(document: Scope): readonly { readonly level: string; readonly places: readonly PlacePattern[] }[] {
  if (document.kind === 'Chain') {
    return [{ level: 'Chain', places: combinations([document.org, document.namespace, document.name]) }];
  }
  const above = document.kind === 'Namespace' ? [document.org] : [];
  const named = document.name.filter((name) => name !== '*');
  const starred = document.name.filter((name) => name === '*').slice(0, 1);
  return [
    { level: document.kind, places: combinations([...above, named]) },
    { level: `${document.kind} *`, places: combinations([...above, starred]) },
  ].filter(({ places }) => places.length > 0);
}

function saidBy(document: Scope): readonly Said[] {
  const rules = document.rules.map(
    (rule, at): Said => ({
      subject: `rule ${rule.id}`,
      content: ruleContent(rule),
      path: ['rules', at, 'id'],
      key: false,
      what: `the rule \`${rule.id}\``,
      way: 'give one of the two another id, or let both say the same',
    }),
  );
  if (document.kind !== 'Chain') return rules;
  return [
    ...rules,
    ...ownerSaid(document.owner),
    ...keyedSaid('share', document.share),
    ...keyedSaid('only', document.only),
  ];
}

function ownerSaid(owner: string | undefined): readonly Said[] {
  if (owner === undefined) return [];
  return [
    {
      subject: 'owner',
      content: owner,
      path: ['owner'],
      key: false,
      what: "the chain's `owner`",
      way: 'a chain has one owner',
    },
  ];
}

function keyedSaid(name: 'share' | 'only', map: ReadonlyMap<string, readonly string[]>): readonly Said[] {
  return [...map].map(([key, entries]) => ({
    subject: `${name} ${key}`,
    content: JSON.stringify(asSet(entries)),
    path: [name, key],
    key: true,
    what: `the key \`${key}\` of \`${name}\``,
    way: 'let both say the same, or say it in one of the two',
  }));
}

function ruleContent({
  effect,
  actions,
  resources,
  subjects,
  except,
  when,
  reason,
  approvers,
  obligations,
}: Rule): string {
  return JSON.stringify([
    effect,
    asSet(actions),
    resources === undefined ? null : asSet(resources),
    subjects === undefined ? null : asSet(subjects),
    asSet(except),
    when ?? null,
    reason ?? null,
    asSet(approvers),
    obligations,
  ]);
}

function asSet(entries: readonly string[]): readonly string[] {
  return [...new Set(entries)].sort();
}
