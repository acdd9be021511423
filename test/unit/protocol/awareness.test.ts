import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { decodeAwareness, EncodedAwareness, encodeAwareness, parseAwarenessState } from '../../../src/protocol/awareness';
import { MalformedFrame } from '../../../src/protocol/frames';

const entries = fc.array(
  fc.record({
    client: fc.nat({ max: 2 ** 32 - 1 }),
    clock: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    state: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
  }),
  { maxLength: 8 },
);

function encoded(list: readonly { client: number; clock: number; state: unknown }[]): Uint8Array {
  return encodeAwareness(list.map((entry) => ({ ...entry, state: JSON.stringify(entry.state) })));
}

describe('awareness updates', () => {
  it('[F1] survive the wire', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const decoded = decodeAwareness(encoded(list)).map(({ client, clock, stateBytes }) => ({
          client,
          clock,
          state: parseAwarenessState(stateBytes),
        }));
        expect(JSON.stringify(decoded)).toBe(JSON.stringify(list));
      }),
    );
  });

  it('[F1] are what y-protocols writes', () => {
    const awareness = new Awareness(new Y.Doc());
    awareness.setLocalState({ cursor: '葵' });
    const payload = encodeAwarenessUpdate(awareness, [awareness.clientID]);
    const [entry] = decodeAwareness(payload);
    const clock = awareness.meta.get(awareness.clientID)?.clock ?? -1;
    expect(entry).toMatchObject({ client: awareness.clientID, clock });
    expect([...encodeAwareness([{ client: awareness.clientID, clock, state: '{"cursor":"葵"}' }])]).toEqual([...payload]);
    awareness.destroy();
  });

  it('[P10] of many states are several frames, none of them too long, with or without somebody', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 500 }), { maxLength: 60 }), fc.integer({ min: 1, max: 2_000 }), (lengths, maxBytes) => {
        const list = lengths.map((length, client) => ({ client, clock: 1, state: JSON.stringify('葵'.repeat(length)) }));
        const encoded = new EncodedAwareness(list, maxBytes);
        const clientsOf = (payload: Uint8Array): number[] => decodeAwareness(payload).map(({ client }) => client);
        const heard = encoded.frames.map((range) => clientsOf(encoded.payload(range)));
        expect(heard.flat()).toEqual(list.map(({ client }) => client));
        encoded.frames.forEach((range, index) => {
          const [clients, payload] = [heard[index] as number[], encoded.payload(range)];
          if (clients.length > 1) expect(payload.length).toBeLessThanOrEqual(maxBytes + 1);
          for (const client of clients) {
            const others = clients.filter((other) => other !== client);
            expect(clientsOf(encoded.payloadWithout(range, client))).toEqual(others);
          }
        });
      }),
    );
  });

  it('[F2] that are cut off anywhere are malformed', () => {
    const payload = encoded([
      { client: 300, clock: 5, state: { name: 'Anna' } },
      { client: 2, clock: 1, state: null },
    ]);
    for (let length = 0; length < payload.length; length++) {
      expect(() => decodeAwareness(payload.subarray(0, length)), `${length} bytes`).toThrow(MalformedFrame);
      expect(() => decodeAwareness(payload.slice(0, length)), `${length} bytes`).toThrow(MalformedFrame);
    }
  });

  it('[F2] with bytes after their end are malformed', () => {
    expect(() => decodeAwareness(Uint8Array.of(...encoded([]), 0))).toThrow(MalformedFrame);
  });

  it.each([4_097, 2 ** 31, Number.MAX_SAFE_INTEGER])('[F2] that claim %d entries are malformed at once', (count) => {
    const payload = encoding.encode((encoder) => encoding.writeVarUint(encoder, count));
    expect(() => decodeAwareness(payload)).toThrow(MalformedFrame);
  });

  it('[F2] of any bytes are decoded or malformed, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (junk) => {
        try {
          for (const { stateBytes } of decodeAwareness(junk)) parseAwarenessState(stateBytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrame);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('[P2] leave the states unparsed', () => {
    const payload = encodeAwareness([{ client: 5, clock: 1, state: 'this is no JSON' }]);
    expect(decodeAwareness(payload)).toHaveLength(1);
  });

  it.each(['', '[]', '5', '"text"', 'true', '{', '{"a":1}x', '\uFEFF{}'])('[F2] with the state %j are malformed', (state) => {
    expect(() => parseAwarenessState(new TextEncoder().encode(state))).toThrow(MalformedFrame);
  });

  it('[F2] with a state of invalid UTF-8 are malformed', () => {
    expect(() => parseAwarenessState(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toThrow(MalformedFrame);
  });
});
