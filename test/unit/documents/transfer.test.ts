import { describe, expect, it } from 'vitest';
import { person } from '../../support/engine-harness';
import { Room } from './room';

function rolesOf(room: Room): Record<string, string> {
  return Object.fromEntries(room.view().collaborators.map(({ id, role }) => [id, role]));
}

describe('handing a document over', () => {
  it('[A12] makes the member its owner, and the former one an editor', () => {
    const room = new Room({ members: { anna: 'viewer', ben: 'editor' } });
    const transferred = room.harness.service.membership.transfer(person('owner'), 'anna');
    expect(transferred).toMatchObject({
      ok: true,
      value: [
        { id: 'owner', role: 'editor' },
        { id: 'anna', role: 'owner' },
        { id: 'ben', role: 'editor' },
      ],
    });
    expect(room.view('anna').owner_id).toBe('anna');
    expect(room.harness.engine.outbox.pending()).toMatchObject({ owner_id: 'anna' });
    room.harness.crash();
    expect(room.view('anna').owner_id).toBe('anna');
  });

  it('[A12] is for owners', () => {
    const room = new Room({ members: { anna: 'editor', vera: 'viewer' } });
    const { membership } = room.harness.service;
    for (const id of ['anna', 'vera']) {
      expect(membership.transfer(person(id), id)).toMatchObject({ refusal: { code: 'forbidden' } });
    }
    expect(membership.transfer(person('stranger'), 'anna')).toMatchObject({ refusal: { code: 'not-found' } });
    expect(rolesOf(room)).toEqual({ owner: 'owner', anna: 'editor', vera: 'viewer' });
  });

  it('[A12] goes to another member, and to nobody else', () => {
    const room = new Room({ members: { anna: 'editor' } });
    for (const id of ['stranger', 'owner']) {
      expect(room.harness.service.membership.transfer(person('owner'), id)).toMatchObject({
        refusal: { code: 'invalid', extensions: { pointer: '/user_id' } },
      });
    }
    expect(rolesOf(room)).toEqual({ owner: 'owner', anna: 'editor' });
  });

  it('[A12] names the new owner, whoever else is one', () => {
    const room = new Room({ members: { anna: 'owner', ben: 'editor', chloe: 'editor' } });
    const { membership } = room.harness.service;
    // The document is the first owner's, so what Anna hands over is her part only.
    membership.transfer(person('anna'), 'ben');
    expect(room.view().owner_id).toBe('owner');
    membership.transfer(person('owner'), 'chloe');
    expect(room.view('chloe').owner_id).toBe('chloe');
    expect(rolesOf(room)).toEqual({ owner: 'editor', anna: 'editor', ben: 'owner', chloe: 'owner' });
    membership.put(person('ben'), { id: 'chloe', role: 'editor', name: 'Chloé', avatar: null });
    expect(room.view().owner_id).toBe('ben');
  });

  it('[A12] an administrator hands over for the owner', () => {
    const room = new Room({ members: { anna: 'editor' } });
    room.harness.service.membership.transfer(person('admin', { role: 'admin' }), 'anna');
    expect(rolesOf(room)).toEqual({ owner: 'editor', anna: 'owner' });
  });

  it('[A7][A12] every open session feels it at once', () => {
    const room = new Room({ members: { anna: 'editor', ben: 'editor' } });
    const sessions = ['owner', 'anna', 'ben'].map((id) => room.join(id, { sdk: true }));
    for (const client of sessions) client.received.length = 0;
    room.harness.service.membership.transfer(person('owner'), 'anna');
    const [owner, anna, ben] = sessions.map((client) => {
      client.receive();
      return { roles: client.frames('session').map(({ message }) => message.role), rolls: client.frames('members').length };
    });
    expect([owner, anna, ben]).toEqual([
      { roles: ['editor'], rolls: 1 },
      { roles: ['owner'], rolls: 1 },
      { roles: [], rolls: 1 },
    ]);
  });

  it('[A12] that cannot be stored leaves everything as it was', () => {
    const room = new Room({ members: { anna: 'editor' } });
    room.harness.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    expect(() => room.harness.service.membership.transfer(person('owner'), 'anna')).toThrow('disk full');
    room.harness.storage.beforeCommit = () => {};
    room.harness.engine.recover();
    expect(rolesOf(room)).toEqual({ owner: 'owner', anna: 'editor' });
    expect(room.view().owner_id).toBe('owner');
  });
});
