import type { Budget } from './budget.ts';
import { failure, lowerAscii, split, upperAscii } from './strict.ts';

/** Elements that are looked through in the time that a macro takes to visit one. */
const SCANS_A_VISIT = 8;
/** UTF-16 units that are looked through in that time. */
const UNITS_A_VISIT = 1024;

/**
 * The functions whose work grows with the data, each charged for what it does, since a macro may call it for each of
 * its elements.
 */
export interface Charged {
  /** Charges a macro over the value, and gives it back. */
  iterate(value: unknown): unknown;
  /** Charges a look through the value, if it is a list, and gives it back. */
  scan(value: unknown): unknown;
  /** Charges a comparison of all that lies in the value, and gives it back. */
  compare(value: unknown): unknown;
  size(value: unknown): bigint;
  split(text: string, separator: string): readonly string[];
  contains(text: string, part: string): boolean;
  lowerAscii(text: string): string;
  upperAscii(text: string): string;
}

export function createCharged({ spend }: Budget): Charged {
  const read = (text: string): string => {
    spend(text.length < UNITS_A_VISIT ? 0 : text.length / UNITS_A_VISIT);
    return text;
  };
  return {
    iterate: (value) => {
      spend(countOf(value) ?? 1);
      return value;
    },
    scan: (value) => {
      if (Array.isArray(value)) spend(value.length / SCANS_A_VISIT);
      return value;
    },
    compare: (value) => {
      if (typeof value === 'object' && value !== null) weigh(value, spend);
      return value;
    },
    size: (value) => {
      if (typeof value === 'string') return BigInt(characters(read(value)));
      const count = countOf(value);
      if (count === undefined) throw failure('`size` takes text, a list or a map');
      if (!Array.isArray(value)) spend(count / SCANS_A_VISIT);
      return BigInt(count);
    },
    split: (text, separator) => {
      const parts = split(read(text), separator);
      spend(parts.length / SCANS_A_VISIT);
      return parts;
    },
    contains: (text, part) => read(text).includes(part),
    lowerAscii: (text) => lowerAscii(read(text)),
    upperAscii: (text) => upperAscii(read(text)),
  };
}

/** Spends for all that lies in the value. What holds itself ends with the budget. */
function weigh(root: object, spend: Budget['spend']): void {
  const rest: unknown[] = [root];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    const inner = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : [];
    spend(inner.length / SCANS_A_VISIT);
    for (const item of inner) if (typeof item === 'object' && item !== null) rest.push(item);
  }
}

function countOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
