import { describe, expect, it } from 'vitest';
import { createIds } from '../../src/pdp/ids.ts';

describe('decision ids', () => {
  it('are UUIDs of version 7 that begin with their time and differ', () => {
    const newId = createIds();
    const ids = Array.from({ length: 2_000 }, () => newId(1_764_000_000_123));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    const stamps = new Set(ids.map((id) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16)));
    expect([...stamps]).toEqual([1_764_000_000_123]);
  });
});
