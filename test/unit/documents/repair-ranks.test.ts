import { describe, expect, it } from 'vitest';
import { element, pair, race } from './racing-editors';
import { expectSameEverywhere, takeNotices } from './room';

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
