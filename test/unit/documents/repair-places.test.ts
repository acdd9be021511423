import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { fieldLimits } from '../../../src/protocol/limits';
import type { TestClient } from '../../support/test-client';
import { expectSameEverywhere, Room, takeNotices } from './room';

const list = (client: TestClient): Y.Array<Y.Map<unknown>> => client.doc.getArray('itinerary');
const card = (client: TestClient, id: string): Y.Map<unknown> =>
  list(client)
    .toArray()
    .find((map) => map.get('id') === id) as Y.Map<unknown>;

function start(...cards: [id: string, day: number | null][]): { room: Room; anna: TestClient; ben: TestClient } {
  const room = new Room();
  const anna = room.join('anna', { sdk: true });
  const ben = room.join('ben', { sdk: true });
  for (const [id, day] of cards) anna.doc.getArray('itinerary').push([{ id, day }]);
  room.settle();
  takeNotices(anna);
  return { room, anna, ben };
}

const seen = (room: Room): string[] => room.view().itinerary.map(({ id, day }) => `${id}${day ?? '-'}`);

function expectPlaced(room: Room): void {
  expectSameEverywhere(room);
  for (const client of room.clients) {
    for (const map of list(client)) {
      expect(map.get('place')).toEqual({
        day: map.get('place') && (map.get('place') as { day: unknown }).day,
        order: expect.any(String),
      });
      expect(map.has('day') || map.has('order')).toBe(false);
    }
  }
}

