import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { fieldLimits } from '../../../../src/protocol/limits';
import { race } from '../racing-editors';
import { expectSameEverywhere, takeNotices } from '../room';
import { eventOf, eventPair, merge, newElement, patch } from './event-room';

const { maxAttendees, maxExceptions, maxTags } = fieldLimits;

function people(count: number, prefix = 'p'): { user_id: string }[] {
  return Array.from({ length: count }, (_, index) => ({ user_id: `${prefix}${index}` }));
}

/** Occurrences that are left out, by their days. */
function leftOut(count: number): Record<string, false> {
  const days = Array.from({ length: count }, (_, index) => new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10));
  return Object.fromEntries(days.map((day) => [`${day}T09:00:00Z`, false]));
}

const tooMany = (pointer: string) => ({ code: 'invalid', extensions: { errors: [{ pointer, detail: expect.any(String) }] } });

describe('fields of an event that have a limit', () => {
  it('[R13] a patch that adds more attendees is refused, and who has a place may change', () => {
    const { room } = eventPair();
    merge(room, { attendees: people(maxAttendees) });
    const beyond = { op: 'add', path: '/attendees/-', value: { user_id: 'zoe' } };
    expect(patch(room, [{ op: 'replace', path: '/title', value: 'x' }, beyond])).toMatchObject({
      ...tooMany('/attendees'),
      extensions: { index: 1 },
    });
    expect(merge(room, { attendees: people(maxAttendees + 1) })).toMatchObject(tooMany('/attendees'));
    expect(patch(room, [{ op: 'replace', path: '/attendees/0/name', value: 'Aoi' }])).toHaveProperty(
      'attendees.length',
      maxAttendees,
    );
    expect(patch(room, [{ op: 'remove', path: '/attendees/@p1' }, beyond])).toHaveProperty('attendees.length', maxAttendees);
  });

  it('[R13] a patch that adds more exceptions is refused', () => {
    const { room } = eventPair();
    const exceptions = leftOut(maxExceptions + 1);
    const [last = ''] = Object.keys(exceptions).slice(-1);
    expect(merge(room, { exceptions })).toMatchObject(tooMany('/exceptions'));
    expect(merge(room, { exceptions: leftOut(maxExceptions) })).toHaveProperty('exceptions');
    expect(merge(room, { exceptions: { [last]: false } })).toMatchObject(tooMany('/exceptions'));
  });

  it('[R13] of attendees for whom there is no room, the later-accepted one is deleted, whoever is there stays', () => {
    const { room, low, high } = eventPair();
    low.doc.getArray('attendees').push(people(maxAttendees - 1));
    room.settle();
    race(
      room,
      low,
      high,
      () => low.doc.getArray('attendees').push([newElement({ user_id: 'zoe' })]),
      () => high.doc.getArray('attendees').insert(0, [newElement({ user_id: 'abe' })]),
    );
    expect(eventOf(room).attendees.map(({ user_id }) => user_id)).toEqual(
      [...people(maxAttendees - 1), { user_id: 'zoe' }].map(({ user_id }) => user_id),
    );
    expect(takeNotices(high)).toEqual([{ code: 'repaired', paths: ['/attendees/@abe'] }]);
    expectSameEverywhere(room);
    high.doc.getArray('attendees').push([{ user_id: 'abe' }]);
    room.settle();
    expect(takeNotices(high)).toEqual([{ code: 'repaired', paths: ['/attendees/@abe'] }]);
    expectSameEverywhere(room);
    expect(eventOf(room).attendees).toHaveLength(maxAttendees);
  });

  it('[R13] who is there already, and what is no attendee, takes no place of others', () => {
    const { room, low } = eventPair();
    low.doc.getArray('attendees').push(people(maxAttendees - 2));
    room.settle();
    low.doc.transact(() => {
      const list = low.doc.getArray<unknown>('attendees');
      list.push([newElement({ user_id: 'zoe' }), newElement({ user_id: 'p0', name: 'Aoi' }), newElement({ user_id: '' })]);
      list.push([{ user_id: 'p1', name: 'Ben' }, { user_id: 'abe' }, { user_id: 'beyond' }]);
    });
    expectSameEverywhere(room);
    const { attendees } = eventOf(room);
    expect(attendees).toHaveLength(maxAttendees);
    expect(attendees.slice(-2).map(({ user_id }) => user_id)).toEqual(['zoe', 'abe']);
    expect(attendees.slice(0, 2).map(({ name }) => name)).toEqual(['Aoi', 'Ben']);
  });

  it('[R13] exceptions for which there is no room are deleted, those that are there can be changed', () => {
    const { room, low } = eventPair();
    merge(room, { exceptions: leftOut(maxExceptions - 1) });
    room.settle();
    const map = low.doc.getMap('exceptions');
    const [first = ''] = Object.keys(leftOut(1));
    low.doc.transact(() => {
      map.set('2020-01-01T09:00:00Z', false);
      map.set(first, { title: 'Changed' });
      map.set('2020-01-02T09:00:00Z', false);
    });
    room.settle();
    expect(takeNotices(low)).toEqual([{ code: 'repaired', paths: ['/exceptions/2020-01-02T09:00:00Z'] }]);
    expect(eventOf(room).exceptions).toMatchObject({ '2020-01-01T09:00:00Z': false, [first]: { title: 'Changed' } });
    expect(Object.keys(eventOf(room).exceptions)).toHaveLength(maxExceptions);
    expectSameEverywhere(room);
  });

  it('[R10] words that are far too many are gone in one walk', { timeout: 10_000 }, () => {
    const { room, low } = eventPair();
    const words = low.doc.getMap('tags');
    low.doc.transact(() => {
      for (let index = 0; index < 40_000; index++) words.set(`w${index}`, true);
    });
    expectSameEverywhere(room);
    expect(eventOf(room).tags).toHaveLength(maxTags);
  });

  it('[R11] elements without a key are gone in one walk, however many they are', { timeout: 10_000 }, () => {
    const { room, low } = eventPair();
    const list = low.doc.getArray<Y.Map<unknown>>('attendees');
    list.push([newElement({ user_id: 'zoe' })]);
    list.push(Array.from({ length: 60_000 }, () => newElement({ name: 'Nobody' })));
    expectSameEverywhere(room);
    expect(eventOf(room).attendees.map(({ user_id }) => user_id)).toEqual(['zoe']);
  });
});
