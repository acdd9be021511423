import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import { expectSameEverywhere, Room } from './room';

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

  it('[I1] an announced id that never wrote is forgotten after a day, at compaction', () => {
    const room = new Room();
    const anna = room.join('anna', { clientId: 10 });
    room.harness.send(anna.session, { type: 'awareness', payload: Uint8Array.of(1, 77, 1, 2, 123, 125) });
    anna.doc.getText('title').insert(0, 'x');
    anna.settle();
    room.harness.advance(limits.unusedReplicaMs + 1);
    anna.doc.getText('title').insert(0, 'x'.repeat(limits.compactAfterBytes));
    room.settle();
    expect(room.harness.storage.log.checkpoint()).not.toBeNull();
    expect(room.harness.storage.replicas.owner(77)).toBeNull();
    expect(room.harness.storage.replicas.owner(10)).toBe('anna');
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
