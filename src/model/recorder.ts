import type { Question } from './question.ts';
import type { Origin } from './source.ts';
import type { Answer, Verdict } from './verdict.ts';

/** How the cache took part in a decision. */
export type CacheUse = 'hit' | 'miss' | 'bypass';

/** Who asked, as the listener saw it. */
export interface Asked {
  /** `http://127.0.0.1:4400`, `unix:/run/chaperone.sock`, or `library`. */
  readonly listener: string;
  readonly dialect: string;
  readonly peer?: string;
  readonly requestId?: string;
}

/** One decision, as every recorder sees it. */
export interface Decided {
  /** Epoch milliseconds: the `now` that the decision was made with. */
  readonly time: number;
  readonly answer: Answer;
  readonly verdict: Verdict;
  /** Absent where what was asked is no question. */
  readonly question?: Question;
  readonly cache: CacheUse;
  /** The git commit whose policies decided, where they came from one. */
  readonly commit?: string;
  readonly durationNanoseconds: number;
  readonly asked: Asked;
}

/** Something that happened to the process rather than to a question. */
export interface AdminEvent {
  readonly time: number;
  readonly kind: 'started' | 'stopped' | 'policy-accepted' | 'policy-refused';
  readonly revision: string | null;
  readonly detail: string;
  /** Where the policies in force came from, for an event that tells of them. */
  readonly origin?: Origin;
}

/**
 * Takes note of what was decided. `decided` returns nothing, or a promise that the answer waits for: where it rejects,
 * the answer becomes a deny (`!unrecorded`). One recorder may wrap another.
 */
export interface Recorder {
  decided(decision: Decided): void | Promise<void>;
  event(event: AdminEvent): void;
}
