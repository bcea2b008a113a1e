import type { Diagnostic } from '../model/diagnostic.ts';
import type { AdminEvent, Recorder } from '../model/recorder.ts';
import type { Origin } from '../model/source.ts';
import { oneLine } from './columns.ts';
import type { Paint } from './paint.ts';

/** Writes one line of what the process says of itself. */
export type Log = (line: {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [key: string]: unknown;
}) => void;

/** JSON lines, or for a person at a terminal, words. */
export function createLog(options: {
  readonly write: (text: string) => void;
  readonly terminal: boolean;
  readonly paint: Paint;
  readonly now: () => number;
}): Log {
  const { write, terminal, paint, now } = options;
  if (!terminal) {
    return (line) => write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...line })}\n`);
  }
  const colours = { info: paint.dim, warn: paint.yellow, error: paint.red };
  return ({ level, message, ...more }) => {
    const rest = Object.entries(more).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
    write(`${colours[level](level)} ${oneLine(message)}${paint.dim(oneLine(rest.join('')))}\n`);
  };
}

const LISTED = 10;

/**
 * Notes what becomes of policy sets; `faults` are those of the last that was refused. Where a command ends when the first
 * set is refused, it says so itself. Decisions have their own log.
 */
export function createEventLog(log: Log, faults: () => readonly Diagnostic[], endsAtFirst: boolean): Recorder {
  return {
    decided: () => {},
    event: ({ kind, detail, revision, origin }: AdminEvent) => {
      if (kind === 'policy-accepted') {
        log({ level: 'info', message: 'policies in force', detail, revision, ...commitOf(origin) });
      }
      if (kind === 'policy-refused' && (revision !== null || !endsAtFirst)) {
        const errors = faults().filter(({ severity }) => severity === 'error');
        const first = errors
          .slice(0, LISTED)
          .map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`);
        log({ level: 'error', message: 'policies refused', detail, errors: first, revision });
      }
    },
  };
}

function commitOf(origin: Origin | undefined): object {
  if (origin?.commit === undefined) return {};
  const { commit, authorDate, subject, lastGood } = origin;
  return { commit, authorDate, subject, ...(lastGood === true ? { lastGood } : {}) };
}
