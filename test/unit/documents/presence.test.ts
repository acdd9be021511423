import { describe, expect, it } from 'vitest';
import { encodeAwareness } from '../../../src/protocol/awareness';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { personColor } from '../../../src/protocol/person-colors';
import { person } from '../../support/engine-harness';
import type { TestClient } from '../../support/test-client';
import { hear, say, settled, two } from './awareness-frames';
import { takeNotices } from './room';

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
    const payload = encodeAwareness([
      { client: 8, clock: 1, state: 'no JSON at all' },
      { client: 7, clock: 2, state: '{"cursor":2}' },
      { client: 9, clock: 1, state: `"${'x'.repeat(20_000)}"` },
    ]);
    room.harness.send(anna.session, { type: 'awareness', payload });
    expect(hear(ben)).toMatchObject([[{ client: 7, state: { cursor: 2 } }]]);
  });

  it('[F2] an own state that is no object closes the socket', () => {
    for (const state of ['[]', '5', '"x"', '{']) {
      const { room, anna } = two();
      const payload = encodeAwareness([{ client: 7, clock: 1, state }]);
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
    const payload = encodeAwareness([{ client: 7, clock: 99, state: '{"user":{"__proto__":{"admin":true}},"cursor":"last"}' }]);
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
});
