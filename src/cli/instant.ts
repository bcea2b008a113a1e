import { readTimestamp } from '../policy/time.ts';
import type { Io } from './command.ts';
import { usage } from './flags.ts';

/** Epoch milliseconds of an RFC 3339 time, or of this instant where none is stated. */
export function readInstant(text: string | undefined, io: Io): number {
  if (text === undefined) return io.now();
  const time = readTimestamp(text);
  if (time === undefined) throw usage(`\`${text}\` is no time: write it with a zone, as in \`2026-01-31T12:00:00Z\``);
  return time;
}
