import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodePlace, encodePlace } from '../../../src/routes/inbox-list-cursor';
import { opaqueWord, readWord } from '../../../src/routes/opaque-word';
import { Refused } from '../../../src/routes/problems';

const position = z.tuple([z.int().min(0), z.string().max(64)]);
const positions = fc.tuple(fc.nat(), fc.string({ unit: fc.constantFrom('a', '?', '>', '~', 'ÿ'), maxLength: 20 }));
const places = fc.record({ rank: fc.constantFrom(0 as const, 1 as const), shownAtMs: fc.maxSafeNat() });

/** Texts that are no words, and some that hold JSON of another shape. */
const texts = fc.oneof(
  fc.string(),
  fc.base64String(),
  fc.json().map((json) => Buffer.from(json).toString('base64url')),
  fc.tuple(fc.anything(), fc.anything()).map((pair) => Buffer.from(JSON.stringify(pair)).toString('base64url')),
);

describe('words that only we understand', () => {
  it('fit into an address, and come back', () => {
    fc.assert(
      fc.property(positions, places, (value, place) => {
        for (const word of [opaqueWord(value), encodePlace(place)]) expect(encodeURIComponent(word)).toBe(word);
        expect(readWord(position, opaqueWord(value))).toEqual(value);
        expect(decodePlace(encodePlace(place))).toEqual(place);
      }),
    );
  });

  it('of any text mean something of their shape, or are refused', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(meaning(() => readWord(position, text))).toSatisfy((value) => value === null || position.safeParse(value).success);
        const place = meaning(() => decodePlace(text));
        if (place !== null) expect([0, 1].includes(place.rank) && place.shownAtMs >= 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** What was read; null when it was refused. */
function meaning<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
