import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { decodeStrictly, MalformedFrame } from './frames';

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

/** Encodes one entry; `state` is JSON text. Entries are joined by {@link joinAwareness}. */
export function encodeAwarenessEntry(client: number, clock: number, state: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  });
}

/** Joins encoded entries into the payload of an awareness frame. */
export function joinAwareness(entries: readonly Uint8Array[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const entry of entries) encoding.writeUint8Array(encoder, entry);
  });
}
