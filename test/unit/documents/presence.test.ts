import { describe, expect, it } from 'vitest';
import { decodeAwareness, encodeAwarenessEntry, joinAwareness, parseAwarenessState } from '../../../src/protocol/awareness';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { personColor } from '../../../src/protocol/person-colors';
import { person } from '../../support/engine-harness';
import type { TestClient } from '../../support/test-client';
import { Room, takeNotices } from './room';

type Said = [client: number, clock: number, state: unknown];

function say(client: TestClient, ...entries: Said[]): void {
  const payload = joinAwareness(entries.map(([id, clock, state]) => encodeAwarenessEntry(id, clock, JSON.stringify(state))));
  client.harness.send(client.session, { type: 'awareness', payload });
}

/** What a client has heard since the last call: one list of entries for each frame. */
function hear(client: TestClient): { client: number; clock: number; state: Record<string, unknown> | null }[][] {
  client.receive();
  const frames = client.frames('awareness');
  client.received.length = 0;
  return frames.map(({ payload }) =>
    decodeAwareness(payload).map((entry) => ({
      client: entry.client,
      clock: entry.clock,
      state: parseAwarenessState(entry.stateBytes),
    })),
  );
}

function two(): { room: Room; anna: TestClient; ben: TestClient } {
  const room = new Room();
  const anna = room.join('anna', { sdk: true });
  const ben = room.join('ben', { sdk: true });
  hear(anna);
  hear(ben);
  return { room, anna, ben };
}

