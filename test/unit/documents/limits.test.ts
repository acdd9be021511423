import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { eventSchema } from '../../../src/documents/event';
import { encodeClientFrame } from '../../../src/protocol/frames';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { EngineHarness, person } from '../../support/engine-harness';
import { expectSameEverywhere, Room, takeNotices } from './room';

/** A document to which little can be added. */
function fullRoom(): Room {
  const room = new Room();
  const anna = room.join('anna', { sdk: true });
  anna.doc.getText('notes').insert(0, 'x'.repeat(limits.maxDocumentBytes - 2_000));
  room.settle();
  expect(room.view().notes[0]?.insert).toHaveLength(limits.maxDocumentBytes - 2_000);
  return room;
}

/** An update that deletes every second character of the front of what a client wrote first. */
function everySecondDeleted(client: number, characters: number): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const value of [0, 1, client, characters]) encoding.writeVarUint(encoder, value);
  for (let index = 0; index < characters; index++) {
    encoding.writeVarUint(encoder, 2 * index + 1);
    encoding.writeVarUint(encoder, 1);
  }
  return encoding.toUint8Array(encoder);
}

describe('limits', () => {
  it('[L1] a frame that is too large closes with 4413', () => {
    for (const frame of [
      encodeClientFrame({ type: 'update', update: new Uint8Array(limits.maxSyncFrameBytes), n: null }),
      encodeClientFrame({ type: 'awareness', payload: new Uint8Array(limits.maxControlFrameBytes) }),
      encodeClientFrame({ type: 'token', token: 'x'.repeat(limits.maxControlFrameBytes) }),
      new Uint8Array(limits.maxControlFrameBytes + 1).fill(200),
    ]) {
      const room = new Room();
      const anna = room.join('anna');
      room.harness.engine.receive(anna.session, frame);
      expect(room.harness.closed.get(anna.session)).toEqual({ code: 4413, reason: 'frame too large' });
    }
  });

  it('[L1] a whole document fits a frame', () => {
    const room = new Room();
    const doc = new Y.Doc();
    doc.getText('notes').insert(0, 'x'.repeat(limits.maxDocumentBytes - 100));
    const anna = room.join('anna', { sdk: true });
    room.harness.send(anna.session, { type: 'update', update: Y.encodeStateAsUpdate(doc), n: 5 });
    anna.receive();
    expect(anna.saved).toBe(5);
  });

  it('[L2] an update that would make the document too large is refused, and the document still opens', () => {
    const room = fullRoom();
    const ben = room.join('ben', { sdk: true });
    const head = room.harness.storage.log.head();
    ben.doc.getText('title').insert(0, 'y'.repeat(4_000));
    ben.sendUpdates();
    ben.receive();
    expect(ben.frames('refused')).toMatchObject([{ code: 'document-full' }]);
    expect(room.harness.storage.log.head()).toBe(head);
    expect(room.view().title).toBe('');
    room.harness.crash();
    const late = room.join('chloe');
    expect(late.synced).toBe(true);
    expect(late.doc.getText('notes').length).toBe(limits.maxDocumentBytes - 2_000);
  });

  it('[L2] an update that only deletes cannot cut the document into more pieces than allowed', () => {
    const room = new Room();
    const ben = room.join('ben', { sdk: true });
    ben.doc.getText('notes').insert(0, 'x'.repeat(2 * limits.maxStructsAfterDeletes));
    ben.settle();
    const send = (pieces: number, n: number): void => {
      const update = everySecondDeleted(ben.doc.clientID, pieces / 2);
      room.harness.send(ben.session, { type: 'update', update, n });
      room.harness.advance(1_000);
      ben.receive();
    };
    send(limits.maxStructsAfterDeletes, 100);
    expect(ben.frames('refused')).toEqual([{ type: 'refused', n: 100, code: 'document-full' }]);
    expect(room.harness.engine.state.live().structCount()).toBeLessThan(10);
    send(10_000, 101);
    expect(room.harness.engine.state.live().structCount()).toBeGreaterThan(10_000);
    expect(ben.isOpen).toBe(true);
  });

  it('[L2] an update that only deletes is taken when the document is full, and makes room', () => {
    const room = fullRoom();
    const ben = room.join('ben', { sdk: true });
    const stubborn = room.join('chloe', { sdk: true });
    stubborn.doc.getText('title').insert(0, 'y'.repeat(4_000));
    stubborn.sendUpdates();
    ben.doc.getText('notes').delete(0, 1_000_000);
    ben.settle();
    expect(ben.saved).toBe(ben.n);
    ben.doc.getText('title').insert(0, 'z'.repeat(4_000));
    ben.settle();
    expect(room.view().title).toBe('z'.repeat(4_000));
    expect(ben.isOpen).toBe(true);
  });

  it('[L2][C7] what did not fit is asked for when there is room, also after a sleep', () => {
    const room = fullRoom();
    const [ben, chloe] = [room.join('ben', { sdk: true }), room.join('chloe', { sdk: true })];
    chloe.doc.getText('title').insert(0, 'y'.repeat(4_000));
    chloe.sendUpdates();
    room.harness.hibernate();
    ben.doc.getText('notes').delete(0, 1_000_000);
    room.settle();
    expect(room.view().title).toBe('y'.repeat(4_000));
    expect(chloe.saved).toBe(chloe.n);
  });

  it('[L2] a stock session is told once that the document is full', () => {
    const room = fullRoom();
    const ben = room.join('ben');
    ben.doc.getText('title').insert(0, 'y'.repeat(4_000));
    ben.sendUpdates();
    ben.receive();
    expect(ben.frames('denied')).toEqual([{ type: 'denied', reason: 'document-full' }]);
  });

  it('[L2] patches and HTTP sync are refused alike', () => {
    const room = fullRoom();
    const { service } = room.harness;
    const patch = { kind: 'merge-patch', patch: { title: 'y'.repeat(4_000) } } as const;
    expect(service.patch(person('anna'), patch, '*')).toMatchObject({ refusal: { code: 'document-full' } });
    const doc = new Y.Doc();
    doc.getText('title').insert(0, 'y'.repeat(4_000));
    const brought = { stateVector: Uint8Array.of(0), update: Y.encodeStateAsUpdate(doc), known: [] };
    expect(service.sync(person('anna'), brought)).toMatchObject({
      refusal: { code: 'document-full' },
    });
    expect(service.patch(person('anna'), { kind: 'merge-patch', patch: { notes: '' } }, '*').ok).toBe(true);
    expect(service.patch(person('anna'), patch, '*').ok).toBe(true);
  });

  it('[L2] a document cannot have more structs than allowed', () => {
    const room = new Room();
    const ben = room.join('ben', { sdk: true });
    const update = structs(limits.maxDocumentStructs + 1);
    expect(Y.decodeUpdate(update).structs.length).toBeGreaterThan(limits.maxDocumentStructs);
    room.harness.send(ben.session, { type: 'update', update, n: 7 });
    ben.receive();
    expect(ben.frames('refused')).toEqual([{ type: 'refused', n: 7, code: 'document-full' }]);
    expect(room.harness.storage.log.head()).toBe(0);
  });

  it('[S4] sixty thousand roots in one update are refused at once; to apply them takes longer than a test may', () => {
    const room = new Room();
    const ben = room.join('ben');
    room.harness.send(ben.session, { type: 'update', update: inRoots(55, 0, 60_000), n: null });
    expect(room.harness.closed.get(ben.session)?.code).toBe(4400);
    expect(room.harness.storage.log.head()).toBe(0);
  });

  it('[S4] a document cannot get many roots little by little either, and is what it was', () => {
    const room = new Room();
    const anna = room.join('anna');
    const [first, second] = [room.join('ben'), room.join('ben')];
    const some = Math.ceil(limits.maxDocumentRoots * 0.6);
    room.harness.send(first.session, { type: 'update', update: inRoots(55, 0, some), n: null });
    room.harness.send(second.session, { type: 'update', update: inRoots(66, some, some), n: null });
    expect([first.isOpen, room.harness.closed.get(second.session)?.code]).toEqual([true, 4400]);
    expect(room.doc.share.size).toBeLessThanOrEqual(limits.maxDocumentRoots);
    anna.doc.getText('title').insert(0, 'Kyoto');
    room.settle();
    expect(room.view().title).toBe('Kyoto');
    expect([...room.doc.store.clients.keys()]).toContain(55);
    expect([...room.doc.store.clients.keys()]).not.toContain(66);
  });

  it('[L2] what plain objects become counts as well', () => {
    const room = new Room();
    const ben = room.join('ben', { sdk: true });
    const doc = new Y.Doc();
    doc.getArray('itinerary').push(Array.from({ length: 200_000 }, () => ({})));
    room.harness.send(ben.session, { type: 'update', update: Y.encodeStateAsUpdate(doc), n: 7 });
    ben.receive();
    expect(ben.frames('refused')).toEqual([{ type: 'refused', n: 7, code: 'document-full' }]);
    expect(room.view().itinerary).toEqual([]);
  });

  it('[L2] what elements of a patch become counts as well, also of one that a document is created with', () => {
    const reminders = Array.from({ length: 100_000 }, () => ({}));
    const room = new Room({ schema: eventSchema });
    const send = (value: unknown) =>
      room.harness.service.patch(
        person('anna'),
        { kind: 'json-patch', operations: [{ op: 'replace', path: '/reminders', value }] },
        '*',
      );
    expect(send(reminders)).toMatchObject({ refusal: { code: 'document-full' } });
    const runs = Array.from({ length: 100_000 }, (_, index) => ({
      insert: 'x',
      attributes: index % 2 === 0 ? { bold: true } : { italic: true },
    }));
    const description = { kind: 'merge-patch', patch: { description: runs } } as const;
    expect(room.harness.service.patch(person('anna'), description, '*')).toMatchObject({ refusal: { code: 'document-full' } });
    expect(send(reminders.slice(0, 10_000)).ok).toBe(true);
    expect(send([]).ok).toBe(true);
    const created = (count: number) =>
      new EngineHarness({ schema: eventSchema, created: { fields: { reminders: reminders.slice(0, count) } } });
    expect(() => created(100_000)).toThrow('document-full');
    expect(created(10_000).storage.log.head()).toBe(1);
  });

  it('[L3] of three hundred edits at once nothing is lost, and saved is true only at the end', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    for (let i = 0; i < 300; i++) anna.doc.getText('title').insert(i, 'x');
    anna.sendUpdates();
    anna.receive();
    expect(anna.saved).toBeLessThan(anna.n);
    expect(room.view().title.length).toBeLessThanOrEqual(limits.editBurst);
    for (let second = 0; second < 30 && anna.saved < anna.n; second++) {
      room.harness.advance(100);
      anna.settle();
      if (anna.saved === anna.n) expect(room.view().title).toBe('x'.repeat(300));
    }
    expect(anna.saved).toBe(anna.n);
    expect(room.view().title).toBe('x'.repeat(300));
    expect(anna.isOpen).toBe(true);
  });

  it('[L3] who types over the rate all the time is never closed, and catches up', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    const ben = room.join('ben');
    let typed = 0;
    for (let second = 0; second < 20; second++) {
      for (let i = 0; i < 60; i++, typed++) anna.doc.getText('title').insert(typed, 'x');
      anna.sendUpdates();
      for (let step = 0; step < 10; step++) {
        room.harness.advance(100);
        anna.settle();
        ben.settle();
      }
      expect(anna.saved, 'saved is never said of what is not stored').toBeLessThanOrEqual(anna.n);
    }
    for (let step = 0; step < 50; step++) room.settle();
    expect(anna.isOpen).toBe(true);
    expect(room.view().title).toBe('x'.repeat(typed));
    expect(anna.saved).toBe(anna.n);
    expectSameEverywhere(room);
  });

  it('[L3] the rate is one session’s, not the document’s', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    const ben = room.join('ben', { sdk: true });
    for (let i = 0; i < 200; i++) anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    ben.doc.getText('description').insert(0, 'y');
    ben.sendUpdates();
    ben.receive();
    expect(ben.saved).toBe(ben.n);
  });

  it('[L3] a stock client’s edits over the rate arrive too', () => {
    const room = new Room();
    const ben = room.join('ben');
    for (let i = 0; i < 250; i++) ben.doc.getText('title').insert(i, 'x');
    ben.sendUpdates();
    for (let step = 0; step < 20; step++) {
      room.harness.advance(1_000);
      ben.settle();
    }
    expect(room.view().title).toBe('x'.repeat(250));
    expect(takeNotices(ben)).toEqual([]);
    expect(ben.isOpen).toBe(true);
  });

  it('a document has at most as many members as allowed', () => {
    const room = new Room({ members: {} });
    const { service } = room.harness;
    const put = (index: number) =>
      service.membership.put(person('owner'), { id: `m${index}`, role: 'viewer', name: 'M', avatar: null });
    for (let index = 1; index < limits.maxMembers; index++) expect(put(index).ok).toBe(true);
    expect(put(limits.maxMembers)).toMatchObject({ refusal: { code: 'too-many-members' } });
    expect(put(1).ok).toBe(true);
  });
});

/** An update of many structs, as a client writes them that sets one key again and again. */
function structs(count: number): Uint8Array {
  const anyContent = 8;
  const hasKey = 0x20;
  return encoding.encode((encoder) => {
    for (const value of [1, count, 55, 0]) encoding.writeVarUint(encoder, value);
    for (let i = 0; i < count; i++) {
      encoding.writeUint8(encoder, anyContent | hasKey);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, 'budget');
      encoding.writeVarString(encoder, 'EUR');
      encoding.writeVarUint(encoder, 1);
      encoding.writeAny(encoder, 1);
    }
    encoding.writeVarUint(encoder, 0);
  });
}

/** An update of one letter in each of so many roots that no schema knows. */
function inRoots(client: number, from: number, count: number): Uint8Array {
  const stringContent = 4;
  return encoding.encode((encoder) => {
    for (const value of [1, count, client, 0]) encoding.writeVarUint(encoder, value);
    for (let i = from; i < from + count; i++) {
      encoding.writeUint8(encoder, stringContent);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, `r${i}`);
      encoding.writeVarString(encoder, 'x');
    }
    encoding.writeVarUint(encoder, 0);
  });
}
