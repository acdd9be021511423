import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import {
  type ClientFrame,
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  frameTypes,
  MalformedFrame,
  type ServerFrame,
} from '../../../src/protocol/frames';

const bytes = fc.uint8Array({ maxLength: 300 });
const n = fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }));
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

const clientFrames: fc.Arbitrary<ClientFrame> = fc.oneof(
  fc.record({ type: fc.constant('step1' as const), stateVector: bytes }),
  fc.record({ type: fc.constantFrom('step2' as const, 'update' as const), update: bytes, n }),
  fc.record({ type: fc.constant('awareness' as const), payload: bytes }),
  fc.constant({ type: 'queryAwareness' as const }),
  fc.record({ type: fc.constant('token' as const), token: text }),
);

const serverFrames: fc.Arbitrary<ServerFrame> = fc.oneof(
  fc.record({ type: fc.constant('step1' as const), stateVector: bytes }),
  fc.record({ type: fc.constantFrom('step2' as const, 'update' as const), update: bytes }),
  fc.record({ type: fc.constant('awareness' as const), payload: bytes }),
  fc.record({ type: fc.constant('denied' as const), reason: text }),
  fc.record({ type: fc.constant('saved' as const), n: fc.nat(), version: fc.nat({ max: Number.MAX_SAFE_INTEGER }) }),
  fc.record({ type: fc.constant('refused' as const), n: fc.nat(), code: fc.constantFrom('forbidden' as const, 'document-full') }),
  fc.record({
    type: fc.constant('notice' as const),
    message: fc.record({ code: fc.constantFrom('repaired' as const, 'orphaned'), paths: fc.array(text) }),
  }),
  fc.record({
    type: fc.constant('session' as const),
    message: fc.record({
      session: text,
      person: fc.record({ id: text, name: text, color: text }),
      role: fc.constantFrom('owner' as const, 'viewer'),
      version: fc.nat(),
      expiresAtMs: fc.option(fc.nat()),
      nowMs: fc.nat(),
    }),
  }),
  fc.record({
    type: fc.constant('members' as const),
    message: fc.record({
      members: fc.array(
        fc.record({
          id: text,
          name: text,
          role: fc.constantFrom('owner' as const, 'commenter'),
          color: text,
          avatar: fc.option(text),
        }),
      ),
    }),
  }),
  fc.record({
    type: fc.constant('eventChanged' as const),
    message: fc.record({ id: text, event: fc.option(fc.record({ title: text, all_day: fc.boolean() })) }),
  }),
  fc.record({
    type: fc.constant('locks' as const),
    message: fc.record({
      locks: fc.array(fc.record({ id: text, path: text, holder: fc.record({ id: text, name: text }), expires_at: fc.nat() })),
    }),
  }),
);

function numbers(...values: readonly number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of values) encoding.writeVarUint(encoder, value);
  });
}

