import { randomFillSync } from 'node:crypto';

const POOL_IDS = 256;
const RANDOM_BYTES = 10;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Makes UUIDs of version 7 (RFC 9562, section 5.7): the time in milliseconds, then 74 random bits. */
export function createIds(): (time: number) => string {
  const pool = new Uint8Array(POOL_IDS * RANDOM_BYTES);
  let used = pool.length;
  return (time) => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const id = formatId(time, pool, used);
    used += RANDOM_BYTES;
    return id;
  };
}

function formatId(time: number, random: Uint8Array, from: number): string {
  const stamp = Math.trunc(time).toString(16).padStart(12, '0');
  const hex = (at: number): string => HEX[random[from + at] ?? 0] ?? '';
  const version = 0x70 | ((random[from] ?? 0) & 0x0f);
  const variant = 0x80 | ((random[from + 2] ?? 0) & 0x3f);
  const head = `${stamp.slice(0, 8)}-${stamp.slice(8)}-${HEX[version]}${hex(1)}-${HEX[variant]}${hex(3)}-`;
  return `${head}${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`;
}
