import { describe, expect, it } from 'vitest';
import type { Invite, NewInvite } from '../../../src/documents/api';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { parseInviteToken } from '../../../src/protocol/secrets';
import { digestOf, EngineHarness, person } from '../../support/engine-harness';
import { Room } from './room';

const owner = person('owner');
const zoe = person('zoe', { name: 'Zoë', avatar: 'https://pictures.example/zoe' });

function harness(): EngineHarness {
  return new EngineHarness({ members: { anna: 'editor', vera: 'viewer' } });
}

/** Makes an invitation and answers it with the secret of its token. */
function invite(room: EngineHarness, more: Partial<NewInvite> = {}): Invite & { secret: string } {
  const made = room.service.invitations.create(owner, { role: 'editor', expiresIn: 3_600, maxUses: null, ...more });
  if (!made.ok) throw new Error(made.refusal.code);
  const parsed = parseInviteToken(made.value.token);
  if (parsed === null) throw new Error('the token has not the form of one');
  return { ...made.value, secret: parsed.secret };
}

function usesOf(room: EngineHarness): number[] {
  return room.storage.invites.all().map(({ uses }) => uses);
}

const notFound = { ok: false, refusal: { code: 'not-found' } };
const over = { ok: false, refusal: { code: 'invite-over' } };

