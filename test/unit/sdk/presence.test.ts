import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { ClientFrame } from '../../../src/protocol/frames';
import { Presence, presenceWindowMs, presentPeople } from '../../../web/sdk/presence';

let presence: Presence;
let sent: { id: number; state: Record<string, unknown> | null }[][];

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  presence = new Presence(new Y.Doc(), (frame) => sent.push(entriesOf(frame)));
});

afterEach(() => {
  presence.destroy();
  vi.useRealTimers();
});

function entriesOf(frame: ClientFrame): { id: number; state: Record<string, unknown> | null }[] {
  if (frame.type !== 'awareness') throw new Error('not presence');
  const decoder = decoding.createDecoder(frame.payload);
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const id = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    return { id, state: JSON.parse(decoding.readVarString(decoder)) };
  });
}

function payload(...entries: { id: number; clock: number; state: unknown }[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { id, clock, state } of entries) {
      encoding.writeVarUint(encoder, id);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, JSON.stringify(state));
    }
  });
}

const ben = { id: 'ben', name: 'Ben', color: '#7a5a00', avatar: null };
const aoi = { id: 'aoi', name: 'Aoi', color: '#b4232c', avatar: null };

describe('presence', () => {
  it('P1 announces the own id alone in a frame', () => {
    presence.receive(payload({ id: 7, clock: 3, state: { user: ben } }));
    presence.setLocalStateField('field', 'title');
    presence.connected();
    expect(sent).toEqual([[{ id: presence.clientID, state: { field: 'title' } }]]);
  });

  it('sends only changes, and never renews', () => {
    presence.connected();
    presence.setLocalStateField('field', 'title');
    vi.advanceTimersByTime(presenceWindowMs);
    const before = sent.length;
    presence.setLocalStateField('field', 'title');
    vi.advanceTimersByTime(120_000);
    expect(sent).toHaveLength(before);
  });

  it('sends a moving cursor at most every 50 ms, the latest one last', () => {
    presence.connected();
    for (let x = 1; x <= 100; x++) {
      presence.setLocalStateField('x', x);
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(presenceWindowMs);
    expect(sent.length).toBeLessThanOrEqual(12);
    expect(sent.at(-1)).toEqual([{ id: presence.clientID, state: { x: 100 } }]);
  });

  it('ignores what others say about the own id, and does not send it back', () => {
    presence.connected();
    vi.advanceTimersByTime(presenceWindowMs);
    const before = sent.length;
    presence.receive(payload({ id: presence.clientID, clock: 99, state: null }, { id: 7, clock: 1, state: { user: ben } }));
    vi.advanceTimersByTime(presenceWindowMs);
    expect(presence.getLocalState()).toEqual({});
    expect(presence.getStates().get(7)).toEqual({ user: ben });
    expect(sent).toHaveLength(before);
  });

  it('lets nobody time out', () => {
    presence.receive(payload({ id: 7, clock: 1, state: { user: ben } }));
    vi.advanceTimersByTime(600_000);
    expect(presentPeople(presence)).toHaveLength(1);
  });

  it('forgets the others without a connection, and believes a server that counts from the start again', () => {
    presence.receive(payload({ id: 7, clock: 50, state: { user: ben } }));
    presence.disconnected();
    expect(presentPeople(presence)).toEqual([]);
    presence.receive(payload({ id: 7, clock: 1, state: { user: ben } }));
    expect(presentPeople(presence)).toHaveLength(1);
  });

  it('announces itself again at each connection', () => {
    presence.connected();
    presence.disconnected();
    presence.setLocalStateField('field', 'notes');
    presence.connected();
    expect(sent.at(-1)).toEqual([{ id: presence.clientID, state: { field: 'notes' } }]);
  });

  it('P7 says that it leaves', () => {
    presence.connected();
    presence.leave();
    expect(sent.at(-1)).toEqual([{ id: presence.clientID, state: null }]);
  });

  it('shows several windows of a person as one, sorted by name, and nobody the server has not attested', () => {
    presence.receive(
      payload(
        { id: 7, clock: 1, state: { user: ben, field: 'title' } },
        { id: 8, clock: 1, state: { user: ben, field: 'notes' } },
        { id: 9, clock: 1, state: { user: aoi } },
        { id: 10, clock: 1, state: { field: 'title' } },
      ),
    );
    expect(presentPeople(presence)).toEqual([
      { ...aoi, states: [{}] },
      { ...ben, states: [{ field: 'title' }, { field: 'notes' }] },
    ]);
  });
});
