import { looksLikeGit, readGitLocation } from '../model/git-location.ts';
import { readPath, type ValueRead } from './read-value.ts';

/** The folder of the policy files, or the repository that they are in. */
export function readPolicies(text: string, folder: string): ValueRead<string> {
  if (!looksLikeGit(text)) return readPath(text, folder);
  const read = readGitLocation(text);
  return read.ok ? { ok: true, value: text } : { ok: false, message: `\`${text}\` ${read.message}` };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Node's timers count no further. */
const MAX_DURATION = 2_147_483_647;

/** `10s`, `500ms`, `5m`, `1h`, `7d`, or `0`: milliseconds. */
export function readDuration(text: string): ValueRead<number> {
  const [, digits = '', unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  const value = text === '0' ? 0 : Number(digits === '' ? Number.NaN : digits) * (UNITS[unit] ?? Number.NaN);
  if (value <= MAX_DURATION) return { ok: true, value };
  return { ok: false, message: `\`${text}\` is no time up to 24 days; write it as in \`10s\`, \`5m\` or \`1h\`` };
}

/** The text that `readDuration` reads back, in the largest unit that fits. */
export function printDuration(value: number): string {
  const [unit, size] = Object.entries(UNITS)
    .reverse()
    .find(([, each]) => value % each === 0) ?? ['ms', 1];
  return value === 0 ? '0' : `${value / size}${unit}`;
}

/** `true` or `false`; a flag without a value is `true`. */
export function readSwitch(text: string): ValueRead<boolean> {
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' };
  return { ok: false, message: `\`${text}\` is neither \`true\` nor \`false\`` };
}

/** One of a closed set of words. */
export function readChoice<Word extends string>(text: string, words: readonly Word[]): ValueRead<Word> {
  const found = words.find((word) => word === text);
  if (found !== undefined) return { ok: true, value: found };
  return { ok: false, message: `\`${text}\` is none of ${words.map((word) => `\`${word}\``).join(', ')}` };
}

/** A name without blanks. */
export function readWord(text: string): ValueRead<string> {
  return /^[^\s:]+$/.test(text) ? { ok: true, value: text } : { ok: false, message: `\`${text}\` is no name` };
}
