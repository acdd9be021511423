import { describe, expect, it } from 'vitest';
import { personColor } from '../../../src/protocol/person-colors';
import { EngineHarness, person } from '../../support/engine-harness';

function harness(): EngineHarness {
  return new EngineHarness({ members: { anna: 'editor', ben: 'viewer' } });
}

const typesOf = (room: EngineHarness, session: string): string[] => room.take(session).map(({ type }) => type);

describe('the members on the wire', () => {
  it('[A10] follow each Session frame', () => {
    const room = harness();
    const session = room.connect(person('anna'), { sdk: true });
    const member = (id: string, role: string) => ({ id, name: id.toUpperCase(), role, avatar: null, color: personColor(id) });
    expect(room.take(session).at(-1)).toEqual({
      type: 'members',
      message: { members: [member('owner', 'owner'), member('anna', 'editor'), member('ben', 'viewer')] },
    });
    room.send(session, { type: 'token', token: 'newer' });
    room.engine.verified(session, { ok: true, value: person('anna') });
    expect(typesOf(room, session)).toEqual(['session', 'members']);
  });

  it('[A10] go to every SDK session when they change, one frame for each change', () => {
    const room = harness();
    const anna = room.connect(person('anna'), { sdk: true });
    const ben = room.connect(person('ben'), { sdk: true });
    const admin = room.connect(person('admin', { role: 'admin' }), { sdk: true });
    const idsAfter = (change: () => unknown) => {
      for (const session of [anna, ben, admin]) room.take(session);
      change();
      return [anna, ben, admin].map((session) =>
        room.take(session).map((frame) => (frame.type === 'members' ? frame.message.members.map(({ id }) => id) : frame.type)),
      );
    };
    const { membership } = room.service;
    const dora = { id: 'dora', role: 'viewer', name: 'Dora', avatar: null } as const;
    const withDora = ['owner', 'anna', 'ben', 'dora'];
    expect(idsAfter(() => membership.put(person('owner'), dora))).toEqual([[withDora], [withDora], [withDora]]);
    // Whose role changes learns that as well.
    const promoted = { ...dora, id: 'ben', role: 'editor' } as const;
    expect(idsAfter(() => membership.put(person('owner'), promoted))).toEqual([[withDora], ['session', withDora], [withDora]]);
    const without = ['owner', 'anna', 'ben'];
    expect(idsAfter(() => membership.remove(person('owner'), 'dora'))).toEqual([[without], [without], [without]]);
    // Who was removed is told nothing more.
    expect(idsAfter(() => membership.remove(person('owner'), 'ben'))).toEqual([[['owner', 'anna']], [], [['owner', 'anna']]]);
  });

  it('[A10] go out when a member comes with another name', () => {
    const room = harness();
    const anna = room.connect(person('anna'), { sdk: true });
    const tablet = room.connect(person('ben'), { sdk: true });
    for (const session of [anna, tablet]) room.take(session);
    const phone = room.connect(person('ben', { name: 'Benjamin' }), { sdk: true });
    const told = { type: 'members', message: { members: [{}, {}, { id: 'ben', name: 'Benjamin' }] } };
    for (const session of [anna, tablet]) expect(room.take(session)).toMatchObject([told]);
    expect(room.take(phone)).toMatchObject([{ type: 'session' }, told]);
    room.connect(person('ben', { name: 'Benjamin' }), { sdk: true });
    expect(room.take(anna)).toEqual([]);
  });

  it('[A10][F4] go to no stock session, and to nobody who has not said who they are', () => {
    const room = harness();
    const stock = room.connect(person('anna'));
    const nobody = room.connect(null, { sdk: true });
    room.service.membership.put(person('owner'), { id: 'dora', role: 'viewer', name: 'Dora', avatar: null });
    expect([room.take(stock), room.take(nobody)]).toEqual([[], []]);
  });

  it('[A10] are as they are now after a sleep', () => {
    const room = harness();
    const anna = room.connect(person('anna'), { sdk: true });
    room.hibernate();
    room.take(anna);
    room.service.membership.put(person('owner'), { id: 'ben', role: 'editor', name: 'Ben', avatar: null });
    expect(room.take(anna)).toMatchObject([{ type: 'members', message: { members: [{}, {}, { id: 'ben', role: 'editor' }] } }]);
  });

  it('[A11] a Session frame tells the server’s time', () => {
    const room = harness();
    room.advance(1_234);
    const session = room.connect(person('anna'), { sdk: true });
    expect(room.take(session)[0]).toMatchObject({ type: 'session', message: { nowMs: room.nowMs } });
  });
});
