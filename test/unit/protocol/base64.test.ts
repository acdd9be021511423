import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64ToBytes, bytesToBase64 } from '../../../src/protocol/base64';

describe('base64', () => {
  it('is what everybody writes', () => {
    expect(bytesToBase64(Uint8Array.of(0xfb, 0xff, 0x00))).toBe('+/8A');
    expect(bytesToBase64(Uint8Array.of(1))).toBe('AQ==');
  });

  it('brings any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(base64ToBytes(bytesToBase64(bytes))).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a text that is none', () => {
    expect(() => base64ToBytes('*')).toThrow();
  });
});
