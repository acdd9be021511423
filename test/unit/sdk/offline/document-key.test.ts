import { describe, expect, it } from 'vitest';
import { documentKey, readDocumentKey } from '../../../../web/sdk/offline/document-key';

describe('the key of a document on a device', () => {
  it.each([
    ['trip', 't1', 't1'],
    ['event', 't1', 'event/t1'],
    ['calendar', 'a/b', 'calendar/a/b'],
  ] as const)('of a %s tells its kind and its id', (kind, id, key) => {
    expect(documentKey(kind, id)).toBe(key);
    expect(readDocumentKey(key)).toEqual({ kind, id });
  });

  it('of what was kept before there were kinds is that of a trip', () => {
    expect(readDocumentKey('0198c0de-0000-7000-8000-00000000aaaa').kind).toBe('trip');
    expect(readDocumentKey('other/x')).toEqual({ kind: 'trip', id: 'other/x' });
  });
});
