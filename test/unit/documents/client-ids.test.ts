import * as encoding from 'lib0/encoding';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import { hear, say, settled } from './awareness-frames';
import { expectSameEverywhere, Room, takeNotices } from './room';

/** An update of one struct without content: nine bytes that say a million. */
function occupying(client: number, clock: number, length: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [1, 1, client, clock]) encoding.writeVarUint(encoder, value);
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, length);
    encoding.writeVarUint(encoder, 0);
  });
}

describe('client ids', () => {
  it('[I1] new structs of somebody else’s id are refused', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true, clientId: 10 });
    anna.doc.getText('title').insert(0, 'mine');
    room.settle();
    const mallory = room.join('ben', { sdk: true });
    mallory.doc.clientID = 10;
    mallory.doc.getText('title').insert(4, ' forged');
    mallory.sendUpdates();
    mallory.receive();
    expect(mallory.frames('refused')).toEqual([{ type: 'refused', n: mallory.n, code: 'client-id-taken' }]);
    expect(room.view().title).toBe('mine');
    anna.doc.getText('title').insert(4, '!');
    room.settle();
    expect(room.view().title).toBe('mine!');
    expect(anna.saved).toBe(anna.n);
  });

  it('[I1] a stock session is told once', () => {
    const room = new Room();
    room.join('anna', { clientId: 10 }).doc.getText('title').insert(0, 'mine');
    room.settle();
    const mallory = room.join('ben');
    mallory.doc.clientID = 10;
    for (let i = 0; i < 2; i++) mallory.doc.getText('title').insert(4, ' forged');
    mallory.settle();
    expect(mallory.frames('denied')).toEqual([{ type: 'denied', reason: 'client-id-taken' }]);
  });

  it('[I1] an id that was announced in presence is taken before it wrote anything', () => {
    const room = new Room();
    const anna = room.join('anna');
    room.harness.send(anna.session, { type: 'awareness', payload: Uint8Array.of(1, 77, 1, 2, 123, 125) });
    room.harness.disconnect(anna.session);
    room.harness.crash();
    const mallory = room.join('ben', { sdk: true, clientId: 77 });
    mallory.doc.getText('title').insert(0, 'forged');
    mallory.sendUpdates();
    mallory.receive();
    expect(mallory.frames('refused')).toMatchObject([{ code: 'client-id-taken' }]);
  });

  it('[I1] the same person may use it again, from another connection', () => {
    const room = new Room();
    room.join('anna', { clientId: 10 }).doc.getText('title').insert(0, 'a');
    room.settle();
    room.harness.hibernate();
    const again = room.join('anna', { clientId: 10 });
    again.doc.getText('title').insert(1, 'b');
    room.settle();
    expect(room.view().title).toBe('ab');
  });

  it('[I1] the server’s id is nobody’s', () => {
    const room = new Room();
    const mallory = room.join('ben', { sdk: true });
    mallory.doc.clientID = room.harness.engine.state.existing().serverClient;
    mallory.doc.getText('title').insert(0, 'forged');
    mallory.sendUpdates();
    mallory.receive();
    expect(mallory.frames('refused')).toMatchObject([{ code: 'client-id-taken' }]);
    expect(room.view().title).toBe('');
    expect(room.doc.clientID).toBe(room.harness.engine.state.existing().serverClient);
    const brought = { stateVector: Uint8Array.of(0), update: Y.encodeStateAsUpdate(mallory.doc), known: [] };
    expect(room.harness.service.sync(person('ben'), brought)).toMatchObject({
      refusal: { code: 'client-id-taken' },
    });
  });

  it('[I1][I4] an announced id that never wrote is forgotten after a day, at compaction', () => {
    const room = new Room();
    const anna = room.join('anna', { clientId: 10 });
    const reader = room.join('anna');
    say(reader, [77, 1, {}]);
    room.harness.disconnect(reader.session);
    anna.doc.getText('title').insert(0, 'x');
    anna.settle();
    expect(room.harness.storage.replicas.announcer(77)).toBe('anna');
    room.harness.advance(limits.unusedReplicaMs + 1);
    anna.doc.getText('title').insert(0, 'x'.repeat(limits.compactAfterBytes));
    room.settle();
    expect(room.harness.storage.log.checkpoint()).not.toBeNull();
    expect(room.harness.storage.replicas.announcer(77)).toBeNull();
    const ben = room.join('ben', { sdk: true, clientId: 77 });
    ben.doc.getText('title').insert(0, 'y');
    room.settle();
    expect(room.harness.storage.replicas.owner(77)).toBe('ben');
    expect(room.harness.storage.replicas.owner(10)).toBe('anna');
  });

  it('[I4] nor is it kept in a document that is only read, unless somebody is seen under it', () => {
    const room = new Room();
    const [anna, ben] = [room.join('anna', { sdk: true }), room.join('ben', { sdk: true })];
    say(anna, [77, 1, { cursor: 1 }]);
    say(ben, [78, 1, { cursor: 1 }]);
    room.harness.disconnect(anna.session);
    room.harness.advance(limits.unusedReplicaMs);
    say(ben, [78, 2, { cursor: 2 }]);
    room.harness.advance(limits.presencePersistMs);
    room.harness.hibernate();
    expect([77, 78].map((client) => room.harness.storage.replicas.announcer(client))).toEqual([null, 'ben']);
    const chloe = room.join('chloe', { sdk: true });
    say(chloe, [78, 1, {}]);
    expect(takeNotices(settled(chloe))).toEqual([{ code: 'presence-refused', reason: 'client-id-taken' }]);
  });

  it('[I4][L4] who announces thousands of ids stores few of them, at the rate of presence, and has the last few', () => {
    const room = new Room({ members: { anna: 'editor', vera: 'viewer' } });
    const vera = room.join('vera', { sdk: true });
    const stored = vi.spyOn(room.harness.storage, 'transact');
    for (let client = 1; client <= 5_000; client++) {
      say(vera, [client, 1, {}]);
      say(vera, [client, 2, null]);
    }
    expect(stored.mock.calls.length).toBeLessThanOrEqual(limits.presenceBurst);
    room.harness.advance(1_000);
    const { announcedBy, announcer } = room.harness.storage.replicas;
    expect(announcedBy('vera').length).toBeLessThanOrEqual(limits.maxUnusedReplicas + 1);
    expect(announcer(1)).toBeNull();
    const anna = room.join('anna', { sdk: true });
    say(anna, [4_000, 1, { cursor: 1 }]);
    expect(hear(vera).flat().at(-1)).toMatchObject({ client: 4_000, state: { user: { id: 'anna' } } });
  });

  it('[I4] ids that are seen are not among those that make room for others', () => {
    const room = new Room();
    const tabs = [room.join('anna', { sdk: true }), room.join('anna', { sdk: true })];
    for (const [index, tab] of tabs.entries()) say(tab, [10 + index, 1, {}]);
    const third = room.join('anna', { sdk: true });
    for (let client = 100; client < 100 + 2 * limits.maxUnusedReplicas; client++) {
      room.harness.advance(100);
      say(third, [client, 1, {}]);
      say(third, [client, 2, null]);
    }
    const { announcer } = room.harness.storage.replicas;
    const last = 99 + 2 * limits.maxUnusedReplicas;
    expect([10, 11, 100, last].map((client) => announcer(client))).toEqual(['anna', 'anna', null, 'anna']);
  });

  it('[I4] an id that has brought structs is not forgotten, however it was announced', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true, clientId: 10 });
    say(anna, [10, 1, {}]);
    anna.doc.getText('title').insert(0, 'x');
    room.settle();
    room.harness.disconnect(anna.session);
    const again = room.join('anna', { sdk: true });
    for (let client = 100; client < 100 + 2 * limits.maxUnusedReplicas; client++) {
      room.harness.advance(100);
      say(again, [client, 1, {}]);
      say(again, [client, 2, null]);
    }
    room.harness.advance(limits.unusedReplicaMs + 1);
    room.harness.hibernate();
    const ben = room.join('ben', { sdk: true });
    say(ben, [10, 1, {}]);
    expect(takeNotices(settled(ben))).toEqual([{ code: 'presence-refused', reason: 'client-id-taken' }]);
  });

  it('[I1] the server’s id is announced by nobody', () => {
    const room = new Room();
    const [anna, ben] = [room.join('anna', { sdk: true }), room.join('ben', { sdk: true })];
    hear(ben);
    const { serverClient } = room.harness.engine.state.existing();
    say(anna, [serverClient, 1, {}]);
    expect(takeNotices(settled(anna))).toEqual([{ code: 'presence-refused', reason: 'client-id-taken' }]);
    expect(hear(ben)).toEqual([]);
    expect(room.harness.storage.replicas.announcer(serverClient)).toBeNull();
  });

  it('[I1] somebody may bring what others wrote, when it is known already', () => {
    const room = new Room();
    room.join('anna').doc.getText('title').insert(0, 'a');
    room.settle();
    const ben = room.join('ben', { sdk: true });
    ben.doc.getText('title').insert(1, 'b');
    ben.unsent.length = 0;
    room.harness.send(ben.session, { type: 'update', update: Y.encodeStateAsUpdate(ben.doc), n: 9 });
    room.settle();
    expect(room.view().title).toBe('ab');
    expect(ben.saved).toBe(9);
  });

  it('[I2] the author of a row is the person of the session', () => {
    const room = new Room();
    const anna = room.join('anna');
    const ben = room.join('ben', { sdk: true });
    anna.doc.getText('title').insert(0, 'a');
    room.settle();
    ben.doc.getText('title').delete(0, 1);
    room.settle();
    room.harness.service.sync(person('chloe'), { stateVector: Uint8Array.of(0), update: updateOf('c'), known: [] });
    expect(room.harness.storage.log.tail().map(({ actor, session }) => [actor, session])).toEqual([
      ['anna', anna.session],
      ['ben', ben.session],
      ['chloe', 'http'],
    ]);
  });

  it('[I3] nine bytes cannot occupy the clocks of somebody’s future work', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true, clientId: 10 });
    anna.doc.getText('title').insert(0, 'before ');
    room.settle();
    const mallory = room.join('ben', { sdk: true });
    room.harness.send(mallory.session, { type: 'update', update: occupying(10, 7, 1_000_000), n: 90 });
    mallory.receive();
    expect(mallory.frames('refused')).toEqual([{ type: 'refused', n: 90, code: 'client-id-taken' }]);
    anna.doc.getText('title').insert(7, 'MY WORK');
    room.settle();
    expect(room.view().title).toBe('before MY WORK');
    expectSameEverywhere(room);
  });

  it('[I3] lengths without content count as bytes', () => {
    const room = new Room();
    const ben = room.join('ben', { sdk: true });
    for (const [n, length] of [
      [91, limits.maxSyncFrameBytes],
      [92, 2 ** 40],
      [93, Number.MAX_SAFE_INTEGER - 1],
    ] as const) {
      room.harness.send(ben.session, { type: 'update', update: occupying(55, 0, length), n });
    }
    ben.receive();
    expect(ben.frames('refused').map(({ n, code }) => [n, code])).toEqual([91, 92, 93].map((n) => [n, 'too-large']));
    room.harness.send(ben.session, { type: 'update', update: occupying(55, 0, 1_000), n: 94 });
    ben.receive();
    expect(ben.saved).toBe(94);
    expect(room.harness.storage.log.head()).toBe(1);
  });
});

function updateOf(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('title').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}
