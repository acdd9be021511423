import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { ServerFrame } from '../../../src/protocol/frames';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import type { TestClient } from '../../support/test-client';
import { expectSameEverywhere, Room } from './room';

const emptyVector = Uint8Array.of(0);

/** A document with a checkpoint and a tail behind it, and nothing of it in memory. */
function storedRoom(): Room {
  const room = new Room();
  const anna = room.join('anna');
  anna.doc.getText('title').insert(0, 'Kyoto');
  anna.doc.getText('notes').insert(0, 'x'.repeat(limits.compactAfterBytes));
  anna.doc.getText('notes').delete(10, 1_000);
  anna.doc.getArray('itinerary').push([{ id: 'temple' }]);
  room.settle();
  expect(room.harness.storage.log.checkpoint()).not.toBeNull();
  anna.doc.getText('title').insert(5, ' in May');
  anna.doc.getText('notes').delete(0, 5);
  room.settle();
  room.harness.disconnect(anna.session);
  room.clients.length = 0;
  room.harness.hibernate();
  expect(room.harness.engine.state.isBuilt).toBe(false);
  return room;
}

/** Sends SyncStep1 by hand and answers all that comes back. */
function ask(room: Room, stateVector: Uint8Array = emptyVector): { session: string; frames: ServerFrame[] } {
  const session = room.harness.connect(person('ben'));
  room.harness.send(session, { type: 'step1', stateVector });
  return { session, frames: room.harness.take(session) };
}

function docOf(frames: readonly ServerFrame[]): Y.Doc {
  const doc = new Y.Doc();
  for (const frame of frames) if (frame.type === 'update' || frame.type === 'step2') Y.applyUpdate(doc, frame.update);
  return doc;
}