describe('invitations', () => {
  it('[N1] are made, listed and revoked by who manages members', () => {
    const room = harness();
    const { id, secret, ...rest } = invite(room, { role: 'viewer', maxUses: 3 });
    const listed = {
      id,
      role: 'viewer',
      maxUses: 3,
      uses: 0,
      createdBy: 'owner',
      createdAtMs: room.nowMs,
      expiresAtMs: room.nowMs + 3_600_000,
    };
    expect(rest).toMatchObject({ token: `trip.${secret}` });
    expect(room.service.invitations.list(owner)).toEqual({ ok: true, value: [listed] });
    expect(room.service.invitations.revoke(owner, id)).toEqual({ ok: true, value: null });
    expect(room.service.invitations.list(owner)).toEqual({ ok: true, value: [] });
    expect(room.service.invitations.revoke(owner, id)).toEqual(notFound);
  });

  it('[N9] are made once by a call that is repeated with its key, and answered with the same token', () => {
    const room = harness();
    const wish = { role: 'viewer', expiresIn: 60, maxUses: null } as const;
    const { invitations } = room.service;
    const create = (key: string, role: NewInvite['role'] = 'viewer') => invitations.create(owner, { ...wish, role }, key);
    const first = create('a');
    expect(first).toMatchObject({ ok: true, value: { created: true } });
    if (!first.ok) return;
    expect(create('a')).toEqual({ ok: true, value: { ...first.value, created: false } });
    expect(create('a', 'editor')).toEqual({ ok: false, refusal: { code: 'idempotency-key-reused' } });
    const other = create('b');
    expect(other.ok && other.value.token).not.toBe(first.value.token);
    expect(room.storage.invites.all()).toHaveLength(2);
    invitations.revoke(owner, first.value.id);
    expect(create('a')).toEqual(over);
    room.nowMs += limits.keepInviteKeysMs;
    const later = create('a');
    expect(later.ok && later.value.created && later.value.token !== first.value.token).toBe(true);
  });

  it('[N1] are nobody else’s business', () => {
    const room = harness();
    const { id } = invite(room);
    const { invitations } = room.service;
    for (const [who, code] of [
      ['anna', 'forbidden'],
      ['vera', 'forbidden'],
      ['stranger', 'not-found'],
    ] as const) {
      const refused = { ok: false, refusal: { code } };
      expect(invitations.create(person(who), { role: 'viewer', expiresIn: 60, maxUses: 1 })).toEqual(refused);
      expect(invitations.list(person(who))).toEqual(refused);
      expect(invitations.revoke(person(who), id)).toEqual(refused);
    }
    expect(invitations.list(person('owner', { scopes: ['trips:read'] }))).toMatchObject({ refusal: { code: 'forbidden' } });
    expect(room.storage.invites.all()).toHaveLength(1);
  });

  it('[N1] are kept as digests', () => {
    const room = harness();
    const { secret } = invite(room);
    const [row] = room.storage.invites.all();
    expect(row?.hash).toBe(digestOf(secret));
    expect(Object.values(row ?? {})).not.toContain(secret);
  });

  it('show what they lead to, with the title and the names of now', () => {
    const room = new Room();
    const { secret, expiresAtMs } = invite(room.harness);
    room.join('anna').doc.getText('title').insert(0, 'Kyoto');
    room.join('owner', { identity: { name: 'Otto' } });
    room.settle();
    expect(room.harness.service.invitations.preview(secret)).toEqual({
      ok: true,
      value: { documentId: 'trip', title: 'Kyoto', role: 'editor', invitedBy: { name: 'Otto' }, expiresAtMs },
    });
  });

  it('[W7] show the title with all that was accepted before', () => {
    const room = new Room();
    const { secret } = invite(room.harness);
    const anna = room.join('anna');
    room.crowd(40);
    for (let i = 0; i < 50; i++) anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    expect(room.harness.service.invitations.preview(secret)).toMatchObject({ value: { title: 'x'.repeat(50) } });
  });

  it('outlive who made them, and their name with them', () => {
    const room = harness();
    const { secret } = invite(room);
    room.service.membership.put(owner, { id: 'anna', role: 'owner', name: 'Anna', avatar: null });
    room.service.membership.remove(owner, 'owner');
    expect(room.service.invitations.preview(secret)).toMatchObject({ value: { invitedBy: { name: 'OWNER' } } });
    expect(room.service.invitations.accept(zoe, secret).ok).toBe(true);
  });

  it('[N2] are over when they expire, not before', () => {
    const room = harness();
    const { secret } = invite(room, { expiresIn: 60 });
    room.advance(59_999);
    expect(room.service.invitations.preview(secret).ok).toBe(true);
    room.advance(1);
    expect(room.service.invitations.preview(secret)).toEqual(over);
    expect(room.service.invitations.accept(zoe, secret)).toEqual(over);
    expect(room.service.membership.list(owner)).toMatchObject({ value: { length: 3 } });
  });

  it('[N2] are over when they are used up', () => {
    const room = harness();
    const { secret } = invite(room, { maxUses: 2 });
    for (const id of ['p1', 'p2']) expect(room.service.invitations.accept(person(id), secret).ok).toBe(true);
    expect(room.service.invitations.accept(person('p3'), secret)).toEqual(over);
    expect(room.service.invitations.preview(secret)).toEqual(over);
    expect(usesOf(room)).toEqual([2]);
    expect(room.engine.sessions.roleOf('p3')).toBeNull();
  });

  it('[N3] that never were, and those of another document, are not found', () => {
    const room = harness();
    invite(room);
    for (const secret of ['x'.repeat(43), '']) {
      expect(room.service.invitations.preview(secret)).toEqual(notFound);
      expect(room.service.invitations.accept(zoe, secret)).toEqual(notFound);
    }
  });

  it('[N4] make somebody a member, who is told to the lists and to open sessions', () => {
    const room = harness();
    const watching = room.connect(person('vera'), { sdk: true });
    room.take(watching);
    for (const { sequence } of room.projections) room.engine.outbox.done(sequence);
    const { secret } = invite(room, { role: 'commenter' });
    expect(room.service.invitations.accept(zoe, secret)).toEqual({ ok: true, value: { documentId: 'trip', role: 'commenter' } });
    const member = { id: 'zoe', name: 'Zoë', avatar: 'https://pictures.example/zoe', role: 'commenter' };
    expect(room.engine.outbox.pending()?.members).toContainEqual(expect.objectContaining(member));
    const frames = room.take(watching);
    expect(frames.map(({ type }) => type)).toEqual(['members']);
    expect(frames).toMatchObject([{ message: { members: [{}, {}, {}, member] } }]);
    expect(usesOf(room)).toEqual([1]);
  });

  it('[N4] a member and a use are stored together or not at all', () => {
    const room = harness();
    const { secret } = invite(room);
    room.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    expect(() => room.service.invitations.accept(zoe, secret)).toThrow('disk full');
    room.storage.beforeCommit = () => {};
    room.engine.recover();
    expect([usesOf(room), room.engine.sessions.roleOf('zoe')]).toEqual([[0], null]);
    expect(room.service.invitations.accept(zoe, secret).ok).toBe(true);
  });

  it('[N4] a document that is full of members takes no other, and no use is spent', () => {
    const room = harness();
    const { secret } = invite(room);
    for (let index = 3; index < limits.maxMembers; index++) {
      room.service.membership.put(owner, { id: `m${index}`, role: 'viewer', name: 'M', avatar: null });
    }
    expect(room.service.invitations.accept(zoe, secret)).toMatchObject({ refusal: { code: 'too-many-members' } });
    expect(usesOf(room)).toEqual([0]);
    expect(room.service.invitations.accept(person('vera'), secret)).toMatchObject({ value: { role: 'editor' } });
  });

  it.each([
    ['owner', 'editor'],
    ['anna', 'editor'],
    ['anna', 'viewer'],
    ['vera', 'viewer'],
  ] as const)('[N5] change nothing for %s, who is as strong as %s', (id, role) => {
    const room = harness();
    const { secret } = invite(room, { role });
    const before = room.service.membership.list(owner);
    const session = room.connect(person(id), { sdk: true });
    room.take(session);
    const own = room.engine.sessions.roleOf(id);
    expect(room.service.invitations.accept(person(id), secret)).toEqual({ ok: true, value: { documentId: 'trip', role: own } });
    expect(room.service.membership.list(owner)).toEqual(before);
    expect([usesOf(room), room.take(session)]).toEqual([[0], []]);
  });

  it('[N5] raise a weaker member, whose open sessions feel it at once', () => {
    const room = harness();
    const { secret } = invite(room);
    const session = room.connect(person('vera'), { sdk: true });
    room.take(session);
    expect(room.service.invitations.accept(person('vera'), secret)).toMatchObject({ value: { role: 'editor' } });
    expect(room.take(session)).toMatchObject([{ type: 'session', message: { role: 'editor' } }, { type: 'members' }]);
    expect(usesOf(room)).toEqual([1]);
  });

  it('[N5] a call that is repeated spends one use, also when it was the last', () => {
    const room = harness();
    const { secret } = invite(room, { maxUses: 1, expiresIn: 60 });
    const joined = { ok: true, value: { documentId: 'trip', role: 'editor' } };
    for (let call = 0; call < 3; call++) expect(room.service.invitations.accept(zoe, secret)).toEqual(joined);
    room.advance(60_000);
    expect(room.service.invitations.accept(zoe, secret)).toEqual(joined);
    expect(usesOf(room)).toEqual([1]);
  });

  it('[N6] that are revoked are gone at once, and who has accepted stays', () => {
    const room = harness();
    const { id, secret } = invite(room);
    room.service.invitations.accept(zoe, secret);
    room.service.invitations.revoke(owner, id);
    expect(room.service.invitations.accept(person('late'), secret)).toEqual(notFound);
    expect(room.service.invitations.preview(secret)).toEqual(notFound);
    expect(room.engine.sessions.roleOf('zoe')).toBe('editor');
  });

  it('[N6] who was removed may accept again', () => {
    const room = harness();
    const { secret } = invite(room);
    room.service.invitations.accept(zoe, secret);
    room.service.membership.remove(owner, 'zoe');
    expect(room.service.invitations.accept(zoe, secret).ok).toBe(true);
    expect(usesOf(room)).toEqual([2]);
  });

  it('[N7] there are only so many, and those that are over make room', () => {
    const room = harness();
    const brief = [1, 2].map(() => invite(room, { expiresIn: 60 }).id);
    const lasting = Array.from({ length: limits.maxOpenInvites - 2 }, () => invite(room).id);
    const refused = { ok: false, refusal: { code: 'too-many-invites' } };
    const another = () => room.service.invitations.create(owner, { role: 'viewer', expiresIn: 60, maxUses: null });
    expect(another()).toEqual(refused);
    room.advance(60_000);
    const [third, fourth] = [invite(room).id, invite(room).id];
    expect(another()).toEqual(refused);
    const kept = room.storage.invites.all().map(({ id }) => id);
    expect(kept).toEqual([...lasting, third, fourth]);
    for (const id of brief) expect(kept).not.toContain(id);
  });

  it('[N7] those that are over stay listed while there is room', () => {
    const room = harness();
    const { id } = invite(room, { expiresIn: 60 });
    room.advance(60_000);
    invite(room);
    expect(room.storage.invites.all()).toMatchObject([{ id }, {}]);
  });

  it('[N8] go with the document', () => {
    const room = harness();
    const { secret } = invite(room);
    room.service.delete(owner);
    expect(room.storage.invites.all()).toEqual([]);
    expect(room.service.invitations.preview(secret)).toEqual(notFound);
    expect(room.service.invitations.accept(zoe, secret)).toEqual(notFound);
  });
});