describe('presence', () => {
  it('[P1] a session owns the id that it announces alone', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 1 } }]]);
    say(anna, [8, 1, { cursor: 2 }], [7, 2, { cursor: 3 }]);
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 3 } }]]);
    say(anna, [8, 2, { cursor: 4 }]);
    expect(hear(ben)).toEqual([]);
    expect(room.harness.service.presence(person('owner'))).toMatchObject({ value: [{ client_id: 7, state: { cursor: 3 } }] });
  });

  it('[P1] two ids in a first frame are nobody’s', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }], [8, 1, { cursor: 1 }]);
    room.settle();
    expect(hear(ben)).toEqual([]);
  });

  it('[P1] another person’s id is refused, whether announced or written with before', () => {
    const { anna, ben, room } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    room.harness.disconnect(anna.session);
    say(ben, [7, 5, { cursor: 'mine' }]);
    expect(takeNotices(settled(ben))).toEqual([{ code: 'presence-refused', reason: 'client-id-taken' }]);
    const chloe = room.join('chloe', { sdk: true, clientId: 99 });
    chloe.doc.getText('title').insert(0, 'x');
    room.settle();
    say(ben, [99, 1, { cursor: 'mine' }]);
    expect(takeNotices(settled(ben))).toEqual([{ code: 'presence-refused', reason: 'client-id-taken' }]);
    expect(room.harness.service.presence(person('owner'))).toEqual({ ok: true, value: [] });
    say(ben, [100, 1, { cursor: 'own' }]);
    expect(hear(chloe).at(-1)).toMatchObject([{ client: 100 }]);
  });

  it('[P1] the newer session of the same person takes its id over', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, { cursor: 'old' }]);
    const newer = room.join('anna', { sdk: true });
    say(newer, [7, 1, { cursor: 'new' }]);
    expect(hear(ben).flat().at(-1)).toMatchObject({ client: 7, state: { cursor: 'new' } });
    room.harness.disconnect(anna.session);
    expect(hear(ben)).toEqual([]);
    say(newer, [7, 2, { cursor: 'newer' }]);
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 'newer' } }]]);
  });

  it('[P2] entries of others are not even parsed', () => {
    const { room, anna, ben } = two();
    say(anna, [7, 1, {}]);
    hear(ben);
    const payload = joinAwareness([
      encodeAwarenessEntry(8, 1, 'no JSON at all'),
      encodeAwarenessEntry(7, 2, '{"cursor":2}'),
      encodeAwarenessEntry(9, 1, `"${'x'.repeat(20_000)}"`),
    ]);
    room.harness.send(anna.session, { type: 'awareness', payload });
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 2 } }]]);
  });

  it('[F2] an own state that is no object closes the socket', () => {
    for (const state of ['[]', '5', '"x"', '{']) {
      const { room, anna } = two();
      const payload = joinAwareness([encodeAwarenessEntry(7, 1, state)]);
      room.harness.send(anna.session, { type: 'awareness', payload });
      expect(room.harness.closed.get(anna.session)?.code, state).toBe(4400);
    }
  });

  it('[P3] the user of a state is who the token says', () => {
    const { room, ben } = two();
    const anna = room.join('anna', { sdk: true, identity: { name: 'Anna 葵', avatar: 'https://example.com/a.png' } });
    const attested = { id: 'anna', name: 'Anna 葵', color: personColor('anna'), avatar: 'https://example.com/a.png' };
    const forged = [{ id: 'owner', name: 'Owner', color: '#fff', avatar: 'javascript:alert(1)' }, 'owner', null, [1], undefined];
    forged.forEach((user, index) => {
      say(anna, [7, index + 1, { user, cursor: index }]);
      expect(hear(ben)).toMatchObject([[{ state: { user: attested, cursor: index } }]]);
    });
    const payload = joinAwareness([encodeAwarenessEntry(7, 99, '{"user":{"__proto__":{"admin":true}},"cursor":"last"}')]);
    room.harness.send(anna.session, { type: 'awareness', payload });
    const [seen] = hear(ben).flat();
    expect(seen?.state?.user).toMatchObject(attested);
    expect(seen?.state?.user).not.toHaveProperty('admin');
    expect(room.harness.service.presence(person('owner'))).toMatchObject({ value: [{ user: attested }] });
  });

  it('[P4] the outgoing clocks rise, whatever the clients count', () => {
    const { anna, ben, room } = two();
    const clocks: number[] = [];
    for (const clock of [1, 2, 50, 51, Number.MAX_SAFE_INTEGER]) {
      say(anna, [7, clock, { clock }]);
      clocks.push(
        ...hear(ben)
          .flat()
          .map((entry) => entry.clock),
      );
    }
    say(anna, [7, 3, { late: true }]);
    expect(hear(ben)).toEqual([]);
    room.harness.disconnect(anna.session);
    clocks.push(
      ...hear(ben)
        .flat()
        .map((entry) => entry.clock),
    );
    expect(clocks).toHaveLength(6);
    expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b));
  });

  it('[P5] an SDK session’s unchanged state is answered to nobody', () => {
    const { anna, ben } = two();
    say(anna, [7, 1, { cursor: 1 }]);
    hear(ben);
    say(anna, [7, 2, { cursor: 1 }]);
    expect(hear(ben)).toEqual([]);
    expect(hear(anna)).toEqual([]);
  });

  it('[P6] on a busy document, changes go out together, the latest of each, and a stock session’s never to itself', () => {
    const { room, anna, ben } = two();
    const stock = room.join('chloe');
    const [watcher] = room.crowd(40) as [TestClient];
    const people = [anna, ben, stock];
    const everybodySays = (clock: number, value: unknown): void => {
      for (const [index, client] of people.entries()) say(client, [700 + index, clock, { value }]);
    };
    for (let clock = 1; clock <= 30; clock++) everybodySays(clock, clock);
    room.harness.advance(limits.maxWindowMs);
    for (const client of [...people, watcher]) hear(client);
    everybodySays(100, 'last but one');
    everybodySays(101, 'last');
    room.harness.advance(limits.maxWindowMs);
    const frames = hear(watcher);
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.length).toBeLessThan(people.length * 2);
    const latest = new Map(frames.flat().map((entry) => [entry.client, entry.state?.value]));
    expect([...latest.values()]).toEqual(people.map(() => 'last'));
    expect(
      hear(stock)
        .flat()
        .map(({ client }) => client),
    ).not.toContain(702);
  });

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

function settled(client: TestClient): TestClient {
  client.receive();
  return client;
}
