import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeClientFrame } from '../../../src/protocol/frames';
import { documentLimits as limits } from '../../../src/protocol/limits';
import type { Identity } from '../../../src/protocol/roles';
import { EngineHarness, person, twoEditors } from '../../support/engine-harness';

const emptyVector = Uint8Array.of(0);

function answer(room: EngineHarness, session: string, identity: Identity): void {
  room.engine.verified(session, { ok: true, value: identity });
}

const typesOf = (room: EngineHarness, session: string): string[] => room.take(session).map(({ type }) => type);

describe('authentication', () => {
  it('[A1] a token may be the first frame', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(null, { sdk: true });
    room.send(session, { type: 'token', token: 'secret' });
    expect(room.verifying).toEqual([{ session, token: 'secret' }]);
    answer(room, session, person('anna'));
    room.send(session, { type: 'step1', stateVector: emptyVector });
    expect(typesOf(room, session)).toEqual(expect.arrayContaining(['session', 'step2', 'step1']));
  });

  it('[A1] frames that follow the token are taken when it has been verified, in their order', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(null, { sdk: true });
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'Kyoto');
    room.send(session, { type: 'token', token: 'secret' });
    room.send(session, { type: 'step1', stateVector: emptyVector });
    room.send(session, { type: 'update', update: Y.encodeStateAsUpdate(doc), n: 1 });
    expect(room.take(session)).toEqual([]);
    answer(room, session, person('anna'));
    expect(room.engine.state.live().doc.getText('title').toString()).toBe('Kyoto');
    expect(typesOf(room, session)).toContain('saved');
  });

  it('[A2] before authentication nothing of the document is sent, and nothing has an effect', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(null);
    const other = room.connect(person('ben'));
    room.send(other, { type: 'step1', stateVector: emptyVector });
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'Kyoto');
    room.send(other, { type: 'update', update: Y.encodeStateAsUpdate(doc), n: null });
    expect(room.take(session)).toEqual([]);
    expect(room.service.presence(person('ben'))).toEqual({ ok: true, value: [] });
  });

  it.each([
    { type: 'step1', stateVector: emptyVector },
    { type: 'update', update: Uint8Array.of(0, 0), n: null },
    { type: 'step2', update: Uint8Array.of(0, 0), n: null },
    { type: 'awareness', payload: Uint8Array.of(0) },
    { type: 'queryAwareness' },
  ] as const)('[A2] a first frame of another type closes ($type)', (frame) => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(null);
    room.send(session, frame);
    expect(room.closed.get(session)?.code).toBe(4401);
    expect(room.take(session)).toEqual([]);
  });

  it('[A2] without a token the socket is closed after ten seconds, not before', () => {
    const room = new EngineHarness(twoEditors);
    const first = room.connect(null);
    room.advance(4_000);
    const second = room.connect(null);
    room.advance(limits.authenticationMs - 4_001);
    expect(room.closed.has(first)).toBe(false);
    room.advance(1);
    expect(room.closed.get(first)?.code).toBe(4401);
    expect(room.closed.has(second)).toBe(false);
    room.hibernate();
    room.advance(4_000);
    expect(room.closed.get(second)?.code).toBe(4401);
  });

  it('[A2] a token that takes too long to verify does not extend the time', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(null);
    room.send(session, { type: 'token', token: 'slow' });
    room.advance(limits.authenticationMs);
    expect(room.closed.get(session)?.code).toBe(4401);
    answer(room, session, person('anna'));
    expect(room.take(session)).toEqual([]);
  });

  it('[A2] once everybody has said who they are, or left for it, no alarm wakes the document', () => {
    const room = new EngineHarness(twoEditors);
    const waits = (): boolean => room.timers.durable.has('authentication');
    const [anna, stranger, late] = [room.connect(null), room.connect(null), room.connect(null)];
    answer(room, anna, person('anna'));
    room.engine.verified(stranger, { ok: false, refusal: { code: 'unauthenticated' } });
    expect(waits()).toBe(true);
    answer(room, late, person('ben'));
    expect(waits()).toBe(false);
    room.connect(null);
    expect(waits()).toBe(true);
  });

  it('[A2] what waits for a token to be verified is bounded', () => {
    const room = new EngineHarness(twoEditors);
    const many = room.connect(null);
    room.send(many, { type: 'token', token: 'slow' });
    for (let i = 0; i < 40; i++) room.send(many, { type: 'queryAwareness' });
    expect(room.closed.has(many)).toBe(true);
    const large = room.connect(null);
    room.send(large, { type: 'token', token: 'slow' });
    const frame = encodeClientFrame({ type: 'update', update: new Uint8Array(limits.maxDocumentBytes), n: null });
    room.engine.receive(large, frame);
    room.engine.receive(large, frame);
    expect(room.closed.has(large)).toBe(true);
  });

  it('[A4] a token on an open socket renews the session', () => {
    const room = new EngineHarness(twoEditors);
    const expiresAtMs = room.nowMs + 60_000;
    const session = room.connect(person('anna', { expiresAtMs }), { sdk: true });
    expect(room.take(session)).toMatchObject([{ type: 'session', message: { expiresAtMs } }, { type: 'members' }]);
    room.advance(50_000);
    room.send(session, { type: 'token', token: 'newer' });
    answer(room, session, person('anna', { expiresAtMs: expiresAtMs + 60_000 }));
    expect(room.take(session)).toMatchObject([
      { type: 'session', message: { expiresAtMs: expiresAtMs + 60_000 } },
      { type: 'members' },
    ]);
    room.advance(60_000);
    expect(room.closed.has(session)).toBe(false);
    room.advance(10_000);
    expect(room.closed.get(session)).toEqual({ code: 4401, reason: 'token expired' });
  });

  it('[A4] while a new token is verified the session goes on, however much it says', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna'), { sdk: true });
    room.send(session, { type: 'token', token: 'newer' });
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => room.send(session, { type: 'update', update, n: doc.getText('title').length }));
    for (let i = 0; i < 40; i++) doc.getText('title').insert(i, 'x');
    room.advance(limits.maxWindowMs);
    expect(room.closed.has(session)).toBe(false);
    expect(room.take(session)).toContainEqual({ type: 'saved', n: 40, version: 40 });
    answer(room, session, person('anna'));
    expect(typesOf(room, session)).toEqual(['session', 'members']);
  });

  it('[A4] of an expired session what follows the new token waits for it', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna', { expiresAtMs: room.nowMs + 1_000 }));
    room.nowMs += 1_000;
    room.send(session, { type: 'token', token: 'newer' });
    room.send(session, { type: 'step1', stateVector: emptyVector });
    expect([room.closed.has(session), room.take(session)]).toEqual([false, []]);
    answer(room, session, person('anna'));
    expect(typesOf(room, session)).toContain('step2');
  });

  it('[A4] one token is verified at a time', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna'));
    for (const token of ['first', 'second', 'third']) room.send(session, { type: 'token', token });
    for (const token of ['first', 'second', 'third']) {
      expect(room.verifying.splice(0)).toEqual([{ session, token }]);
      answer(room, session, person('anna'));
    }
    for (let i = 0; i < 40; i++) room.send(session, { type: 'token', token: 'one more' });
    expect([room.verifying.length, room.closed.get(session)?.code]).toEqual([1, 4400]);
  });

  it('[A4] another person’s token, or an invalid one, closes', () => {
    for (const outcome of [
      { ok: true, value: person('ben') },
      { ok: false, refusal: { code: 'unauthenticated' } },
    ] as const) {
      const room = new EngineHarness(twoEditors);
      const session = room.connect(person('anna'));
      room.send(session, { type: 'token', token: 'other' });
      room.engine.verified(session, outcome);
      expect(room.closed.get(session)?.code).toBe(4401);
    }
  });

  it('[A4] that a token cannot be verified now is no permanent close', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna'));
    room.send(session, { type: 'token', token: 'other' });
    room.engine.verified(session, { ok: false, refusal: { code: 'unavailable' } });
    expect(room.closed.get(session)?.code).toBe(1013);
  });

  it('[A4][A7] a renewal with fewer rights acts at once', () => {
    const room = new EngineHarness(twoEditors);
    const reader = room.connect(person('anna'), { sdk: true });
    room.send(reader, { type: 'token', token: 'reader' });
    answer(room, reader, person('anna', { scopes: ['trips:read'] }));
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'x');
    room.take(reader);
    room.send(reader, { type: 'update', update: Y.encodeStateAsUpdate(doc), n: 1 });
    expect(room.take(reader)).toContainEqual({ type: 'refused', n: 1, code: 'forbidden' });
    const nobody = room.connect(person('ben'));
    room.send(nobody, { type: 'token', token: 'nothing' });
    answer(room, nobody, person('ben', { scopes: [] }));
    expect(room.closed.get(nobody)?.code).toBe(4403);
  });

  it('[A5] a session whose token expires is closed, also when the document slept', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna', { expiresAtMs: room.nowMs + 30_000 }));
    const unlimited = room.connect(person('ben'));
    room.hibernate();
    room.advance(29_999);
    expect(room.closed.has(session)).toBe(false);
    room.advance(1);
    expect(room.closed.get(session)).toEqual({ code: 4401, reason: 'token expired' });
    expect(room.closed.has(unlimited)).toBe(false);
  });

  it('[A5] no frame is taken of an expired token, even when the timer is late', () => {
    const room = new EngineHarness(twoEditors);
    const session = room.connect(person('anna', { expiresAtMs: room.nowMs + 1_000 }));
    room.nowMs += 1_000;
    room.send(session, { type: 'step1', stateVector: emptyVector });
    expect(room.closed.get(session)?.code).toBe(4401);
    expect(room.take(session)).toEqual([]);
  });

  it('[A6] an SDK session is told who it is; a stock one is not', () => {
    const room = new EngineHarness(twoEditors);
    const sdk = room.connect(person('vera', { name: 'Vera' }), { sdk: true });
    const message = { session: sdk, person: { id: 'vera', name: 'Vera' }, role: 'viewer', expiresAtMs: null, nowMs: room.nowMs };
    expect(room.take(sdk)).toMatchObject([{ type: 'session', message }, { type: 'members' }]);
    expect(room.take(room.connect(person('vera')))).toEqual([]);
  });
});
