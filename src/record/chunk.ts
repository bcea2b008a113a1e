import type { Gap } from './losses.ts';

/** Lines in the form that they are written in, and what is known of each. */
export interface Chunk {
  readonly bytes: Buffer;
  /** How much of `bytes` is filled. */
  used: number;
  /** Where each line ends. */
  readonly ends: number[];
  readonly times: number[];
  /** By a line's index: that it stands for a gap. */
  readonly gaps: Map<number, Gap>;
}

/** What a chunk holds, but for one that a single longer line needs. */
export const CHUNK: number = 128 * 1024;

// A UTF-16 unit becomes three bytes at most.
const WIDEST = 3;

export function createChunk(text: string, spare: Buffer | undefined): Chunk {
  const need = text.length * WIDEST;
  const bytes = spare !== undefined && need <= CHUNK ? spare : Buffer.allocUnsafe(Math.max(need, CHUNK));
  return { bytes, used: 0, ends: [], times: [], gaps: new Map() };
}

/** Adds a line; false where there is no room for it. Nothing of the text is kept: at speed, kept strings are most of the work. */
export function addLine(chunk: Chunk, text: string, time: number, gap: Gap | undefined): boolean {
  if (chunk.bytes.length - chunk.used < text.length * WIDEST) return false;
  if (gap !== undefined) chunk.gaps.set(chunk.ends.length, gap);
  chunk.used += chunk.bytes.write(text, chunk.used);
  chunk.ends.push(chunk.used);
  chunk.times.push(time);
  return true;
}
