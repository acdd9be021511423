import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { ClientFrame } from '../../../src/protocol/frames';
import { Presence, presenceTimes } from '../../../web/sdk/presence';
import { presentPeople } from '../../../web/sdk/present-people';

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
  it('[P1] announces the own id alone in a frame', () => {
    presence.receive(payload({ id: 7, clock: 3, state: { user: ben } }));
    presence.setLocalStateField('field', 'title');
    presence.connected();
    expect(sent).toEqual([[{ id: presence.clientID, state: { activity: 'viewing', field: 'title' } }]]);
  });

  it('sends only changes, and never renews', () => {
    presence.connected();
    presence.setLocalStateField('field', 'title');
    vi.advanceTimersByTime(presenceTimes.windowMs);
    const before = sent.length;
    presence.setLocalStateField('field', 'title');
    vi.advanceTimersByTime(presenceTimes.idleAfterMs - 1_000);
    expect(sent).toHaveLength(before);
  });

  it('sends a moving cursor at most every 50 ms, the latest one last', () => {
    presence.connected();
    for (let x = 1; x <= 100; x++) {
      presence.setLocalStateField('x', x);
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(presenceTimes.windowMs);
    expect(sent.length).toBeLessThanOrEqual(12);
    expect(sent.at(-1)).toEqual([{ id: presence.clientID, state: { activity: 'viewing', x: 100 } }]);
  });

  it('ignores what others say about the own id, and does not send it back', () => {
    presence.connected();
    vi.advanceTimersByTime(presenceTimes.windowMs);
    const before = sent.length;
    presence.receive(payload({ id: presence.clientID, clock: 99, state: null }, { id: 7, clock: 1, state: { user: ben } }));
    vi.advanceTimersByTime(presenceTimes.windowMs);
    expect(presence.getLocalState()).toEqual({ activity: 'viewing' });
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
    expect(sent.at(-1)).toEqual([{ id: presence.clientID, state: { activity: 'viewing', field: 'notes' } }]);
  });

  it('[P7] says that it leaves', () => {
    presence.connected();
    presence.leave();
    expect(sent.at(-1)).toEqual([{ id: presence.clientID, state: null }]);
  });

  it('shows several windows of a person as one, sorted by name, and nobody the server has not attested', () => {
    presence.receive(
      payload(
        { id: 7, clock: 1, state: { user: ben, field: 'title', activity: 'idle' } },
        { id: 8, clock: 1, state: { user: ben, field: 'notes', activity: 'editing' } },
        { id: 9, clock: 1, state: { user: aoi } },
        { id: 10, clock: 1, state: { field: 'title' } },
      ),
    );
    expect(presentPeople(presence)).toEqual([
      { ...aoi, activity: 'viewing', states: [{}] },
      {
        ...ben,
        activity: 'editing',
        states: [
          { field: 'title', activity: 'idle' },
          { field: 'notes', activity: 'editing' },
        ],
      },
    ]);
  });
});

describe('what somebody is doing', () => {
  const told = () => sent.map(([entry]) => entry?.state);
  beforeEach(() => {
    presence.connected();
    vi.advanceTimersByTime(presenceTimes.windowMs);
    sent = [];
  });

  it('is editing while they type, and viewing 3 s after the last key', () => {
    for (let key = 0; key < 20; key++) {
      presence.typing('title');
      vi.advanceTimersByTime(100);
    }
    expect(presence.getLocalState()).toMatchObject({ typing: { field: 'title' }, activity: 'editing' });
    vi.advanceTimersByTime(presenceTimes.typingEndsMs - 101);
    expect(presence.getLocalState()).toMatchObject({ activity: 'editing' });
    vi.advanceTimersByTime(1);
    expect(presence.getLocalState()).toMatchObject({ typing: null, activity: 'viewing' });
  });

  it('tells of typing at most twice a second, whatever fields it is in', () => {
    for (let key = 0; key < 40; key++) {
      presence.typing(`field ${key % 7}`);
      vi.advanceTimersByTime(50);
    }
    const fields = told().map((state) => JSON.stringify(state?.typing));
    const changes = fields.filter((field, index) => field !== fields[index - 1]);
    expect(changes.length).toBeLessThanOrEqual(4);
  });

  it('is idle after five minutes without a touch, until the next one', () => {
    vi.advanceTimersByTime(presenceTimes.idleAfterMs - 1_000);
    presence.active();
    vi.advanceTimersByTime(presenceTimes.idleAfterMs - 1);
    expect(presence.getLocalState()).toMatchObject({ activity: 'viewing' });
    vi.advanceTimersByTime(1);
    expect(presence.getLocalState()).toMatchObject({ activity: 'idle' });
    presence.setCursor({ section: 'itinerary', index: 'a', field: 'title', offset: 3 });
    expect(presence.getLocalState()).toMatchObject({ activity: 'viewing', cursor: { offset: 3 } });
  });

  it('says nothing twice', () => {
    const cursor = { section: 'trip', index: null, field: 'title', offset: 3 };
    presence.setCursor(cursor);
    vi.advanceTimersByTime(presenceTimes.windowMs);
    const { length } = sent;
    presence.setCursor({ ...cursor });
    presence.setSelection(null);
    presence.active();
    vi.advanceTimersByTime(presenceTimes.windowMs);
    expect(sent).toHaveLength(length);
  });

  it('is told when the page is looked at again, not while it is hidden', () => {
    presence.setPaused(true);
    presence.setSelection({ section: 'trip', index: null, field: 'title', anchor: 0, head: 3 });
    vi.advanceTimersByTime(presenceTimes.windowMs);
    expect(sent).toEqual([]);
    presence.setPaused(false);
    expect(told()).toMatchObject([{ selection: { anchor: 0, head: 3 } }]);
  });

  it('is not typing on a page that was hidden in the middle of a word', () => {
    presence.typing('title');
    presence.setPaused(true);
    vi.advanceTimersByTime(presenceTimes.typingEndsMs);
    expect(told().at(-1)).toMatchObject({ typing: null, activity: 'viewing' });
    const { length } = sent;
    presence.setPaused(false);
    vi.advanceTimersByTime(presenceTimes.windowMs);
    expect(sent).toHaveLength(length);
  });

  it('[P7] is over when they leave, on a hidden page too', () => {
    presence.setPaused(true);
    presence.leave();
    expect(told()).toEqual([null]);
  });
});