describe('sync', () => {
  it('[S1] SyncStep1 is answered with updates, an empty SyncStep2, and a SyncStep1', () => {
    const { frames } = ask(storedRoom());
    const sync = frames.filter(({ type }) => type !== 'awareness');
    expect(sync.filter(({ type }) => type === 'step2')).toEqual([{ type: 'step2', update: Uint8Array.of(0, 0) }]);
    expect(sync.filter(({ type }) => type === 'step1')).toHaveLength(1);
    const afterStep2 = sync.slice(sync.findIndex(({ type }) => type === 'step2') + 1);
    expect(afterStep2.filter(({ type }) => type === 'update')).toEqual([]);
    expect(docOf(sync).getText('title').toString()).toBe('Kyoto in May');
  });

  it('[S1] the server’s question carries what it has', () => {
    const room = storedRoom();
    const question = ask(room).frames.find(({ type }) => type === 'step1') as Extract<ServerFrame, { type: 'step1' }>;
    expect(Y.decodeStateVector(question.stateVector)).toEqual(Y.decodeStateVector(Y.encodeStateVector(room.doc)));
  });

  it('[S1] a new document has nothing but the empty SyncStep2', () => {
    const { frames } = ask(new Room());
    expect(frames.filter(({ type }) => type === 'update')).toEqual([]);
    expect(frames.filter(({ type }) => type === 'step2')).toHaveLength(1);
  });

  it('[S1] a client gets just what it lacks', () => {
    const room = storedRoom();
    const all = docOf(ask(room).frames);
    for (const isBuilt of [false, true]) {
      if (isBuilt) room.view();
      const partial = new Y.Doc();
      Y.applyUpdate(partial, room.harness.storage.log.rows(0, 2)[0]?.bytes as Uint8Array);
      const { frames } = ask(room, Y.encodeStateVector(partial));
      for (const frame of frames) if (frame.type === 'update') Y.applyUpdate(partial, frame.update);
      expect(Y.equalSnapshots(Y.snapshot(partial), Y.snapshot(all))).toBe(true);
    }
  });

  it('[S2] a reader gets the checkpoint byte for byte, and no document is built', () => {
    const room = storedRoom();
    const { frames } = ask(room);
    const updates = frames.filter(({ type }) => type === 'update') as { update: Uint8Array }[];
    expect(Buffer.from(updates[0]?.update ?? []).equals(room.harness.storage.log.checkpoint()?.state ?? Buffer.of(1))).toBe(true);
    expect(updates).toHaveLength(2);
    expect(room.harness.engine.state.isBuilt).toBe(false);
  });

  it('[S3] a SyncStep2 with nothing new is acknowledged, and builds nothing', () => {
    const room = storedRoom();
    const full = docOf(ask(room).frames);
    const head = room.harness.storage.log.head();
    const session = room.harness.connect(person('ben'), { sdk: true });
    room.harness.send(session, { type: 'step1', stateVector: Y.encodeStateVector(full) });
    for (const [index, update] of [
      Y.encodeStateAsUpdate(full, Y.encodeStateVector(full)),
      Y.encodeStateAsUpdate(full),
      Uint8Array.of(0, 0),
    ].entries()) {
      room.harness.take(session);
      room.harness.send(session, { type: 'step2', update, n: index + 1 });
      expect(room.harness.take(session)).toEqual([{ type: 'saved', n: index + 1, version: head }]);
    }
    expect(room.harness.engine.state.isBuilt).toBe(false);
    expect(room.harness.storage.log.head()).toBe(head);
  });

  it('[S3] a SyncStep2 with only a new delete is stored', () => {
    const room = storedRoom();
    const full = docOf(ask(room).frames);
    full.getText('title').delete(0, 5);
    const session = room.harness.connect(person('ben'), { sdk: true });
    room.harness.send(session, { type: 'step1', stateVector: Y.encodeStateVector(full) });
    room.harness.send(session, { type: 'step2', update: Y.encodeStateAsUpdate(full, Y.encodeStateVector(full)), n: 1 });
    expect(room.view().title).toBe(' in May');
  });

  it('[S4] an update that does not decode changes nothing', () => {
    const room = new Room();
    const anna = room.join('anna');
    anna.doc.getText('title').insert(0, 'Kyoto');
    const [update] = anna.unsent.splice(0) as [Uint8Array];
    // All structs are there, the delete set is cut off: Yjs alone would apply it and throw.
    room.harness.send(anna.session, { type: 'update', update: update.slice(0, -1), n: null });
    expect(room.harness.closed.get(anna.session)?.code).toBe(4400);
    expect(room.view().title).toBe('');
    expect(room.harness.storage.log.head()).toBe(0);
  });

  it('[S4] an update that Yjs applies only in part closes its session, and leaves nothing', () => {
    const room = new Room();
    room.crowd(40);
    const anna = room.join('anna', { sdk: true });
    const mallory = room.join('ben');
    for (let i = 0; i < 60; i++) anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    // One client twice: Yjs reads only its second part, which continues the first.
    room.harness.send(mallory.session, {
      type: 'update',
      update: Uint8Array.from([2, 1, 7, 0, 0, 3, 1, 7, 3, 0, 3, 0]),
      n: null,
    });
    anna.doc.getText('title').insert(0, 'y');
    anna.sendUpdates();
    room.settle();
    expect(room.harness.closed.get(mallory.session)?.code).toBe(4400);
    expect(room.view().title).toBe(`y${'x'.repeat(60)}`);
    expect(anna.saved).toBe(anna.n);
    expect(Y.getState(room.doc.store, 7)).toBe(0);
    expect(room.harness.storage.replicas.owner(7)).toBeNull();
    expectSameEverywhere(room);
  });

  it('[S1] [H1] over HTTP: what is brought is stored, what is lacking is answered', () => {
    const room = storedRoom();
    const doc = new Y.Doc();
    doc.getText('description').insert(0, 'by HTTP');
    const brought = { stateVector: Y.encodeStateVector(doc), update: Y.encodeStateAsUpdate(doc), known: [] };
    const answer = room.harness.service.sync(person('ben'), brought);
    if (!answer.ok || answer.value.update === null) throw new Error('nothing was answered');
    Y.applyUpdate(doc, answer.value.update);
    expect(doc.getText('title').toString()).toBe('Kyoto in May');
    expect(room.view().description).toBe('by HTTP');
    expect(answer.value.version).toBe(room.harness.storage.log.head());
    const nothing = { stateVector: emptyVector, update: null, known: [] };
    expect(room.harness.service.sync(person('ben'), nothing)).toMatchObject({ ok: true });
  });

  it('[H3] [H4] over HTTP: who brings nothing and has the version is answered nothing but their role, and no document is built', () => {
    const room = storedRoom();
    room.harness.hibernate();
    const { service, engine } = room.harness;
    const version = engine.state.version();
    const ask = (known: number[], update: Uint8Array | null = null) =>
      service.sync(person('ben'), { stateVector: emptyVector, update, known });
    expect(ask([version - 1, version])).toEqual({ ok: true, value: { update: null, version, repaired: [], role: 'editor' } });
    expect(engine.state.isBuilt).toBe(false);
    for (const answer of [ask([version - 1]), ask([version], Uint8Array.of(0, 0))]) {
      expect(answer).toMatchObject({ ok: true, value: { update: expect.any(Uint8Array), version } });
    }
  });

  it('[S5] [H1] over HTTP: what lacks something is refused, and nothing is stored', () => {
    const room = new Room();
    const anna = room.join('anna');
    edit(anna, 'a');
    const later = edit(anna, 'b');
    expect(room.harness.service.sync(person('anna'), { stateVector: emptyVector, update: later, known: [] })).toMatchObject({
      refusal: { code: 'missing-dependency' },
    });
    for (const [stateVector, update] of [
      [emptyVector, later.slice(0, -1)],
      [Uint8Array.of(9), null],
    ] as const) {
      expect(room.harness.service.sync(person('anna'), { stateVector, update, known: [] })).toMatchObject({
        refusal: { code: 'malformed' },
      });
    }
    expect(room.harness.storage.log.head()).toBe(0);
  });

  it('[S1] what a client does not know of its own former life comes back to it', () => {
    const room = new Room();
    const anna = room.join('anna');
    anna.doc.getText('title').insert(0, 'Kyoto');
    room.settle();
    anna.reconnect();
    room.join('ben');
    room.settle();
    expectSameEverywhere(room);
  });
});

/** Types into the title and answers the update, which is not sent. */
function edit(client: TestClient, text: string): Uint8Array {
  client.doc.getText('title').insert(client.doc.getText('title').length, text);
  return client.unsent.pop() as Uint8Array;
}
