import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asciiJson } from '../../../src/routes/ascii-json';

it('can stand in a header field, and means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'grapheme' }), (value, text) => {
      const json = asciiJson([value, text]);
      expect(json).toMatch(/^[\x20-\x7e]*$/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text])));
    }),
  );
});
