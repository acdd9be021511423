import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../src/routes/list-cursor';
import { Refused } from '../../../src/routes/problems';

const position = { updatedAt: '2026-11-22T03:04:05.678Z', id: '0198a000-0000-7000-8000-000000000000' };

it('a cursor fits into an address and comes back', () => {
  const cursor = encodeCursor(position);
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor(cursor)).toEqual(position);
});

it.each(['', '!', 'bnVsbA', btoa('[]'), btoa('["x","y"]'), btoa('["2026-11-22T03:04:05.678Z",5]')])('refuses "%s"', (cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(Refused);
});

it('any text is a cursor or refused, nothing else', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeCursor(text)).toThrow(Refused);
    }),
  );
});
