import { own } from '../model/json.ts';
import type { Entity, Question } from '../model/question.ts';
import type { AdminEvent, Asked, Decided } from '../model/recorder.ts';
import type { Verdict } from '../model/verdict.ts';
import { quote, quoteList } from './quote.ts';

/** Builds the lines of a decision log, each one JSON object that ends with a newline. */
export interface LineMaker {
  decision(decided: Decided): string;
  event(event: AdminEvent): string;
  /** What stands in place of records that were lost. Times are epoch milliseconds. */
  dropped(count: number, from: number, until: number, now: number): string;
}

/** Keeps the texts of the last instant and the last asker: at speed, neighbours in a log share both. */
export function createLineMaker(): LineMaker {
  const time = remember((now: number) => quote(new Date(now).toISOString()));
  const commit = remember((hash: string) => member('commit', hash));
  const revision = remember((text: string | null) => (text === null ? 'null' : quote(text)));
  return {
    decision(decided) {
      const { answer, verdict, question, cache, durationNanoseconds, asked } = decided;
      return (
        `{"time":${time(decided.time)},"kind":"decision","id":${quote(answer.id)},"effect":"${answer.effect}"` +
        (question === undefined ? '' : asking(question, verdict)) +
        `,"rules":${quoteList(answer.rules)},"reason":${quote(answer.reason)}` +
        `,"obligations":${list(answer.obligations)},"approvals":${list(answer.approvals)}` +
        `,"errors":${list(verdict.errors)}${member('warning', verdict.warning)},"revision":${revision(answer.revision)}` +
        (decided.commit === undefined ? '' : commit(decided.commit)) +
        `,"durationMicroseconds":${Math.round(durationNanoseconds / 100) / 10},"cache":"${cache}"` +
        `,"asked":${asker(asked)}}\n`
      );
    },
    event({ time: now, kind, revision: text, detail }) {
      return `{"time":${time(now)},"kind":"${kind}","revision":${revision(text)},"detail":${quote(detail)}}\n`;
    },
    dropped(count, from, until, now) {
      const span = `"from":${time(from)},"until":${time(until)}`;
      return `{"time":${time(now)},"kind":"dropped","count":${count},${span}}\n`;
    },
  };
}

function asking(question: Question, verdict: Verdict): string {
  const { subject, action, resource } = question;
  const { place } = verdict;
  const { type } = resource;
  // Where a question was stopped before it was placed, what it states itself is all there is to tell.
  const placed =
    place === undefined
      ? stated(resource, 'org') + stated(resource, 'namespace') + stated(resource, 'chain')
      : member('org', place.org) + member('namespace', place.namespace) + member('chain', place.chain);
  const org = verdict.subjectOrg === undefined ? stated(subject, 'org') : member('org', verdict.subjectOrg);
  return (
    `,"subject":{"type":${quote(subject.type)},"id":${quote(subject.id)}${org},"roles":${quoteList(verdict.roles)}}` +
    `,"action":${quote(withoutType(action.name, type))}` +
    `,"resource":{"type":${quote(type)},"id":${quote(resource.id)}${placed}}`
  );
}

function asker({ listener, dialect, peer, requestId }: Asked): string {
  const more = member('peer', peer) + member('requestId', requestId);
  return `{"listener":${quote(listener)},"dialect":${quote(dialect)}${more}}`;
}

// `chain:run` on a `chain` is `run`.
function withoutType(name: string, type: string): string {
  return name.charCodeAt(type.length) === 0x3a && name.startsWith(type) ? name.slice(type.length + 1) : name;
}

function stated({ properties }: Entity, key: string): string {
  const value = own(properties, key);
  return typeof value === 'string' ? member(key, value) : '';
}

function member(key: string, text: string | undefined): string {
  return text === undefined ? '' : `,"${key}":${quote(text)}`;
}

function list(items: readonly object[]): string {
  return items.length === 0 ? '[]' : JSON.stringify(items);
}

function remember<Key>(make: (key: Key) => string): (key: Key) => string {
  let last: { readonly key: Key; readonly text: string } | undefined;
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, text: make(key) };
    return last.text;
  };
}
