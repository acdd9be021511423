import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { race } from '../racing-editors';
import { expectSameEverywhere, takeNotices } from '../room';
import { eventOf, eventPair, merge, newElement, patch } from './event-room';

const guest = { email: null, name: null, response_status: 'NEEDS_ACTION', optional: null };

describe('sets in Yjs', () => {
  it('[V1] a plain object that a stock client pushes becomes an element, in the order of adding', () => {
    const { room, low } = eventPair();
    low.doc.getArray('attendees').push([{ user_id: 'zoe', name: 'Zoe' }, { user_id: 'abe' }]);
    expectSameEverywhere(room);
    expect(eventOf(room).attendees).toEqual([
      { user_id: 'zoe', ...guest, name: 'Zoe' },
      { user_id: 'abe', ...guest },
    ]);
    expect(room.doc.getArray('attendees').get(0)).toBeInstanceOf(Y.Map);
  });

  it.each([true, false])('[R11] two who add the same key at once make one element (lower client id first: %s)', (lowIsFirst) => {
    const { room, low, high } = eventPair();
    const [first, second] = lowIsFirst ? [low, high] : [high, low];
    race(
      room,
      first,
      second,
      () => first.doc.getArray('attendees').push([newElement({ user_id: 'zoe', email: 'zoe@example.org', name: 'Z' })]),
      () => second.doc.getArray('attendees').push([newElement({ user_id: 'zoe', name: 'Zoe' })]),
    );
    expectSameEverywhere(room);
    expect(eventOf(room).attendees).toEqual([{ ...guest, user_id: 'zoe', email: 'zoe@example.org', name: 'Zoe' }]);
  });

  it('[R11] an element without a good key is deleted', () => {
    const { room, low } = eventPair();
    for (const bad of [{ name: 'nobody' }, { user_id: '' }, { user_id: 5 }, { user_id: 'x'.repeat(129) }]) {
      for (const element of [bad, newElement(bad)]) {
        low.doc.getArray<unknown>('attendees').push([element]);
        room.settle();
        expect(takeNotices(low)).toEqual([{ code: 'repaired', paths: ['/attendees'] }]);
      }
    }
    expect(eventOf(room).attendees).toEqual([]);
    expectSameEverywhere(room);
  });

  it('[R11] a key never changes', () => {
    const { room, low } = eventPair();
    low.doc.getArray('attendees').push([newElement({ user_id: 'zoe' })]);
    room.settle();
    takeNotices(low);
    low.doc.getArray<Y.Map<unknown>>('attendees').get(0).set('user_id', 'abe');
    room.settle();
    expect(eventOf(room).attendees.map(({ user_id }) => user_id)).toEqual(['zoe']);
    expect(takeNotices(low)).toEqual([{ code: 'repaired', paths: ['/attendees/@zoe/user_id'] }]);
    expectSameEverywhere(room);
  });

  it('[R11] a key that is given to another element is still the former one’s', () => {
    const { room, low } = eventPair();
    low.doc.getArray('attendees').push([newElement({ user_id: 'zoe' })]);
    room.settle();
    low.doc.transact(() => {
      low.doc.getArray<Y.Map<unknown>>('attendees').get(0).set('user_id', 'abe');
      low.doc.getArray('attendees').push([newElement({ user_id: 'zoe', name: 'Zoe' })]);
    });
    expectSameEverywhere(room);
    expect(eventOf(room).attendees).toEqual([{ user_id: 'zoe', ...guest, name: 'Zoe' }]);
  });

  it('[R2] a field with a bad value goes back', () => {
    const { room, low } = eventPair();
    low.doc.getArray('attendees').push([newElement({ user_id: 'zoe', response_status: 'ACCEPTED' })]);
    room.settle();
    low.doc.getArray<Y.Map<unknown>>('attendees').get(0).set('response_status', 'PERHAPS');
    room.settle();
    expect(eventOf(room).attendees[0]?.response_status).toBe('ACCEPTED');
    expectSameEverywhere(room);
  });

  it('[R11] who is removed while somebody else adds them anew stays', () => {
    const { room, low, high } = eventPair();
    low.doc.getArray('attendees').push([newElement({ user_id: 'zoe' })]);
    room.settle();
    race(
      room,
      low,
      high,
      () => low.doc.getArray('attendees').delete(0, 1),
      () => high.doc.getArray('attendees').push([newElement({ user_id: 'zoe', name: 'Zoe' })]),
    );
    expect(eventOf(room).attendees.map(({ name }) => name)).toEqual(['Zoe']);
    expectSameEverywhere(room);
  });
});

describe('sets in patches', () => {
  it('[V3] change what differs and leave everybody else where they are', () => {
    const { room, low } = eventPair();
    merge(room, { attendees: [{ user_id: 'a' }, { user_id: 'b' }, { user_id: 'c' }] });
    room.settle();
    const [a] = low.doc.getArray('attendees').toArray();
    expect(merge(room, { attendees: [{ user_id: 'c', name: 'C' }, { user_id: 'd' }, { user_id: 'a' }] })).toMatchObject({
      attendees: [{ user_id: 'a' }, { user_id: 'c', name: 'C' }, { user_id: 'd' }],
    });
    room.settle();
    expect(low.doc.getArray('attendees').get(0)).toBe(a);
    expectSameEverywhere(room);
  });

  it('[V2] need a key, once', () => {
    const { room } = eventPair();
    const problem = (pointer: string) => ({ code: 'invalid', extensions: { errors: [expect.objectContaining({ pointer })] } });
    expect(merge(room, { attendees: [{ name: 'nobody' }] })).toMatchObject(problem('/attendees/0/user_id'));
    expect(merge(room, { attendees: [{ user_id: 'a' }, { user_id: 'a' }] })).toMatchObject(problem('/attendees/1/user_id'));
    expect(merge(room, { attendees: [{ user_id: 'a', id: 'a' }] })).toMatchObject(problem('/attendees/0/id'));
  });

  it('[V1] a field that is unset shows what it then means, and is not written for that', () => {
    const { room } = eventPair();
    merge(room, { attendees: [{ user_id: 'a' }], reminders: [{ id: 'r' }] });
    const { version } = eventOf(room).metadata;
    const same = patch(room, [
      { op: 'replace', path: '/attendees/0/response_status', value: 'NEEDS_ACTION' },
      { op: 'replace', path: '/reminders/0/minutes_before', value: 10 },
      { op: 'replace', path: '/status', value: 'tentative' },
    ]);
    expect(same).toMatchObject({ metadata: { version }, reminders: [{ id: 'r', method: 'in_app', minutes_before: 10 }] });
    expect(patch(room, [{ op: 'replace', path: '/attendees/0/response_status', value: 'ACCEPTED' }])).toMatchObject({
      attendees: [{ response_status: 'ACCEPTED' }],
    });
    expect(merge(room, { attendees: [{ user_id: 'a', response_status: null }] })).toMatchObject({
      attendees: [{ response_status: 'NEEDS_ACTION' }],
    });
  });
});
