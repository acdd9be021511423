import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { decodeStrictly, MalformedFrame } from './frames';
import { documentLimits as limits } from './limits';

/** One entry of an awareness update, as it stands in the bytes: its state is not parsed. */
export interface AwarenessEntry {
  readonly client: number;
  readonly clock: number;
  /** UTF-8 JSON; `null` for somebody who left. */
  readonly stateBytes: Uint8Array;
}

/** More entries than there can be connections, absences included, are no awareness update. */
const maxEntries = 4_096;

/**
 * Reads an awareness update without parsing any state: a stock client sends back all that it receives, and most
 * entries are somebody else's (PROTOCOL.md P2).
 * @throws MalformedFrame
 */
export function decodeAwareness(payload: Uint8Array): AwarenessEntry[] {
  return decodeStrictly(payload, (decoder) => {
    const count = decoding.readVarUint(decoder);
    if (count > maxEntries) throw new MalformedFrame(`awareness update has ${count} entries`);
    const entries: AwarenessEntry[] = [];
    for (let i = 0; i < count; i++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      entries.push({ client, clock, stateBytes: decoding.readVarUint8Array(decoder) });
    }
    return entries;
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Parses the state of one's own entry: an object, or null. @throws MalformedFrame for anything else. */
export function parseAwarenessState(bytes: Uint8Array): Record<string, unknown> | null {
  let state: unknown;
  try {
    state = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new MalformedFrame('presence state is not JSON', { cause: error });
  }
  if (typeof state !== 'object' || Array.isArray(state)) throw new MalformedFrame('presence state is not an object');
  return state as Record<string, unknown> | null;
}

/** Somebody's entry as it is to be sent. */
export interface OutgoingAwareness {
  readonly client: number;
  readonly clock: number;
  /** JSON text; `null` for somebody who left. */
  readonly state: string;
}

const utf8Encoder = new TextEncoder();

/** A varuint of lib0 holds 7 bits in a byte, and a number 53. */
const maxVarUintBytes = 8;

/** Writes a varuint as lib0 does, into bytes that are there: its encoder is slow for many small pieces. @returns where it ends */
function putVarUint(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = 128 | (rest % 128);
  bytes[at++] = rest;
  return at;
}

/** Which entries go into one frame: those from one index up to another. */
interface FrameRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Entries that are encoded once, sent to all, or to somebody without one of them: as few frames as hold at most
 * `maxPresenceFrameBytes` each, or a single entry (PROTOCOL.md P10).
 */
export class EncodedAwareness {
  readonly #bytes: Uint8Array;
  /** Where each entry begins; at last, where the last one ends. */
  readonly #starts: number[];
  readonly frames: readonly FrameRange[];

  constructor(entries: readonly OutgoingAwareness[], maxFrameBytes: number = limits.maxPresenceFrameBytes) {
    const states = entries.map(({ state }) => utf8Encoder.encode(state));
    const bytes = new Uint8Array(states.reduce((sum, { length }) => sum + 3 * maxVarUintBytes + length, 0));
    const frames: FrameRange[] = [];
    this.#starts = [0];
    let [first, frameStart, end] = [0, 0, 0];
    entries.forEach(({ client, clock }, index) => {
      const state = states[index] as Uint8Array;
      const start = end;
      end = putVarUint(bytes, end, client);
      end = putVarUint(bytes, end, clock);
      end = putVarUint(bytes, end, state.length);
      bytes.set(state, end);
      end += state.length;
      this.#starts.push(end);
      if (end - frameStart <= maxFrameBytes || first === index) return;
      frames.push({ first, end: index });
      [first, frameStart] = [index, start];
    });
    frames.push({ first, end: entries.length });
    this.frames = frames;
    this.#bytes = bytes.subarray(0, end);
  }

  /** The payload of one of its frames. */
  payload({ first, end }: FrameRange): Uint8Array {
    return this.#payload(end - first, this.#between(first, end), new Uint8Array());
  }

  /** The payload of one of its frames without the entry at an index, which is in it. */
  payloadWithout({ first, end }: FrameRange, index: number): Uint8Array {
    return this.#payload(end - first - 1, this.#between(first, index), this.#between(index + 1, end));
  }

  #between(first: number, end: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[first], this.#starts[end]);
  }

  #payload(count: number, before: Uint8Array, after: Uint8Array): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, count);
      encoding.writeUint8Array(encoder, before);
      encoding.writeUint8Array(encoder, after);
    });
  }
}

/** Encodes entries as the payload of one frame, however long; the tests' half of {@link decodeAwareness}. */
export function encodeAwareness(entries: readonly OutgoingAwareness[]): Uint8Array {
  const encoded = new EncodedAwareness(entries, Number.POSITIVE_INFINITY);
  return encoded.payload({ first: 0, end: entries.length });
}
