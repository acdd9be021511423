import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import { Room } from './room';
import { StockPresence } from './stock-presence';

beforeAll(() => void vi.useFakeTimers());

const rooms: { destroy(): void }[] = [];

/** A room of stock clients whose clocks run together with the server's. */
class StockRoom extends Room {
  readonly presences: StockPresence[] = [];

  constructor() {
    super();
    vi.setSystemTime(this.harness.nowMs);
    rooms.push(this);
  }

  enter(id: string, state: Record<string, unknown> | null = {}): StockPresence {
    const presence = new StockPresence(this, this.join(id), state);
    this.presences.push(presence);
    this.exchange();
    return presence;
  }

  /** Lets all frames arrive. Fails when they never end. */
  exchange(): number {
    for (let round = 0; round < 30; round++) {
      this.harness.advance(0);
      if (!this.presences.map((presence) => presence.pump()).some((moved) => moved)) return round;
    }
    throw new Error('presence never comes to rest');
  }

  pass(ms: number, each: () => void = () => {}): void {
    for (let passed = 0; passed < ms; passed += 100) {
      this.harness.advance(100);
      vi.advanceTimersByTime(100);
      each();
      this.exchange();
    }
  }

  destroy(): void {
    for (const { awareness } of this.presences) awareness.destroy();
  }
}

afterEach(() => {
  for (const room of rooms.splice(0)) room.destroy();
});

