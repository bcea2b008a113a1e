import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ChaperoneError } from '../model/errors.ts';
import type { LogLine } from './exchange.ts';

/** The bearer tokens of one file. */
export interface Tokens {
  /** True where the value of an `Authorization` header carries one of the tokens in force. Never throws. */
  accepts(authorization: string | undefined): boolean;
}

export interface TokensOptions {
  readonly file: string;
  readonly log: (line: LogLine) => void;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** How long the file's state is believed, in milliseconds. */
const CHECK_EVERY = 1_000;

interface Held {
  readonly stamp: string;
  readonly digests: readonly Buffer[];
}

const NOTHING: Held = { stamp: '', digests: [] };

/**
 * Reads a file with one token a line, and again whenever it has changed, so that tokens rotate without a restart.
 * While the file can't be read or holds no token, nobody is accepted. Throws a ChaperoneError where it is so at start.
 */
export function createTokens(options: TokensOptions): Tokens {
  const clock = options.clock ?? Date.now;
  let held = readTokens(options.file, NOTHING);
  let checkedAt = clock();
  const refresh = (): void => {
    const now = clock();
    if (now - checkedAt < CHECK_EVERY && now >= checkedAt) return;
    checkedAt = now;
    try {
      held = readTokens(options.file, held);
    } catch (error) {
      if (held !== NOTHING) options.log({ level: 'error', message: `nobody is let in: ${(error as Error).message}` });
      held = NOTHING;
    }
  };
  return {
    accepts(authorization) {
      refresh();
      const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) return false;
      const shown = digest(token);
      let found = false;
      // Every token is compared, so that the time taken doesn't tell which one came near.
      for (const known of held.digests) found = timingSafeEqual(shown, known) || found;
      return found;
    },
  };
}

function readTokens(file: string, held: Held): Held {
  let text: string;
  let stamp: string;
  try {
    const { mtimeMs, size, ino } = statSync(file);
    stamp = `${mtimeMs} ${size} ${ino}`;
    if (stamp === held.stamp) return held;
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ChaperoneError('config', `the token file \`${file}\` can not be read`, { cause: error });
  }
  const tokens = text.split(/\r?\n/).map((line) => line.trim());
  const digests = tokens.filter((token) => token !== '').map(digest);
  if (digests.length === 0) throw new ChaperoneError('config', `the token file \`${file}\` holds no token`);
  return { stamp, digests };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
