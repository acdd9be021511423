import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedFrame } from '../../../src/protocol/frames';
import { decodeSyncAnswer, decodeSyncRequest, encodeSyncAnswer, encodeSyncRequest } from '../../../src/protocol/sync-body';

const bytes = fc.uint8Array({ maxLength: 300 });
const version = fc.nat({ max: Number.MAX_SAFE_INTEGER });

describe('bodies of POST …/sync', () => {
  it('a request survives the wire', () => {
    fc.assert(
      fc.property(bytes, bytes, (stateVector, update) => {
        expect(decodeSyncRequest(encodeSyncRequest({ stateVector, update }))).toEqual({ stateVector, update });
      }),
    );
  });

  it('an answer survives the wire', () => {
    fc.assert(
      fc.property(bytes, version, (update, at) => {
        expect(decodeSyncAnswer(encodeSyncAnswer({ update, version: at }))).toEqual({ update, version: at });
      }),
    );
  });

  it('the parts own their bytes', () => {
    const body = encodeSyncRequest({ stateVector: Uint8Array.of(1, 2), update: Uint8Array.of(3) });
    const { stateVector, update } = decodeSyncRequest(body);
    expect(stateVector.buffer.byteLength).toBe(2);
    expect(update.buffer.byteLength).toBe(1);
  });

  it('a request cut off anywhere is malformed', () => {
    const body = encodeSyncRequest({ stateVector: new Uint8Array(200).fill(7), update: new Uint8Array(130).fill(9) });
    for (let length = 0; length < body.length; length++) {
      expect(() => decodeSyncRequest(body.subarray(0, length)), `${length} bytes`).toThrow(MalformedFrame);
    }
  });

  it('an answer cut off anywhere is malformed', () => {
    const body = encodeSyncAnswer({ update: new Uint8Array(130).fill(9), version: 300 });
    for (let length = 0; length < body.length; length++) {
      expect(() => decodeSyncAnswer(body.subarray(0, length)), `${length} bytes`).toThrow(MalformedFrame);
    }
  });

  it('bytes after the end are malformed', () => {
    const body = encodeSyncRequest({ stateVector: Uint8Array.of(0), update: Uint8Array.of(0, 0) });
    expect(() => decodeSyncRequest(Uint8Array.of(...body, 0))).toThrow(MalformedFrame);
  });

  it('an absurd length is malformed, whatever follows', () => {
    expect(() => decodeSyncRequest(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2))).toThrow(MalformedFrame);
    expect(() => decodeSyncRequest(new Uint8Array(64).fill(0xff))).toThrow(MalformedFrame);
  });

  it('any bytes decode or are malformed, nothing else', () => {
    fc.assert(
      fc.property(bytes, (body) => {
        for (const decode of [decodeSyncRequest, decodeSyncAnswer]) {
          try {
            decode(body);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedFrame);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
