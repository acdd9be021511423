import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { closes, isPermanentClose } from '../../../src/protocol/closes';
import { encodeClientFrame } from '../../../src/protocol/frames';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { EngineHarness, person, twoEditors } from '../../support/engine-harness';
import { say } from './awareness-frames';
import { expectSameEverywhere, Room } from './room';

function harness(): EngineHarness {
  return new EngineHarness({ members: { anna: 'editor', ben: 'editor' } });
}

const emptyVector = Uint8Array.of(0);

describe('connections', () => {
  it('[C1][C2] only closes from 4400 to 4499 are permanent', () => {
    const permanent = Object.values(closes).filter(({ code }) => isPermanentClose(code));
    expect(new Set(permanent.map(({ code }) => code))).toEqual(new Set([4400, 4401, 4403, 4404, 4409, 4413]));
    expect([closes.recovering, closes.silent].map(({ code }) => isPermanentClose(code))).toEqual([false, false]);
    expect([1000, 1001, 1006, 1011, 1013, 4399, 4500].map(isPermanentClose)).toEqual(Array(7).fill(false));
  });

  it('[C3] reasons are short fixed strings', () => {
    for (const { reason } of Object.values(closes)) expect(new TextEncoder().encode(reason).length).toBeLessThan(123);
  });

  it('[C2] a document that was never created, or is deleted, closes with 4404', () => {
    const room = harness();
    const open = room.connect(person('anna'));
    expect(room.service.delete(person('owner')).ok).toBe(true);
    expect(room.closed.get(open)).toEqual({ code: 4404, reason: 'document deleted' });
    expect(room.closed.get(room.connect(person('anna')))?.code).toBe(4404);
  });

  it('[F2] a malformed frame closes with 4400, and nothing of it is applied', () => {
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'Kyoto');
    const update = Y.encodeStateAsUpdate(doc);
    const good = encodeClientFrame({ type: 'update', update, n: null });
    for (const frame of [
      Uint8Array.of(),
      Uint8Array.of(99),
      good.slice(0, -1),
      Uint8Array.of(...good, 1, 1),
      encodeClientFrame({ type: 'update', update: update.slice(0, -1), n: null }),
      encodeClientFrame({ type: 'step1', stateVector: Uint8Array.of(5, 1) }),
    ]) {
      const room = harness();
      const session = room.connect(person('anna'));
      room.send(session, { type: 'step1', stateVector: emptyVector });
      room.engine.receive(session, frame);
      expect(room.closed.get(session)).toEqual({ code: 4400, reason: 'malformed frame' });
      expect(room.storage.log.head()).toBe(0);
    }
  });

  it('[F3] a text frame closes with 4400', () => {
    const room = harness();
    const session = room.connect(person('anna'));
    room.engine.receive(session, 'hello');
    expect(room.closed.get(session)?.code).toBe(4400);
  });

  it('[F4] a stock session gets nothing but what y-protocols knows', () => {
    const room = new Room();
    const stock = room.join('anna');
    stock.doc.getMap('details').set('start_date', 'bad');
    stock.doc.getText('title').insert(0, 'x');
    room.settle();
    room.harness.service.membership.put(person('owner'), { id: 'anna', role: 'viewer', name: 'A', avatar: null });
    stock.doc.getText('title').insert(0, 'y');
    room.settle();
    const known = ['step1', 'step2', 'update', 'awareness', 'denied'];
    expect(stock.received.filter(({ type }) => !known.includes(type))).toEqual([]);
  });

  it('[C4] a sixth connection of a person closes their oldest, permanently', () => {
    const room = harness();
    const ben = room.connect(person('ben'));
    const sessions = Array.from({ length: limits.maxConnectionsPerPerson }, () => {
      room.advance(10);
      return room.connect(person('anna'));
    });
    expect(room.closed.size).toBe(0);
    room.advance(10);
    const sixth = room.connect(person('anna'));
    expect([...room.closed]).toEqual([[sessions[0], { code: 4409, reason: 'a newer connection of yours took over' }]]);
    room.hibernate();
    room.advance(10);
    room.connect(person('anna'));
    expect([...room.closed.keys()]).toEqual([sessions[0], sessions[1]]);
    expect([sixth, ben].some((session) => room.closed.has(session))).toBe(false);
  });

  it('[C4] also when it proves who it is only after a while', () => {
    const room = harness();
    const late = room.connect(null);
    room.advance(10);
    const sessions = Array.from({ length: limits.maxConnectionsPerPerson }, () => room.connect(person('anna')));
    room.send(late, { type: 'token', token: 'x' });
    room.engine.verified(late, { ok: true, value: person('anna') });
    expect([...room.closed.keys()]).toEqual([sessions[0]]);
  });

  it('[C5] a connection beyond the limit is closed, and those that are there stay', () => {
    const room = harness();
    const admin = (index: number) => person(`admin${index}`, { role: 'admin' });
    const sessions = Array.from({ length: limits.maxConnections }, (_, index) => room.connect(admin(index)));
    const excess = room.connect(person('anna'));
    expect([...room.closed]).toEqual([[excess, { code: 4409, reason: 'document has too many connections' }]]);
    room.disconnect(sessions[7] as string);
    expect(room.closed.has(room.connect(person('anna')))).toBe(false);
  });

  it('[C5] who has no token takes no place of a member', () => {
    const room = harness();
    for (let index = 0; index < limits.maxConnections + 20; index++) room.connect(null);
    const member = room.connect(person('anna'));
    expect(room.closed.has(member)).toBe(false);
    expect(room.attachments.size).toBeLessThanOrEqual(limits.maxUnauthenticated + 1);
  });

  it('[C6] a silent socket is closed at the next join or wake', () => {
    for (const look of ['join', 'wake'] as const) {
      const room = harness();
      const silent = room.connect(person('anna'));
      const heard = room.connect(person('ben'));
      room.send(silent, { type: 'step1', stateVector: emptyVector });
      room.advance(limits.deadSocketMs / 2);
      room.send(heard, { type: 'queryAwareness' });
      room.advance(limits.deadSocketMs / 2 + 15_000);
      expect(room.closed.size).toBe(0);
      if (look === 'join') room.connect(person('owner'));
      else room.hibernate();
      expect([...room.closed]).toEqual([[silent, { code: 4000, reason: 'connection went silent' }]]);
    }
  });

  it.each(['edits', 'cursors', 'renewals', 'patches'])('[C6] a silent socket is closed while there are only %s', (what) => {
    const room = new Room();
    const busy = room.join('ben');
    const [silent, pinging] = [room.join('anna', { sdk: true }), room.join('chloe', { sdk: true })];
    room.harness.pinging.delete(silent.session);
    const act = (second: number): void => {
      if (what === 'edits') busy.doc.getText('title').insert(0, 'x');
      const state = what === 'renewals' ? {} : { second };
      if (what === 'renewals' || what === 'cursors') say(busy, [busy.doc.clientID, second, state]);
      const patch = { title: String(second) };
      if (what === 'patches') room.harness.service.patch(person('owner'), { kind: 'merge-patch', patch }, '*');
      busy.sendUpdates();
    };
    for (let second = 1; second <= 90; second++) {
      room.harness.advance(1_000);
      act(second);
      if (second * 1_000 <= limits.deadSocketMs) expect(room.harness.closed.size).toBe(0);
    }
    expect(room.harness.closed.get(silent.session)).toEqual({ code: 4000, reason: 'connection went silent' });
    expect(pinging.isOpen).toBe(true);
    expect(busy.isOpen).toBe(what !== 'patches');
  });

  it('[C6] dead sockets are not looked for at each frame', () => {
    const room = new Room();
    const busy = room.join('ben');
    const { sessions } = room.harness.engine;
    const [looked, asked] = [vi.spyOn(sessions, 'silent'), vi.spyOn(sessions, 'silentAgain')];
    room.harness.advance(limits.deadSocketCheckMs + 1_000);
    for (let clock = 1; clock <= 50; clock++) say(busy, [busy.doc.clientID, clock, { clock }]);
    expect([looked, asked].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    for (let i = 0; i < 50; i++) busy.doc.getText('title').insert(0, 'x');
    busy.sendUpdates();
    expect(looked).toHaveBeenCalledTimes(1);
  });

  it('[C6][P7] a silent socket’s presence keeps its grace', () => {
    const room = harness();
    const silent = room.connect(person('anna'));
    room.send(silent, { type: 'awareness', payload: Uint8Array.of(1, 7, 1, 2, 123, 125) });
    room.advance(limits.deadSocketMs + 15_000);
    room.hibernate();
    expect(room.closed.has(silent)).toBe(true);
    expect(room.service.presence(person('owner'))).toMatchObject({ value: [{ client_id: 7 }] });
    room.advance(limits.presenceGraceMs);
    expect(room.service.presence(person('owner'))).toEqual({ ok: true, value: [] });
  });

  it('[C7] after a sleep the next frame finds sessions, roles and dialects as they were', () => {
    const room = new Room(twoEditors);
    const anna = room.join('anna', { sdk: true });
    const ben = room.join('ben');
    const vera = room.join('vera', { sdk: true });
    room.harness.hibernate();
    anna.doc.getText('title').insert(0, 'Kyoto');
    room.settle();
    expect(ben.doc.getText('title').toString()).toBe('Kyoto');
    expect(anna.saved).toBe(anna.n);
    room.harness.hibernate();
    vera.doc.getText('description').insert(0, 'x');
    vera.settle();
    expect(vera.frames('refused')).toMatchObject([{ code: 'forbidden' }]);
    ben.doc.getText('title').insert(5, '!');
    room.settle();
    expect(anna.doc.getText('title').toString()).toBe('Kyoto!');
  });

  it('[C7] an idle document asks for no timer but those it needs', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    anna.doc.getText('title').insert(0, 'Kyoto');
    room.settle();
    room.harness.advance(5_000);
    for (const { sequence } of room.harness.projections) room.harness.engine.outbox.done(sequence);
    for (const { id } of room.harness.notices) room.harness.engine.notices.delivered(id, []);
    room.harness.advance(5_000);
    expect([...room.harness.timers.durable.keys()]).toEqual([]);
    expect(room.harness.timers.next(Number.POSITIVE_INFINITY)).toBeNull();
  });

  it('[W4] after a crash a client that comes back brings what was not stored', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    const ben = room.join('ben');
    anna.doc.getText('title').insert(0, 'stored');
    room.settle();
    room.harness.crash();
    anna.doc.getText('title').insert(0, 'not ');
    anna.sendUpdates();
    for (const client of [anna, ben]) client.reconnect();
    room.settle();
    expect(room.view().title).toBe('not stored');
    expectSameEverywhere(room);
  });
});
