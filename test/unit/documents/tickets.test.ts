import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { closes } from '../../../src/protocol/closes';
import { documentLimits as limits } from '../../../src/protocol/limits';
import type { Identity } from '../../../src/protocol/roles';
import { digestOf, EngineHarness, person, twoEditors } from '../../support/engine-harness';

function ticketFor(room: EngineHarness, identity: Identity): string {
  const issued = room.service.issueTicket(identity);
  if (!issued.ok) throw new Error(issued.refusal.code);
  return issued.value.ticket;
}

const invalid = { ok: false, refusal: { code: 'unauthenticated' } };
const emptyVector = Uint8Array.of(0);

describe('tickets', () => {
  it('[T1] are issued to who may read, and to nobody else', () => {
    const room = new EngineHarness(twoEditors);
    const expiresAtMs = room.nowMs + limits.ticketMs;
    for (const id of ['anna', 'vera', 'owner']) {
      expect(room.service.issueTicket(person(id))).toEqual({ ok: true, value: { ticket: expect.any(String), expiresAtMs } });
    }
    expect(room.service.issueTicket(person('admin', { role: 'admin' })).ok).toBe(true);
    for (const nobody of [person('stranger'), person('anna', { scopes: [] })]) {
      expect(room.service.issueTicket(nobody)).toMatchObject({ refusal: { code: 'not-found' } });
    }
  });

  it('[T1] are kept as digests', () => {
    const room = new EngineHarness(twoEditors);
    let kept: unknown = null;
    const { put } = room.storage.tickets;
    room.storage.tickets.put = (ticket) => {
      kept = ticket;
      put(ticket);
    };
    const ticket = ticketFor(room, person('anna'));
    expect(kept).toEqual({ hash: digestOf(ticket), identity: person('anna'), expiresAtMs: expect.any(Number) });
  });

  it('[T2][T3] let an upgrade in once, with the identity of the token', () => {
    const room = new EngineHarness(twoEditors);
    const identity = person('anna', { name: 'Anna B.', scopes: ['trips:read'], expiresAtMs: room.nowMs + 90_000 });
    const ticket = ticketFor(room, identity);
    expect(room.engine.identify({ identity: null, ticket })).toEqual({ ok: true, identity });
    expect(room.engine.identify({ identity: null, ticket })).toEqual({ ok: false, close: closes.unauthenticated });
  });

  it('[T2][T3] stand in the first frame, once', () => {
    const room = new EngineHarness(twoEditors);
    const ticket = ticketFor(room, person('anna'));
    const first = room.connect(null, { sdk: true });
    room.send(first, { type: 'token', token: ticket });
    room.send(first, { type: 'step1', stateVector: emptyVector });
    expect(room.take(first).map(({ type }) => type)).toEqual(['session', 'members', 'step1', 'step2']);
    // It is no token, and nobody else is asked about it.
    expect(room.verifying).toEqual([]);
    const second = room.connect(null, { sdk: true });
    room.send(second, { type: 'token', token: ticket });
    expect(room.closed.get(second)).toEqual({ code: 4401, reason: 'no valid token' });
  });

  it('[T2][A4] renew an open session: same person, new expiry', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna', { expiresAtMs: room.nowMs + 60_000 }), { sdk: true });
    room.take(session);
    const later = room.nowMs + 120_000;
    room.send(session, { type: 'token', token: ticketFor(room, person('anna', { expiresAtMs: later })) });
    expect(room.take(session)).toMatchObject([{ type: 'session', message: { expiresAtMs: later } }, { type: 'members' }]);
    room.advance(60_000);
    expect(room.closed.has(session)).toBe(false);
    room.advance(60_000);
    expect(room.closed.get(session)).toEqual({ code: 4401, reason: 'token expired' });
  });

  it('[T2][A4] of another person close an open session', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna'));
    room.send(session, { type: 'token', token: ticketFor(room, person('ben')) });
    expect(room.closed.get(session)?.code).toBe(4401);
  });

  it('[T2][T3] stand for a token in a sync over HTTP, once', () => {
    const room = new EngineHarness(twoEditors);
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'Kyoto');
    const bearer = { ticket: ticketFor(room, person('anna')) };
    const request = { stateVector: emptyVector, update: Y.encodeStateAsUpdate(doc), known: [] };
    expect(room.service.sync(bearer, request)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(room.storage.log.tail()[0]?.actor).toBe('anna');
    expect(room.service.sync(bearer, request)).toMatchObject(invalid);
  });

  it('[T3] are spent also by who is not let in', () => {
    const room = new EngineHarness(twoEditors);
    const bearer = { ticket: ticketFor(room, person('anna')) };
    expect(room.service.sync(bearer, { stateVector: Uint8Array.of(9), update: null, known: [] })).toMatchObject({
      refusal: { code: 'malformed' },
    });
    expect(room.service.sync(bearer, { stateVector: emptyVector, update: null, known: [] })).toMatchObject(invalid);
  });

  it('[T3] stay spent, and stay good, over a sleep and over a crash', () => {
    for (const end of ['hibernate', 'crash'] as const) {
      const room = new EngineHarness(twoEditors);
      const [spent, unused] = [ticketFor(room, person('anna')), ticketFor(room, person('anna'))];
      room.engine.tickets.redeem(spent);
      room[end]();
      expect(room.engine.tickets.redeem(spent)).toMatchObject(invalid);
      expect(room.engine.tickets.redeem(unused)).toMatchObject({ ok: true, value: { id: 'anna' } });
    }
  });

  it('[T4] end after their time, not before', () => {
    const room = new EngineHarness(twoEditors);
    const [early, late] = [ticketFor(room, person('anna')), ticketFor(room, person('anna'))];
    room.advance(limits.ticketMs - 1);
    expect(room.engine.tickets.redeem(early).ok).toBe(true);
    room.advance(1);
    expect(room.engine.tickets.redeem(late)).toMatchObject(invalid);
  });

  it('[T4] end with their token', () => {
    const room = new EngineHarness(twoEditors);
    const expiresAtMs = room.nowMs + 5_000;
    expect(room.service.issueTicket(person('anna', { expiresAtMs }))).toMatchObject({ value: { expiresAtMs } });
    const ticket = ticketFor(room, person('anna', { expiresAtMs }));
    room.advance(5_000);
    expect(room.engine.tickets.redeem(ticket)).toMatchObject(invalid);
  });

  it('[T5] that do not exist, and those of another document, are refused alike', () => {
    const room = new EngineHarness(twoEditors);
    const other = new EngineHarness({ seed: 2, members: { anna: 'editor' } });
    // The other document makes other secrets.
    ticketFor(other, person('anna'));
    const elsewhere = ticketFor(other, person('anna'));
    ticketFor(room, person('anna'));
    const refusals = [elsewhere, `tkt_${'x'.repeat(43)}`, 'tkt_short', ''].map((ticket) =>
      room.engine.identify({ identity: null, ticket }),
    );
    for (const refusal of refusals) expect(refusal).toEqual({ ok: false, close: closes.unauthenticated });
  });

  it('[T6] say who, not what they may do: the role is that of the moment', () => {
    const room = new EngineHarness(twoEditors);
    const [demoted, removed] = [ticketFor(room, person('anna')), ticketFor(room, person('ben'))];
    room.service.membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'Anna', avatar: null });
    room.service.membership.remove(person('owner'), 'ben');
    const session = room.connect(null, { sdk: true });
    room.send(session, { type: 'token', token: demoted });
    expect(room.take(session)).toMatchObject([{ type: 'session', message: { role: 'viewer' } }, { type: 'members' }]);
    const shutOut = room.connect(null, { sdk: true });
    room.send(shutOut, { type: 'token', token: removed });
    expect(room.closed.get(shutOut)).toEqual({ code: 4403, reason: 'not a member' });
    expect(room.take(shutOut)).toEqual([]);
  });

  it('[T6] the session ends when the token would', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(null, { sdk: true });
    room.send(session, { type: 'token', token: ticketFor(room, person('anna', { expiresAtMs: room.nowMs + 50_000 })) });
    room.advance(49_999);
    expect(room.closed.has(session)).toBe(false);
    room.advance(1);
    expect(room.closed.get(session)).toEqual({ code: 4401, reason: 'token expired' });
  });

  it('[T7] that were never used do not pile up, and wake nobody', () => {
    const room = new EngineHarness(twoEditors);
    for (const { sequence } of room.projections) room.engine.outbox.done(sequence);
    room.timers.durable.clear();
    const old = Array.from({ length: 20 }, () => digestOf(ticketFor(room, person('anna'))));
    room.advance(limits.ticketMs);
    const young = digestOf(ticketFor(room, person('ben')));
    expect([...room.timers.durable.keys()]).toEqual([]);
    expect(old.map((hash) => room.storage.tickets.take(hash))).toEqual(old.map(() => null));
    expect(room.storage.tickets.take(young)).toMatchObject({ identity: { id: 'ben' } });
  });

  it('[T7] end with the document', () => {
    const room = new EngineHarness(twoEditors);
    const ticket = ticketFor(room, person('anna'));
    room.service.delete(person('owner'));
    expect(room.storage.tickets.take(digestOf(ticket))).toBeNull();
    expect(room.service.issueTicket(person('owner'))).toMatchObject({ refusal: { code: 'not-found' } });
  });
});
