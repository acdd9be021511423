import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TestClient } from '../../support/test-client';
import { expectSameEverywhere, Room, takeNotices } from './room';

const element = (client: TestClient): Y.Map<unknown> => client.doc.getArray<Y.Map<unknown>>('itinerary').get(0);

/** Two editors with the client ids 10 and 20, and a document with one card. */
function pair(): { room: Room; low: TestClient; high: TestClient } {
  const room = new Room();
  const low = room.join('anna', { clientId: 10, sdk: true });
  const high = room.join('ben', { clientId: 20, sdk: true });
  low.doc.getArray('itinerary').push([new Y.Map<unknown>([['id', 'temple']])]);
  room.settle();
  return { room, low, high };
}

/** Both write before either hears of the other; `first` is accepted first. */
function race(room: Room, first: TestClient, second: TestClient, writeFirst: () => void, writeSecond: () => void): void {
  writeFirst();
  writeSecond();
  first.sendUpdates();
  second.sendUpdates();
  room.settle();
}

describe('repair of ranked fields', () => {
  it.each([
    ['confirmed', 'cancelled', 'cancelled', true],
    ['confirmed', 'cancelled', 'cancelled', false],
    ['cancelled', 'confirmed', 'cancelled', true],
    ['cancelled', 'confirmed', 'cancelled', false],
    ['confirmed', 'pending', 'confirmed', true],
    ['confirmed', 'pending', 'confirmed', false],
  ])('[R7] of %s and then %s, racing, %s stays (lower client id first: %s)', (one, other, stays, lowIsFirst) => {
    const { room, low, high } = pair();
    element(low).set('booking_status', 'pending');
    room.settle();
    const [first, second] = lowIsFirst ? [low, high] : [high, low];
    race(
      room,
      first,
      second,
      () => element(first).set('booking_status', one),
      () => element(second).set('booking_status', other),
    );
    expect(room.view().itinerary[0]?.booking_status).toBe(stays);
    expectSameEverywhere(room);
  });

  it('[R7] a step back of an editor is set back', () => {
    const { room, low, high } = pair();
    element(low).set('booking_status', 'confirmed');
    room.settle();
    takeNotices(high);
    for (const value of ['pending', null, 5, 'unknown']) {
      element(high).set('booking_status', value);
      room.settle();
      expect(room.view().itinerary[0]?.booking_status).toBe('confirmed');
      expect(takeNotices(high)).toEqual([{ code: 'repaired', paths: ['/itinerary/@temple/booking_status'] }]);
    }
    element(high).delete('booking_status');
    room.settle();
    expect(room.view().itinerary[0]?.booking_status).toBe('confirmed');
    expectSameEverywhere(room);
  });

  it('[R7] a deliberate step back of an owner stays', () => {
    const { room, low } = pair();
    element(low).set('booking_status', 'cancelled');
    const owner = room.join('owner');
    room.settle();
    element(owner).set('booking_status', 'confirmed');
    room.settle();
    expect(room.view().itinerary[0]?.booking_status).toBe('confirmed');
    element(owner).delete('booking_status');
    room.settle();
    expect(room.view().itinerary[0]?.booking_status).toBe('pending');
    expectSameEverywhere(room);
  });

  it.each([5, 30])('[R7] a step back of an owner that races with a step forward is none (client id %d)', (clientId) => {
    const { room, low } = pair();
    const owner = room.join('owner', { clientId });
    element(low).set('booking_status', 'confirmed');
    room.settle();
    race(
      room,
      low,
      owner,
      () => element(low).set('booking_status', 'cancelled'),
      () => element(owner).set('booking_status', 'pending'),
    );
    expect(room.view().itinerary[0]?.booking_status).toBe('cancelled');
    expectSameEverywhere(room);
  });
});
