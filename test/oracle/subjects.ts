import type { Document } from '../../src/policy/documents.ts';
import type { Completed } from './complete.ts';
import { get } from './read.ts';
import { chainOwner } from './scopes.ts';
import { splitAtColon } from './text.ts';

/** How an entry of `subjects:`, `except:` or `reference:` matches: an outsider's may have to name its org. */
type Match = 'none' | 'plain' | 'with-org';

/** Matches one entry. `role:` entries match whoever holds one of `held`, which are closed under inheritance. */
function matchEntry(documents: readonly Document[], asked: Completed, entry: string, held: ReadonlySet<string>): Match {
  if (entry.startsWith('role:')) return held.has(entry.slice('role:'.length)) ? 'plain' : 'none';
  if (entry !== 'owner') return matchNamed(asked, entry);
  const owner = chainOwner(documents, asked.place);
  return owner === undefined ? matchStatedOwner(asked) : matchNamed(asked, owner);
}

/** Some entry of the list matches, qualified with the org or not. */
export function matchesAny(
  documents: readonly Document[],
  asked: Completed,
  entries: readonly string[],
  held: ReadonlySet<string>,
): boolean {
  return entries.some((entry) => matchEntry(documents, asked, entry, held) !== 'none');
}

/** Some entry of the list may grant to the subject: for a subject of another org only one that names its org. */
export function grantsToAny(
  documents: readonly Document[],
  asked: Completed,
  entries: readonly string[],
  held: ReadonlySet<string>,
): boolean {
  const least = isOutsider(asked) ? ['with-org'] : ['with-org', 'plain'];
  return entries.some((entry) => least.includes(matchEntry(documents, asked, entry, held)));
}

/** A subject of another org than the resource's, or of none. */
export function isOutsider(asked: Completed): boolean {
  return asked.org !== asked.place.org;
}

/** `[org/]type:id`, `[org/]group:NAME`, `[org/]*`: without an org, of the org of the resource. */
function matchNamed(asked: Completed, entry: string): Match {
  const head = splitAtColon(entry)?.[0] ?? entry;
  const slash = head.indexOf('/');
  const org = slash < 0 ? asked.place.org : head.slice(0, slash);
  const rest = entry.slice(slash + 1);
  if (asked.org !== org || !isMeant(asked, rest)) return 'none';
  return slash < 0 ? 'plain' : 'with-org';
}

function isMeant(asked: Completed, entry: string): boolean {
  if (entry === '*') return true;
  const [type, id] = splitAtColon(entry) ?? [];
  if (type === 'group') return id !== undefined && asked.groups.includes(id);
  return type === asked.question.subject.type && id === asked.question.subject.id;
}

/** An owner that the question states is `type:id` in the org of the resource, and nothing else. */
function matchStatedOwner(asked: Completed): Match {
  const owner = get(asked.question.resource.properties, 'owner');
  const parts = typeof owner === 'string' ? splitAtColon(owner) : undefined;
  const { type, id } = asked.question.subject;
  const same = parts !== undefined && parts[0] === type && parts[1] === id && !isOutsider(asked);
  return same ? 'plain' : 'none';
}
