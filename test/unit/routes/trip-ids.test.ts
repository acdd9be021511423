import { describe, expect, it } from 'vitest';
import { isTripId, newTripId, tripIdOfKey } from '../../../src/routes/trip-ids';

describe('trip ids', () => {
  it('a new one is a lower-case UUIDv7, and later ones sort later', () => {
    const ids = Array.from({ length: 50 }, newTripId);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every(isTripId)).toBe(true);
  });

  it('the same person and key make the same id', async () => {
    const id = await tripIdOfKey('aoi', 'key-1');
    expect(await tripIdOfKey('aoi', 'key-1')).toBe(id);
    expect(isTripId(id)).toBe(true);
  });

  it('another person, or another key, makes another id', async () => {
    const pairs = [
      ['aoi', 'key-1'],
      ['ben', 'key-1'],
      ['aoi', 'key-2'],
      ['aoi,key', '-1'],
      ['aoi","key-1', ''],
    ] as const;
    const ids = await Promise.all(pairs.map(([person, key]) => tripIdOfKey(person, key)));
    expect(new Set(ids).size).toBe(pairs.length);
  });

  it.each([
    '',
    'x',
    '__proto__',
    '0198A000-0000-7000-8000-000000000000',
    '0198a000-0000-4000-8000-000000000000',
    '0198a000-0000-7000-c000-000000000000',
    '0198a00000007000800000000000000',
    ' 0198a000-0000-7000-8000-000000000000',
    '0198a000-0000-7000-8000-000000000000\n',
    '{0198a000-0000-7000-8000-000000000000}',
  ])('"%s" is none', (id) => {
    expect(isTripId(id)).toBe(false);
  });
});
