import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TestClient } from '../../support/test-client';
import { element, pair, race } from './racing-editors';
import { expectSameEverywhere, takeNotices } from './room';

const details = (client: TestClient): Y.Map<unknown> => client.doc.getMap('details');

describe('repair of registers', () => {
  it.each<[string, unknown]>([
    ['a day that does not exist', '2027-02-30'],
    ['a number', 5],
    ['a truth value', true],
    ['an object', { toString: 'x' }],
    ['an array', ['2027-05-01']],
    ['bytes', Uint8Array.of(1, 2)],
    ['a big integer', 10n],
    ['a shared map', new Y.Map([['x', new Y.Map()]])],
    ['a shared text', new Y.Text('2027-05-01')],
    ['a shared list', new Y.Array()],
  ])('[R2] sets a register back that got %s', (_, value) => {
    const { room, low, high } = pair();
    details(low).set('start_date', '2027-05-01');
    room.settle();
    takeNotices(high);
    details(high).set('start_date', value);
    room.settle();
    expect(room.view().start_date).toBe('2027-05-01');
    expect(details(high).get('start_date')).toBe('2027-05-01');
    expect(takeNotices(high)).toEqual([{ code: 'repaired', paths: ['/start_date'] }]);
    expectSameEverywhere(room);
  });

  it('[R2] takes a bad first value of a register away', () => {
    const { room, low } = pair();
    details(low).set('cover', 'javascript:alert(1)');
    room.settle();
    expect(details(low).has('cover')).toBe(false);
    expectSameEverywhere(room);
  });

  it('[R2] sets registers of elements, of a free map, and places back', () => {
    const { room, low } = pair();
    low.doc.getMap('budget').set('JPY', 100);
    element(low).set('cost', 5);
    room.settle();
    const { place } = element(low).toJSON();
    low.doc.transact(() => {
      low.doc.getMap('budget').set('JPY', Number.NaN);
      low.doc.getMap('budget').set('EUR', '5');
      element(low).set('cost', Number.POSITIVE_INFINITY);
      element(low).set('type', 'spaceship');
      element(low).set('place', { day: 0, order: 'V' });
    });
    room.settle();
    expect(room.view()).toMatchObject({ budget: { JPY: 100 }, itinerary: [{ cost: 5, type: null }] });
    expect(low.doc.getMap('budget').toJSON()).toEqual({ JPY: 100 });
    expect(element(low).get('place')).toEqual(place);
    expectSameEverywhere(room);
  });

  it('[R2] keeps the id of an element', () => {
    const { room, low } = pair();
    for (const id of ['other', 5, null]) {
      element(low).set('id', id);
      room.settle();
      expect(room.view().itinerary.map((item) => item.id)).toEqual(['temple']);
    }
    element(low).delete('id');
    room.settle();
    expect(room.view().itinerary.map((item) => item.id)).toEqual(['temple']);
    expectSameEverywhere(room);
  });

  it('[R2] takes null and absence as unset', () => {
    const { room, low } = pair();
    details(low).set('destination', 'Kyoto');
    room.settle();
    details(low).set('destination', null);
    room.settle();
    expect(room.view().destination).toBeNull();
    details(low).delete('destination');
    room.settle();
    expect(room.view().destination).toBeNull();
    expect(takeNotices(low)).toEqual([]);
  });

  it('[R3] of two edits that only together break a rule, the later-accepted one loses', () => {
    for (const lowIsFirst of [true, false]) {
      const { room, low, high } = pair();
      details(low).set('start_date', '2027-05-01');
      details(low).set('end_date', '2027-05-10');
      room.settle();
      const [first, second] = lowIsFirst ? [low, high] : [high, low];
      takeNotices(second);
      race(
        room,
        first,
        second,
        () => details(first).set('start_date', '2027-05-08'),
        () => details(second).set('end_date', '2027-05-03'),
      );
      expect(room.view()).toMatchObject({ start_date: '2027-05-08', end_date: '2027-05-10' });
      expect(takeNotices(second)).toEqual([{ code: 'repaired', paths: ['/end_date'] }]);
      expectSameEverywhere(room);
    }
  });

  it('[R3] sets all back that one update wrote against a rule', () => {
    const { room, low } = pair();
    low.doc.transact(() => {
      details(low).set('start_date', '2027-05-10');
      details(low).set('end_date', '2027-05-01');
      details(low).set('destination', 'Kyoto');
    });
    room.settle();
    expect(room.view()).toMatchObject({ start_date: null, end_date: null, destination: 'Kyoto' });
    expectSameEverywhere(room);
  });

  it.each([true, false])('[R6] the later-accepted of two racing writes wins (lower client id first: %s)', (lowIsFirst) => {
    const { room, low, high } = pair();
    details(low).set('destination', 'Kyoto');
    room.settle();
    const [first, second] = lowIsFirst ? [low, high] : [high, low];
    race(
      room,
      first,
      second,
      () => details(first).set('destination', 'first'),
      () => details(second).set('destination', 'second'),
    );
    expect(room.view().destination).toBe('second');
    expectSameEverywhere(room);
  });

  it.each([true, false])('[R6] also of a register that was never set (lower client id first: %s)', (lowIsFirst) => {
    const { room, low, high } = pair();
    const [first, second] = lowIsFirst ? [low, high] : [high, low];
    race(
      room,
      first,
      second,
      () => {
        first.doc.getMap('budget').set('EUR', 1);
        element(first).set('time_slot', 'morning');
      },
      () => {
        second.doc.getMap('budget').set('EUR', 2);
        element(second).set('time_slot', 'evening');
      },
    );
    expect(room.view()).toMatchObject({ budget: { EUR: 2 }, itinerary: [{ time_slot: 'evening' }] });
    expectSameEverywhere(room);
  });

  it('[R6] a bad value that loses its race does no harm, and the good one stays', () => {
    const { room, low, high } = pair();
    race(
      room,
      high,
      low,
      () => details(high).set('start_date', '2027-05-01'),
      () => details(low).set('start_date', 'soon'),
    );
    expect(room.view().start_date).toBe('2027-05-01');
    expectSameEverywhere(room);
  });

  it('[R9] tells an SDK session what was repaired, and a stock one nothing', () => {
    const { room, low } = pair();
    const stock = room.join('chloe');
    takeNotices(low);
    takeNotices(stock);
    for (const client of [low, stock]) details(client).set('start_date', 'soon');
    room.settle();
    expect(takeNotices(low)).toEqual([{ code: 'repaired', paths: ['/start_date'] }]);
    expect(takeNotices(stock)).toEqual([]);
  });
});
