import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentLimits as limits } from '../../../src/protocol/limits';
import type { TestClient } from '../../support/test-client';
import { Room } from './room';

describe('questions for what is lacking', () => {
  it('[S5] an update that lacks something is asked for again, with one question at a time', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    const ben = room.join('ben');
    const lost = edit(anna, 'a');
    const later = [edit(anna, 'b'), edit(anna, 'c'), edit(anna, 'd')];
    expect(lost.length).toBeGreaterThan(0);
    for (const [index, update] of later.entries()) room.harness.send(anna.session, { type: 'update', update, n: 10 + index });
    const frames = room.harness.take(anna.session);
    expect(frames.map(({ type }) => type)).toEqual(['step1']);
    expect(room.harness.storage.log.head()).toBe(0);
    room.harness.send(anna.session, { type: 'step2', update: Y.encodeStateAsUpdate(anna.doc), n: 13 });
    expect(room.harness.take(anna.session)).toEqual([{ type: 'saved', n: 13, version: 1 }]);
    room.settle();
    expect(ben.doc.getText('title').toString()).toBe('abcd');
    expect(room.doc.store.pendingStructs).toBeNull();
  });

  it.each(['a delete', 'a parent', 'a neighbour'])('[S5] also when what is lacking is %s', (what) => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    const ben = room.join('ben', { sdk: true });
    const map = new Y.Map<unknown>([['id', 'temple']]);
    anna.doc.getArray('itinerary').push([map]);
    anna.doc.getText('title').insert(0, 'Kyoto');
    // Ben has it from Anna directly; the server has not heard of it.
    Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(anna.doc), 'server');
    if (what === 'a delete') ben.doc.getText('title').delete(0, 2);
    else if (what === 'a parent') ben.doc.getArray<Y.Map<unknown>>('itinerary').get(0).set('cost', 5);
    else ben.doc.getText('title').insert(2, 'x');
    ben.sendUpdates();
    expect(room.harness.take(ben.session).map(({ type }) => type)).toEqual(['step1']);
    expect(room.harness.storage.log.head()).toBe(0);
    expect(room.doc.store.pendingStructs ?? room.doc.store.pendingDs).toBeNull();
  });

  it('[S5] the third answer that still lacks something closes', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    edit(anna, 'a');
    const later = edit(anna, 'b');
    for (let answer = 1; answer <= limits.maxAsksWithoutProgress; answer++) {
      expect(room.harness.closed.has(anna.session)).toBe(false);
      room.harness.send(anna.session, { type: 'step2', update: later, n: 20 + answer });
    }
    expect(room.harness.closed.get(anna.session)).toEqual({ code: 4409, reason: 'sync makes no progress' });
  });

  it('[S6] no acknowledgement before everything up to it is stored', () => {
    const room = new Room();
    const anna = room.join('anna', { sdk: true });
    room.harness.take(anna.session);
    edit(anna, 'a');
    const later = edit(anna, 'b');
    room.harness.send(anna.session, { type: 'update', update: later, n: 3 });
    // It needs nothing of what is lacking, so it is stored; but 3 is not.
    const other = new Y.Doc();
    other.getText('description').insert(0, 'free');
    room.harness.send(anna.session, { type: 'update', update: Y.encodeStateAsUpdate(other), n: 4 });
    expect(room.view().description).toBe('free');
    expect(room.harness.take(anna.session).filter(({ type }) => type === 'saved')).toEqual([]);
    room.harness.hibernate();
    const another = new Y.Doc();
    another.getText('description').insert(0, 'still ');
    room.harness.send(anna.session, { type: 'update', update: Y.encodeStateAsUpdate(another), n: 5 });
    expect(room.harness.take(anna.session).filter(({ type }) => type === 'saved')).toEqual([]);
    room.harness.send(anna.session, { type: 'step2', update: Y.encodeStateAsUpdate(anna.doc), n: 6 });
    expect(room.harness.take(anna.session)).toContainEqual({ type: 'saved', n: 6, version: 3 });
  });
});

/** Types into the title and answers the update, which is not sent. */
function edit(client: TestClient, text: string): Uint8Array {
  client.doc.getText('title').insert(client.doc.getText('title').length, text);
  return client.unsent.pop() as Uint8Array;
}