describe('presence of stock clients', () => {
  it('[P5] people who do nothing see each other for minutes, and nobody reconnects', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    const ben = room.enter('ben');
    const quiet = room.join('chloe', { sdk: true });
    room.pass(180_000);
    for (const presence of [anna, ben]) {
      expect(presence.hasGivenUp).toBe(false);
    }
    expect(anna.sees).toEqual(['BEN']);
    expect(ben.sees).toEqual(['ANNA']);
    expect(quiet.isOpen).toBe(true);
  });

  it('[P5] an unchanged renewal is heard by nobody else', () => {
    const room = new StockRoom();
    room.enter('anna');
    const sdk = room.join('chloe', { sdk: true });
    room.pass(1_000);
    sdk.receive();
    sdk.received.length = 0;
    room.pass(60_000);
    sdk.receive();
    expect(sdk.frames('awareness')).toEqual([]);
  });

  it('[P5] somebody who moves all the time and hears nothing else is not left alone', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    room.enter('ben');
    let x = 0;
    room.pass(100_000, () => {
      if (x++ % 20 === 0) anna.awareness.setLocalStateField('cursor', x);
      expect(anna.hasGivenUp).toBe(false);
    });
    expect(anna.sees).toEqual(['BEN']);
  });

  it('[P5] nor is somebody who is all alone and moves all the time', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    let x = 0;
    room.pass(100_000, () => {
      if (x++ % 20 === 0) anna.awareness.setLocalStateField('cursor', x);
      expect(anna.hasGivenUp).toBe(false);
    });
    expect(anna.awareness.getLocalState()).toMatchObject({ cursor: expect.any(Number) });
  });

  it('[P2][P6] what stock clients say again never becomes a loop', () => {
    const room = new StockRoom();
    const people = ['owner', 'anna', 'ben', 'chloe', 'anna', 'ben'].map((id) => room.enter(id));
    for (const { awareness } of people) awareness.setLocalStateField('cursor', awareness.clientID);
    expect(room.exchange()).toBeLessThan(10);
    const before = people.map(({ framesSent }) => framesSent);
    room.pass(10_000);
    // Nothing has changed and no renewal is due: silence.
    expect(people.map(({ framesSent }) => framesSent)).toEqual(before);
    for (const one of people) {
      for (const other of people) expect(one.stateOf(other)).toMatchObject({ cursor: other.awareness.clientID });
    }
  });

  it('[P2] what stock clients say again costs them nothing of their rate', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    const ben = room.enter('ben');
    let x = 0;
    // Anna moves 20 times a second, and Ben's client says all of it again.
    room.pass(20_000, () => {
      anna.awareness.setLocalStateField('cursor', ++x);
      room.exchange();
      anna.awareness.setLocalStateField('cursor', ++x);
    });
    ben.awareness.setLocalStateField('cursor', 'mine');
    room.exchange();
    expect(anna.stateOf(ben)).toMatchObject({ cursor: 'mine' });
  });

  it('[P1] two tabs of one person are two, and neither takes the other’s place', () => {
    const room = new StockRoom();
    const first = room.enter('anna', { cursor: 1 });
    const second = room.enter('anna', { cursor: 2 });
    const ben = room.enter('ben');
    room.pass(90_000);
    expect(ben.sees).toEqual(['ANNA', 'ANNA']);
    for (const presence of [first, second, ben]) {
      expect(presence.stateOf(first)).toMatchObject({ cursor: 1 });
      expect(presence.stateOf(second)).toMatchObject({ cursor: 2 });
    }
  });

  it('[P1] a tab that shows nothing of itself does not take over a tab whose connection is lost', () => {
    const room = new StockRoom();
    const shown = room.enter('anna', { cursor: 1 });
    const hidden = room.enter('anna', null);
    const ben = room.enter('ben');
    room.harness.disconnect(shown.client.session, false);
    room.presences.splice(room.presences.indexOf(shown), 1);
    room.pass(29_000, () => ben.awareness.setLocalStateField('cursor', Math.random()));
    expect(ben.sees).toEqual(['ANNA']);
    room.pass(2_000);
    expect(ben.sees).toEqual([]);
    expect(hidden.sees).toEqual(['BEN']);
  });

  it('[P8] who reconnects sees everybody at once, also those who have not moved', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    const ben = room.enter('ben');
    room.pass(5_000);
    ben.reconnect();
    expect(ben.sees).toEqual([]);
    room.pass(200);
    expect(ben.sees).toEqual(['ANNA']);
    expect(anna.sees).toEqual(['BEN']);
  });

  it('[P3] a forged identity is set right everywhere, at the forger too', () => {
    const room = new StockRoom();
    const ben = room.enter('ben');
    const mallory = room.enter('anna', { user: { id: 'owner', name: 'The owner', color: '#000000', admin: true } });
    expect(ben.stateOf(mallory)?.user).toMatchObject({ id: 'anna', name: 'ANNA', avatar: null });
    mallory.awareness.setLocalStateField('user', { name: 'The owner' });
    room.pass(40_000);
    expect(ben.stateOf(mallory)?.user).toMatchObject({ id: 'anna', name: 'ANNA' });
    expect(room.exchange()).toBe(0);
  });

  it('[A9] somebody invisible sees the others and stays connected, and nobody sees them', () => {
    const room = new StockRoom();
    const ben = room.enter('ben');
    const client = room.join('anna');
    room.harness.disconnect(client.session);
    client.session = room.harness.connect(person('anna'), { invisible: true });
    client.settle();
    const ghost = new StockPresence(room, client, { cursor: 1 });
    room.presences.push(ghost);
    room.harness.send(client.session, { type: 'step1', stateVector: new Uint8Array([0]) });
    room.pass(100_000, () => expect(ghost.hasGivenUp).toBe(false));
    expect(ben.sees).toEqual([]);
    expect(ghost.stateOf(ben)).toBeDefined();
    expect(room.harness.service.presence(person('ben'))).toMatchObject({ value: [{ user: { id: 'ben' } }] });
  });

  it('[P10] many people with large states stay connected, and see each other', () => {
    const room = new StockRoom();
    const ids = ['owner', 'anna', 'ben', 'chloe'].flatMap((id) => [id, id, id]);
    const text = 'x'.repeat(limits.maxPresenceStateBytes - 200);
    const people = ids.map((id) => room.enter(id, { text }));
    const expectAllToSee = (value: unknown): void => {
      for (const one of people) {
        expect(room.harness.closed.get(one.client.session)).toBeUndefined();
        for (const other of people) expect(one.stateOf(other)?.value).toBe(value);
      }
    };
    expectAllToSee(undefined);
    // So fast that what they say goes out together.
    for (let value = 0; value < 10; value++) for (const { awareness } of people) awareness.setLocalState({ text, value });
    room.pass(20_000);
    expectAllToSee(9);
  });

  it('[P4] the clocks rise over a crash and over hibernation', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    const ben = room.enter('ben');
    anna.awareness.setLocalStateField('cursor', 1);
    room.pass(3_000);
    room.harness.hibernate();
    anna.awareness.setLocalStateField('cursor', 2);
    room.exchange();
    expect(ben.stateOf(anna)).toMatchObject({ cursor: 2 });
    room.harness.crash();
    room.pass(200);
    ben.reconnect();
    anna.reconnect();
    anna.awareness.setLocalStateField('cursor', 3);
    room.pass(200);
    expect(ben.stateOf(anna)).toMatchObject({ cursor: 3 });
    expect(anna.sees).toEqual(['BEN']);
  });

  it('[P7] a clean leave shows at once, and a lost connection after the grace', () => {
    const room = new StockRoom();
    const anna = room.enter('anna');
    const ben = room.enter('ben');
    const chloe = room.enter('chloe');
    room.pass(1_000);
    room.harness.disconnect(anna.client.session, true);
    room.harness.disconnect(ben.client.session, false);
    room.presences.splice(0, 2);
    room.exchange();
    expect(chloe.sees).toEqual(['BEN']);
    room.pass(29_000);
    expect(chloe.sees).toEqual(['BEN']);
    room.pass(1_500);
    expect(chloe.sees).toEqual([]);
  });
});