describe('client frames', () => {
  it('[F1] survive the wire', () => {
    fc.assert(
      fc.property(clientFrames, (frame) => {
        expect(decodeClientFrame(encodeClientFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('[F1] are what y-protocols writes', () => {
    expect([...encodeClientFrame({ type: 'step1', stateVector: Uint8Array.of(7) })]).toEqual([0, 0, 1, 7]);
    expect([...encodeClientFrame({ type: 'step2', update: Uint8Array.of(7), n: null })]).toEqual([0, 1, 1, 7]);
    expect([...encodeClientFrame({ type: 'update', update: Uint8Array.of(7), n: 300 })]).toEqual([0, 2, 1, 7, 172, 2]);
    expect([...encodeClientFrame({ type: 'awareness', payload: Uint8Array.of(0) })]).toEqual([1, 1, 0]);
    expect([...encodeClientFrame({ type: 'queryAwareness' })]).toEqual([3]);
    expect([...encodeClientFrame({ type: 'token', token: 'é' })]).toEqual([102, 2, 0xc3, 0xa9]);
  });

  it('[F2] that are cut off anywhere are malformed', () => {
    fc.assert(
      fc.property(clientFrames, fc.nat(), (frame, at) => {
        const whole = encodeClientFrame(frame);
        const cut = whole.slice(0, at % whole.length);
        // Without its number, an SDK's update is a stock client's.
        if ('n' in frame && frame.n !== null && isWhole(cut)) return;
        expect(() => decodeClientFrame(cut)).toThrow(MalformedFrame);
      }),
    );
  });

  it('[F2] that are cut off in a view of a longer buffer are malformed', () => {
    const whole = encodeClientFrame({ type: 'step1', stateVector: new Uint8Array(20) });
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeClientFrame(whole.subarray(0, length)), `${length} bytes`).toThrow(MalformedFrame);
    }
  });

  it('[F2] with bytes after their end are malformed', () => {
    fc.assert(
      fc.property(clientFrames, fc.uint8Array({ minLength: 1, maxLength: 5 }), (frame, junk) => {
        fc.pre(!('n' in frame && frame.n === null));
        expect(() => decodeClientFrame(Uint8Array.of(...encodeClientFrame(frame), ...junk))).toThrow(MalformedFrame);
      }),
    );
  });

  it.each([
    ['nothing', []],
    ['an unknown type', [...numbers(4)]],
    ['a type that only the server sends', [...numbers(frameTypes.saved, 1, 1)]],
    ['auth', [...numbers(frameTypes.auth, 0), 0]],
    ['an unknown sync message', [0, 3, 0]],
    ['a huge type', [255, 255, 255, 255, 255, 255, 255, 15]],
    ['a number beyond 2⁵³', [0, 2, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
    ['a number without an end', [0, 2, 0, 255, 255]],
    ['a length beyond its end', [1, ...numbers(2 ** 31)]],
    ['an absurd length', [1, ...numbers(Number.MAX_SAFE_INTEGER)]],
    ['invalid UTF-8', [102, 2, 0xc3, 0x28]],
    ['an overlong encoding', [102, 2, 0xc0, 0xaf]],
    ['half a surrogate pair', [102, 3, 0xed, 0xa0, 0x80]],
  ])('[F2] of %s are malformed', (_, frame) => {
    expect(() => decodeClientFrame(Uint8Array.from(frame))).toThrow(MalformedFrame);
  });

  it('[F2] of any bytes are decoded or malformed, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (junk) => onlyMalformed(() => decodeClientFrame(junk))),
      { numRuns: 2_000 },
    );
  });

  it('[F2] with flipped bytes are decoded or malformed, nothing else', () => {
    fc.assert(
      fc.property(clientFrames, fc.nat(), fc.nat({ max: 255 }), (frame, at, value) => {
        const flipped = encodeClientFrame(frame);
        flipped[at % flipped.length] = value;
        onlyMalformed(() => decodeClientFrame(flipped));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('server frames', () => {
  it('[F1] survive the wire', () => {
    fc.assert(
      fc.property(serverFrames, (frame) => {
        expect(decodeServerFrame(encodeServerFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('[F1] to stock sessions are what y-protocols reads', () => {
    expect([...encodeServerFrame({ type: 'step2', update: Uint8Array.of(0, 0) })]).toEqual([0, 1, 2, 0, 0]);
    expect([...encodeServerFrame({ type: 'denied', reason: 'no' })]).toEqual([2, 0, 2, 110, 111]);
  });

  it('[F4] of our own have types from 100 on', () => {
    fc.assert(
      fc.property(serverFrames, (frame) => {
        const isOurs = ['saved', 'refused', 'session', 'notice', 'members', 'eventChanged', 'locks'].includes(frame.type);
        expect((encodeServerFrame(frame)[0] as number) >= 100).toBe(isOurs);
      }),
    );
  });

  it('[F5] of an unknown type are ignored', () => {
    for (const type of [4, 99, 102, 109, 127, 128, 300, 2 ** 40]) {
      expect(decodeServerFrame(Uint8Array.of(...numbers(type), 1, 2, 3)), `type ${type}`).toBeNull();
    }
  });

  it('[F2] of a known type that are cut off are malformed', () => {
    fc.assert(
      fc.property(serverFrames, fc.nat(), (frame, at) => {
        const whole = encodeServerFrame(frame);
        expect(() => decodeServerFrame(whole.slice(0, at % whole.length))).toThrow(MalformedFrame);
      }),
    );
  });

  it('[F2] of any bytes are decoded, unknown or malformed, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (junk) => onlyMalformed(() => decodeServerFrame(junk))),
      { numRuns: 2_000 },
    );
  });
});

function isWhole(frame: Uint8Array): boolean {
  try {
    const decoded = decodeClientFrame(frame);
    return 'n' in decoded;
  } catch {
    return false;
  }
}

function onlyMalformed(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedFrame);
  }
}