describe('repair of places', () => {
  it('[R8] an element without a place goes behind its left neighbour, into that one’s day', () => {
    const { room, ben } = start(['a', 1], ['b', 2], ['c', 3]);
    list(ben).insert(2, [new Y.Map<unknown>([['id', 'x']])]);
    room.settle();
    expect(seen(room)).toEqual(['a1', 'b2', 'x2', 'c3']);
    expectPlaced(room);
  });

  it('[R8] also when the neighbour stands before others of its day', () => {
    const { room, ben } = start(['a', 1], ['b', 1], ['c', 1]);
    ben.doc.getArray('itinerary').insert(1, [{ id: 'x' }, { id: 'y' }]);
    room.settle();
    expect(seen(room)).toEqual(['a1', 'x1', 'y1', 'b1', 'c1']);
    expectPlaced(room);
  });

  it('[R8] the first of all has no day, the first in the array goes before the first', () => {
    const { room, ben } = start();
    list(ben).push([new Y.Map<unknown>([['id', 'a']])]);
    room.settle();
    expect(seen(room)).toEqual(['a-']);
    ben.doc.getArray('itinerary').insert(0, [{ id: 'b' }]);
    room.settle();
    expect(seen(room)).toEqual(['b-', 'a-']);
    ben.doc.getArray('itinerary').insert(0, [{ id: 'c', day: 4 }]);
    room.settle();
    ben.doc.getArray('itinerary').insert(0, [{ id: 'd' }]);
    room.settle();
    expect(seen(room)).toEqual(['d4', 'c4', 'b-', 'a-']);
    expectPlaced(room);
  });

  it('[R8] one that asks for another day than its neighbour’s goes to the end of that day', () => {
    const { room, ben } = start(['a', 1], ['b', 2], ['c', 2]);
    ben.doc.getArray('itinerary').insert(1, [{ id: 'x', day: 2 }]);
    ben.doc.getArray('itinerary').push([{ id: 'y', day: 1 }]);
    room.settle();
    expect(seen(room)).toEqual(['a1', 'y1', 'b2', 'c2', 'x2']);
    expectPlaced(room);
  });

  it('[R8] two that are pushed to one place at the same moment get different order keys', () => {
    const { room, anna, ben } = start(['a', 1]);
    list(anna).push([new Y.Map<unknown>([['id', 'x']])]);
    list(ben).push([new Y.Map<unknown>([['id', 'y']])]);
    room.settle();
    const orders = room.view().itinerary.map(({ order }) => order);
    expect(new Set(orders).size).toBe(3);
    expectPlaced(room);
  });

  it('[R8] day and order written as keys become the place', () => {
    const { room, anna, ben } = start(['a', 1], ['b', 2]);
    card(ben, 'a').set('day', 3);
    room.settle();
    expect(seen(room)).toEqual(['b2', 'a3']);
    card(anna, 'b').set('day', 3);
    card(anna, 'b').set('order', 'zzz');
    room.settle();
    expect(seen(room)).toEqual(['a3', 'b3']);
    expect(room.view().itinerary[1]?.order).toBe('zzz');
    card(ben, 'b').set('day', null);
    room.settle();
    expect(seen(room)).toEqual(['a3', 'b-']);
    expectPlaced(room);
  });

  it.each<[string, unknown]>([
    ['0', 0],
    ['a fraction', 1.5],
    ['a string', '2'],
    ['too many', fieldLimits.maxDay + 1],
    ['an object', { x: 1 }],
    ['a shared type', new Y.Map()],
  ])('[R8] a day that is %s is taken away', (_, day) => {
    const { room, ben } = start(['a', 1]);
    card(ben, 'a').set('day', day);
    room.settle();
    expect(seen(room)).toEqual(['a1']);
    expectPlaced(room);
  });

  it.each(['', '0', 'V0', 'ä', 'V-', 5, null])('[R8] the order key %j is taken away', (order) => {
    const { room, ben } = start(['a', 1]);
    const before = room.view().itinerary;
    card(ben, 'a').set('order', order);
    room.settle();
    expect(room.view().itinerary).toEqual(before);
    expectPlaced(room);
  });

  it.each<[string, unknown]>([
    ['without an order', { day: 1 }],
    ['with a bad order', { day: 1, order: 'V0' }],
    ['with something else in it', { day: 1, order: 'V', x: 1 }],
    ['that is none', 'first'],
  ])('[R8] an element that comes with a place %s gets one', (_, place) => {
    const { room, anna, ben } = start(['a', 5]);
    list(ben).push([
      new Y.Map<unknown>([
        ['id', 'x'],
        ['place', place],
      ]),
    ]);
    anna.doc.getArray('itinerary').push([{ id: 'y', place }]);
    room.settle();
    expect(seen(room).sort()).toEqual(['a5', 'x5', 'y5']);
    expectPlaced(room);
  });

  it('[R8] a place that is fine is kept as it is', () => {
    const { room, ben } = start(['a', 5]);
    ben.doc.getArray('itinerary').insert(0, [
      { id: 'x', place: { day: 7, order: 'Vq' } },
      { id: 'y', day: 7, order: 'Vr' },
    ]);
    list(ben).push([
      new Y.Map<unknown>([
        ['id', 'z'],
        ['place', { day: 1, order: 'A' }],
      ]),
    ]);
    room.settle();
    expect(seen(room)).toEqual(['z1', 'a5', 'x7', 'y7']);
    expect(room.view().itinerary.map(({ order }) => order)).toMatchObject(['A', expect.any(String), 'Vq', 'Vr']);
    expectPlaced(room);
  });

  it('[R8] order keys that are too long are replaced, and the order stays', () => {
    const { room, ben } = start(['a', 1], ['b', 1], ['c', 1], ['d', 2]);
    const long = `${room.view().itinerary[0]?.order}${'z'.repeat(fieldLimits.maxOrderKeyChars)}`;
    card(ben, 'c').set('place', { day: 1, order: long });
    room.settle();
    expect(seen(room)).toEqual(['a1', 'c1', 'b1', 'd2']);
    for (const { order } of room.view().itinerary) expect(order.length).toBeLessThanOrEqual(fieldLimits.maxOrderKeyChars);
    ben.doc.getArray('itinerary').push([{ id: 'e', day: 1, order: 'z'.repeat(2_000) }]);
    room.settle();
    expect(seen(room)).toEqual(['a1', 'c1', 'b1', 'e1', 'd2']);
    for (const { order } of room.view().itinerary) expect(order.length).toBeLessThanOrEqual(fieldLimits.maxOrderKeyChars);
    expectPlaced(room);
  });

  it('[R8] many inserts at one place never make a key that is too long', () => {
    const { room, anna } = start(['a', 1], ['z', 1]);
    for (let i = 0; i < 300; i++) {
      anna.doc.getArray('itinerary').insert(1, [{ id: `i${i}` }]);
      anna.settle();
      room.harness.advance(100);
    }
    room.settle();
    const { itinerary } = room.view();
    expect(itinerary.map(({ id }) => id)).toEqual(['a', ...Array.from({ length: 300 }, (_, i) => `i${299 - i}`), 'z']);
    for (const { order } of itinerary) expect(order.length).toBeLessThanOrEqual(fieldLimits.maxOrderKeyChars);
  });

  it('[R9] a pushed element is told with its path when a field did not stay, and not when it only got a place', () => {
    const { room, anna } = start();
    list(anna).push([new Y.Map<unknown>([['id', 'x']])]);
    room.settle();
    expect(takeNotices(anna)).toEqual([]);
    card(anna, 'x').set('place', 'first');
    room.settle();
    expect(takeNotices(anna)).toEqual([{ code: 'repaired', paths: ['/itinerary/@x/place'] }]);
  });
});
