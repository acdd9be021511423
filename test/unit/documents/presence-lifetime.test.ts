import { describe, expect, it } from 'vitest';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import { hear, say, settled, two } from './awareness-frames';
import { type Room, takeNotices } from './room';

describe('presence that ends, sleeps or is too much', () => {
  it('[P7] a null state is an explicit leave', () => {
    const { anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    hear(ben);
    say(anna, [7, 2, null]);
    expect(hear(ben)).toMatchObject([[{ client: 7, state: null }]]);
    say(anna, [7, 3, { cursor: 2 }]);
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 2 } }]]);
  });

  it('[P7] who leaves cannot make others leave', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    say(ben, [7, 2, null]);
    room.settle();
    expect(room.harness.service.presence(person('owner'))).toMatchObject({ value: [{ client_id: 7 }] });
  });

  it('[P7] who comes back within the grace has never left', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    hear(ben);
    room.harness.disconnect(anna.session, false);
    room.harness.advance(limits.presenceGraceMs - 1_000);
    const back = room.join('anna', { sdk: true });
    say(back, [7, 9, { cursor: 2 }]);
    room.harness.advance(limits.presenceGraceMs * 2);
    expect(hear(ben).flat()).toMatchObject([{ client: 7, state: { cursor: 2 } }]);
  });

  it('[P7] the grace ends also after the document has slept or crashed', () => {
    for (const interrupt of ['hibernate', 'crash'] as const) {
      const { room, anna, ben } = two();
      say(anna, [7, 1, { cursor: 1 }]);
      room.harness.disconnect(anna.session, false);
      room.harness[interrupt]();
      expect(room.harness.service.presence(person('owner'))).toMatchObject({ value: [{ client_id: 7 }] });
      room.harness.advance(limits.presenceGraceMs + 1);
      expect(room.harness.service.presence(person('owner'))).toEqual({ ok: true, value: [] });
      if (interrupt === 'hibernate') expect(hear(ben).flat().at(-1)).toMatchObject({ client: 7, state: null });
    }
  });

  const comings = {
    'with a token': (room: Room) => room.harness.connect(person('anna'), { invisible: true }),
    'and says a token': (room: Room) => {
      const session = room.harness.connect(null, { invisible: true });
      room.harness.send(session, { type: 'token', token: 'x' });
      room.harness.engine.verified(session, { ok: true, value: person('anna') });
      return session;
    },
  } as const;

  describe.each(Object.keys(comings) as (keyof typeof comings)[])('[A9] who comes back invisibly %s', (how) => {
    const come = comings[how];
    const present = (room: Room) => room.harness.service.presence(person('owner'));

    it('is not seen any more by a connection that was lost', () => {
      const { room, anna, ben } = two();
      say(anna, [7, 1, { cursor: 1 }]);
      hear(ben);
      room.harness.disconnect(anna.session, false);
      expect(hear(ben)).toEqual([]);
      come(room);
      expect(hear(ben)).toMatchObject([[{ client: 7, state: null }]]);
      expect(present(room)).toEqual({ ok: true, value: [] });
      room.harness.crash();
      expect(present(room)).toEqual({ ok: true, value: [] });
    });

    it('nor by one whose end nobody had noticed, whenever that is noticed', () => {
      const { room, anna, ben } = two();
      say(anna, [7, 1, { cursor: 1 }]);
      come(room);
      expect(present(room)).toMatchObject({ value: [{ client_id: 7 }] });
      hear(ben);
      room.harness.disconnect(anna.session, false);
      expect(hear(ben)).toMatchObject([[{ client: 7, state: null }]]);

      const second = room.join('anna', { sdk: true });
      say(second, [8, 1, { cursor: 1 }]);
      room.harness.pinging.delete(second.session);
      room.harness.advance(limits.deadSocketMs + 15_000);
      expect(present(room)).toMatchObject({ value: [{ client_id: 8 }] });
      come(room);
      expect(present(room)).toEqual({ ok: true, value: [] });
    });

    it('is seen as long as another connection of theirs is visible, and no longer', () => {
      const { room, anna, ben } = two();
      const other = room.join('anna', { sdk: true });
      say(anna, [7, 1, { cursor: 1 }]);
      room.harness.disconnect(anna.session, false);
      come(room);
      expect(present(room)).toMatchObject({ value: [{ client_id: 7 }] });
      say(ben, [8, 1, { cursor: 1 }]);
      room.harness.disconnect(other.session);
      expect(present(room)).toMatchObject({ value: [{ client_id: 8 }] });
      room.harness.disconnect(ben.session, false);
      expect(present(room), 'others keep their grace').toMatchObject({ value: [{ client_id: 8 }] });
    });
  });

  it('[P8] a newcomer is sent all states after its SyncStep1, and again when it asks', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    say(ben, [8, 1, { cursor: 2 }]);
    const chloe = room.join('chloe');
    expect(hear(chloe).flat()).toMatchObject([{ client: 7 }, { client: 8 }]);
    room.harness.send(chloe.session, { type: 'queryAwareness' });
    expect(hear(chloe).flat()).toMatchObject([{ client: 7 }, { client: 8 }]);
  });

  it('[P9] presence is in the attachment after a second, and survives hibernation', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    room.harness.advance(limits.presencePersistMs);
    say(anna, [7, 2, { cursor: 'lost by the sleep' }]);
    hear(ben);
    room.harness.hibernate();
    expect(room.harness.service.presence(person('owner'))).toMatchObject({ value: [{ client_id: 7, state: { cursor: 1 } }] });
    expect(hear(ben)).toEqual([]);
    say(anna, [7, 3, { cursor: 3 }]);
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 3, user: { id: 'anna' } } }]]);
  });

  it('[L4] over the rate the latest state waits for room, and nothing older comes after it', () => {
    const { room, anna, ben } = two();
    for (let i = 1; i <= limits.presenceBurst + 20; i++) say(anna, [7, i, { i }]);
    // Time has passed, the timer has not rung yet.
    room.harness.nowMs += 40;
    say(anna, [7, 500, { i: 'newest' }]);
    room.harness.advance(1_000);
    const states = hear(ben)
      .flat()
      .map(({ state }) => state?.i);
    expect(states.at(-1)).toBe('newest');
    expect(states.length).toBeLessThan(limits.presenceBurst + 5);
    expect(anna.isOpen).toBe(true);
  });

  it('[L4] the last of many states arrives without another frame', () => {
    const { room, anna, ben } = two();
    for (let i = 1; i <= limits.presenceBurst + 20; i++) say(anna, [7, i, { i }]);
    room.harness.advance(1_000);
    expect(hear(ben).flat().at(-1)).toMatchObject({ state: { i: limits.presenceBurst + 20 } });
  });

  it('[L4] a state that waits does not take an id back that a newer session has taken over', () => {
    const { room, anna, ben } = two();
    for (let i = 1; i <= limits.presenceBurst + 1; i++) say(anna, [7, i, { from: 'old' }]);
    const newer = room.join('anna', { sdk: true });
    say(anna, [7, 400, { from: 'old, waiting' }]);
    say(newer, [7, 1, { from: 'new' }]);
    room.harness.advance(1_000);
    expect(hear(ben).flat().at(-1)).toMatchObject({ state: { from: 'new' } });
  });

  it('[L4][P1] nor one that the newer session has taken over without ever having had it', () => {
    const { room, anna, ben } = two();
    for (let i = 1; i <= limits.presenceBurst; i++) say(anna, [9, i, null]);
    say(anna, [7, 1, { from: 'old, waiting' }]);
    say(room.join('anna', { sdk: true }), [7, 1, { from: 'new' }]);
    room.harness.advance(1_000);
    expect(hear(ben).flat()).toMatchObject([{ state: { from: 'new' } }]);
  });

  it('[L5] a state that is too large is not taken and told', () => {
    const { anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    hear(ben);
    say(anna, [7, 2, { text: '葵'.repeat(limits.maxPresenceStateBytes / 3) }]);
    expect(takeNotices(settled(anna))).toEqual([{ code: 'presence-refused', reason: 'too-large' }]);
    expect(hear(ben)).toEqual([]);
    say(anna, [7, 3, { text: 'x'.repeat(limits.maxPresenceStateBytes - 20) }]);
    expect(hear(ben)).toHaveLength(1);
    expect(anna.isOpen).toBe(true);
  });
});
