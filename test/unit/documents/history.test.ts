import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentAt } from '../../../src/documents/history/document-at';
import { tripSchema } from '../../../src/documents/trip';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { person, seededRandom } from '../../support/engine-harness';
import { expectSameEverywhere, Room } from './room';

/** Edits that make a log of some length, with repairs and deletes in it. Answers the content at each version. */
function write(room: Room, edits: number, size = 20): Map<number, unknown> {
  const random = seededRandom(7);
  const contents = new Map<number, unknown>([[0, snapshot(room)]]);
  const [anna] = room.clients;
  if (anna === undefined) throw new Error('nobody is here');
  for (let i = 0; i < edits; i++) {
    const { doc } = anna;
    const title = doc.getText('title');
    if (i % 5 === 0) doc.getArray('itinerary').push([{ id: `i${i % 20}`, title: `Stop ${i}`, cost: i }]);
    else if (i % 7 === 0) doc.getMap('details').set('destination', `Place ${i}`);
    else if (title.length > size * 3) title.delete(0, size * 2);
    else title.insert(Math.floor(random() * (title.length + 1)), 'x'.repeat(size));
    anna.settle();
    room.harness.advance(40);
    contents.set(room.harness.storage.log.head(), snapshot(room));
  }
  room.settle();
  return contents;
}

const snapshot = (room: Room): unknown => room.doc.toJSON();

describe('compaction', () => {
  it('writes a checkpoint after so many rows, keeps every row, and changes nothing', () => {
    const room = new Room();
    room.join('anna');
    write(room, limits.compactAfterRows + 20);
    const { log } = room.harness.storage;
    const checkpoint = log.checkpoint();
    expect(checkpoint?.version).toBeGreaterThanOrEqual(limits.compactAfterRows);
    expect(log.tailSize().rows).toBeLessThan(limits.compactAfterRows);
    expect(log.rows(0, log.head()).map(({ version }) => version)).toEqual(Array.from({ length: log.head() }, (_, i) => i + 1));
    const before = snapshot(room);
    room.harness.crash();
    expect(snapshot(room)).toEqual(before);
    for (const client of room.clients) client.reconnect();
    expectSameEverywhere(room);
  });

  it('writes a checkpoint after so many bytes', () => {
    const room = new Room();
    const anna = room.join('anna');
    anna.doc.getText('notes').insert(0, 'x'.repeat(limits.compactAfterBytes / 2));
    room.settle();
    expect(room.harness.storage.log.checkpoint()).toBeNull();
    anna.doc.getText('notes').insert(0, 'x'.repeat(limits.compactAfterBytes / 2));
    room.settle();
    expect(room.harness.storage.log.checkpoint()?.version).toBe(2);
    expect(room.harness.storage.log.tail()).toEqual([]);
  });

  it('writes a checkpoint after fewer rows once everybody has gone, and none for a few', () => {
    const room = new Room();
    const [anna, ben] = [room.join('anna'), room.join('ben')];
    const { log } = room.harness.storage;
    for (let i = 0; i < limits.compactWhenLeftAfterRows; i++) {
      anna.doc.getText('title').insert(0, 'x');
      anna.settle();
      room.harness.advance(40);
    }
    room.harness.disconnect(anna.session);
    room.harness.advance(1_000);
    expect(log.checkpoint()).toBeNull();
    room.harness.disconnect(ben.session);
    room.harness.advance(1_000);
    const checkpoint = log.checkpoint();
    expect(checkpoint?.version).toBe(log.head());
    expect(log.tailSize().rows).toBe(0);
    const chloe = room.join('chloe');
    chloe.doc.getText('title').insert(0, 'y');
    room.settle();
    room.harness.disconnect(chloe.session);
    room.harness.advance(1_000);
    expect(log.checkpoint()?.version).toBe(checkpoint?.version);
    expect(log.tailSize().rows).toBe(1);
  });

  it('writes that checkpoint when the server has sent the last one away, too', () => {
    const room = new Room();
    const anna = room.join('anna');
    const { log } = room.harness.storage;
    for (let i = 0; i < limits.compactWhenLeftAfterRows; i++) {
      anna.doc.getText('title').insert(0, 'x');
      anna.settle();
      room.harness.advance(40);
    }
    room.harness.service.membership.remove(person('owner'), 'anna');
    room.harness.advance(1_000);
    expect(room.harness.closed.get(anna.session)?.code).toBe(4403);
    expect(log.checkpoint()?.version).toBe(log.head());
  });

  it('the checkpoint’s state vector and deletes are those of its state', () => {
    const room = new Room();
    const anna = room.join('anna');
    anna.doc.getText('notes').insert(0, 'x'.repeat(limits.compactAfterBytes));
    anna.doc.getText('notes').delete(5, 100);
    room.settle();
    const checkpoint = room.harness.storage.log.checkpoint();
    if (checkpoint === null) throw new Error('no checkpoint');
    const doc = new Y.Doc();
    Y.applyUpdate(doc, checkpoint.state);
    expect(Y.decodeStateVector(checkpoint.stateVector)).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
    const deletes = Y.decodeUpdate(checkpoint.deletes);
    expect(deletes.structs).toEqual([]);
    expect(Y.equalDeleteSets(deletes.ds, Y.createDeleteSetFromStructStore(doc.store))).toBe(true);
  });

  it('that fails loses nothing, and is tried again', () => {
    const room = new Room();
    const anna = room.join('anna');
    const { log } = room.harness.storage;
    const { compact } = log;
    log.compact = () => {
      throw new Error('disk full');
    };
    anna.doc.getText('notes').insert(0, 'x'.repeat(limits.compactAfterBytes));
    room.settle();
    expect(room.harness.reports.map(({ error }) => (error as Error).message)).toContain('disk full');
    expect(log.checkpoint()).toBeNull();
    log.compact = compact;
    anna.doc.getText('title').insert(0, 'Kyoto');
    room.settle();
    room.harness.advance(10 * 60_000);
    expect(log.checkpoint()).not.toBeNull();
    expect(room.view().title).toBe('Kyoto');
    expectSameEverywhere(room);
  });
});

describe('history', () => {
  it('rebuilds the document as it was at any version', () => {
    const room = new Room();
    room.join('anna');
    const contents = write(room, 120, 8_000);
    const { log } = room.harness.storage;
    expect(log.checkpoint()).not.toBeNull();
    expect(contents.size).toBeGreaterThan(100);
    for (const [version, content] of contents) {
      expect(documentAt(tripSchema, log, version).toJSON(), `version ${version}`).toEqual(content);
    }
  });

  it('knows no version that the log has not reached', () => {
    const room = new Room();
    room.join('anna');
    write(room, 3);
    for (const version of [-1, 1.5, 4, Number.NaN]) {
      expect(() => documentAt(tripSchema, room.harness.storage.log, version)).toThrow(RangeError);
    }
  });

  it('[W2] versions never go back, whatever happens', () => {
    const room = new Room();
    const anna = room.join('anna');
    const heads: number[] = [];
    for (let i = 0; i < 12; i++) {
      anna.doc.getText('title').insert(0, i === 5 ? 'x'.repeat(limits.compactAfterBytes) : 'x');
      room.settle();
      if (i % 4 === 3) {
        room.harness.crash();
        anna.reconnect();
      }
      heads.push(room.harness.storage.log.head());
    }
    expect(heads).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });
});
