import { describe, expect, it } from 'vitest';
import { documentIdOfKey, isDocumentId, newDocumentId } from '../../../src/routes/document-ids';

describe('document ids', () => {
  it('a new one is a lower-case UUIDv7, and later ones sort later', () => {
    const ids = Array.from({ length: 50 }, newDocumentId);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every(isDocumentId)).toBe(true);
  });

  it('the same person and key make the same id', async () => {
    const id = await documentIdOfKey('aoi', 'key-1');
    expect(await documentIdOfKey('aoi', 'key-1')).toBe(id);
    expect(isDocumentId(id)).toBe(true);
  });

  it('another person, or another key, makes another id', async () => {
    const pairs = [
      ['aoi', 'key-1'],
      ['ben', 'key-1'],
      ['aoi', 'key-2'],
      ['aoi,key', '-1'],
      ['aoi","key-1', ''],
    ] as const;
    const ids = await Promise.all(pairs.map(([person, key]) => documentIdOfKey(person, key)));
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
    expect(isDocumentId(id)).toBe(false);
  });
});
