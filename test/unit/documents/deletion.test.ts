import { describe, expect, it } from 'vitest';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { type EngineHarness, person } from '../../support/engine-harness';
import { Room } from './room';

/** A document with a title and a history that its owner has deleted. */
function deleted(): Room {
  const room = new Room({ members: { anna: 'editor', vera: 'viewer' } });
  const anna = room.join('anna');
  anna.doc.getText('title').insert(0, 'Kyoto');
  room.settle();
  room.harness.advance(60_000);
  room.harness.service.delete(person('owner'));
  return room;
}

/** Lets days pass while the lists take what they are told: a delivery without an answer is repeated all the time. */
function pass(harness: EngineHarness, ms: number): void {
  harness.advance(2_000);
  const told = harness.projections.at(-1);
  if (told !== undefined) harness.engine.outbox.done(told.sequence);
  harness.advance(ms - 2_000);
}

describe('a deleted document', () => {
  it('[D1] closes every socket, and whoever comes later', () => {
    const room = deleted();
    for (const { session } of room.clients) expect(room.harness.closed.get(session)?.code).toBe(4404);
    expect(room.harness.closed.get(room.harness.connect(person('owner')))).toEqual({ code: 4404, reason: 'document deleted' });
  });

  it('[D1] is purged in the end, also after a crash: what stays is that it was deleted, and the lists keep no title and no member', () => {
    const { harness } = deleted();
    pass(harness, limits.purgeAfterMs - 120_000);
    expect(harness.storage.log.rows(0, 9)).toHaveLength(1);
    harness.crash();
    harness.advance(125_000);
    expect(harness.storage.log.rows(0, 9)).toEqual([]);
    expect(harness.storage.members.all()).toEqual([]);
    expect(harness.storage.meta.read()?.deletedAtMs).not.toBeNull();
    expect(harness.closed.get(harness.connect(person('owner')))?.code).toBe(4404);
    expect(harness.projections.at(-1)).toMatchObject({ fields: {}, members: [], deleted_at: expect.any(String) });
    expect(harness.projections.at(-1)?.fields.title ?? '').toBe('');
  });

  it('[D2] is restored as it was, also after the object slept', () => {
    for (const wakes of [true, false]) {
      const room = deleted();
      const rows = room.harness.storage.log.rows(0, 9);
      if (wakes) room.harness.crash();
      pass(room.harness, limits.purgeAfterMs - 120_000);
      const restored = room.harness.service.restore(person('owner'));
      expect(restored).toMatchObject({ ok: true, value: { version: 1, view: { title: 'Kyoto', owner_id: 'owner' } } });
      expect(room.view().collaborators.map(({ id, role }) => [id, role])).toEqual([
        ['owner', 'owner'],
        ['anna', 'editor'],
        ['vera', 'viewer'],
      ]);
      expect(room.harness.storage.log.rows(0, 9)).toEqual(rows);
      const anna = room.join('anna');
      anna.doc.getText('title').insert(5, ' again');
      room.settle();
      expect(room.view()).toMatchObject({ title: 'Kyoto again', metadata: { version: 2 } });
    }
  });

  it('[D2] that was restored is purged no more, until it is deleted again', () => {
    const { harness } = deleted();
    harness.service.restore(person('owner'));
    pass(harness, limits.purgeAfterMs * 2);
    expect(harness.storage.log.rows(0, 9)).toHaveLength(1);
    harness.service.delete(person('owner'));
    pass(harness, limits.purgeAfterMs - 60_000);
    expect(harness.storage.log.rows(0, 9)).toHaveLength(1);
    harness.advance(120_000);
    expect(harness.storage.log.rows(0, 9)).toEqual([]);
  });

  it('[D2] is restored by who may delete it; for others there is nothing', () => {
    const { service } = deleted().harness;
    const nothing = { ok: false, refusal: { code: 'not-found' } };
    for (const id of ['anna', 'vera', 'stranger']) expect(service.restore(person(id))).toEqual(nothing);
    expect(service.restore(person('owner', { scopes: ['trips:read'] }))).toEqual(nothing);
    expect(service.restore(person('admin', { role: 'admin' })).ok).toBe(true);
  });

  it('[D2] cannot be restored once its content may be gone', () => {
    const nothing = { ok: false, refusal: { code: 'not-found' } };
    const { harness } = deleted();
    harness.timers.durable.delete('purge');
    pass(harness, limits.purgeAfterMs);
    expect(harness.service.restore(person('owner'))).toEqual(nothing);
    const purged = deleted().harness;
    pass(purged, limits.purgeAfterMs + 60_000);
    expect(purged.service.restore(person('admin', { role: 'admin' }))).toEqual(nothing);
  });

  it('[D2] restoring it twice is restoring it once, and what is not deleted stays as it is', () => {
    const { harness } = deleted();
    expect(harness.service.restore(person('owner')).ok).toBe(true);
    expect(harness.service.restore(person('owner'))).toMatchObject({ ok: true, value: { view: { title: 'Kyoto' } } });
    expect(harness.service.restore(person('anna'))).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(harness.service.restore(person('stranger'))).toMatchObject({ refusal: { code: 'not-found' } });
  });

  it('[D2] keeps its invitations and tickets ended', () => {
    const { harness } = new Room();
    const invite = harness.service.invitations.create(person('owner'), { role: 'editor', expiresIn: 3600, maxUses: null });
    const ticket = harness.service.issueTicket(person('anna'));
    if (!invite.ok || !ticket.ok) throw new Error('neither was refused');
    harness.service.delete(person('owner'));
    harness.service.restore(person('owner'));
    expect(harness.service.invitations.list(person('owner'))).toEqual({ ok: true, value: [] });
    expect(harness.engine.tickets.redeem(ticket.value.ticket).ok).toBe(false);
  });

  it('[D3] is told to the lists as deleted, and as restored', () => {
    const { harness } = deleted();
    harness.advance(2_000);
    expect(harness.projections.at(-1)).toMatchObject({
      fields: { title: 'Kyoto' },
      deleted_at: expect.stringMatching(/^2027-/),
    });
    harness.service.restore(person('owner'));
    expect(harness.engine.outbox.pending()).toMatchObject({ fields: { title: 'Kyoto' }, deleted_at: null });
  });
});
