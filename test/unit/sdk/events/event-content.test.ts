import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  addAttendee,
  addReminder,
  addTag,
  calendarRoots,
  editOccurrence,
  endSeriesBefore,
  eventRoots,
  readAttendees,
  readCalendarDetails,
  readEventDetails,
  readExceptions,
  readReminders,
  readTags,
  removeAttendee,
  removeReminder,
  setAttendee,
  setCalendarDetails,
  setEventDetails,
  setException,
  setReminder,
} from '../../../../web/sdk/events';

let doc: Y.Doc;
beforeEach(() => {
  doc = new Y.Doc();
});

/** How many updates a change makes. */
function updatesOf(change: () => void): number {
  let updates = 0;
  const count = () => updates++;
  doc.on('update', count);
  change();
  doc.off('update', count);
  return updates;
}

describe('what an event is made of', () => {
  it('is nothing at first', () => {
    expect(readEventDetails(doc)).toEqual({
      ...{ start_time: null, end_time: null, time_zone: null, all_day: false, location: null },
      ...{ visibility: null, color: null, status: 'tentative', recurrence: null },
    });
    expect([readAttendees(doc), readTags(doc), readReminders(doc), readExceptions(doc)]).toEqual([[], [], [], {}]);
  });

  it('is set in one edit, and only where it changes', () => {
    const values = { start_time: '2026-12-15', end_time: '2026-12-16', all_day: true, status: 'confirmed' } as const;
    expect(updatesOf(() => setEventDetails(doc, values))).toBe(1);
    expect(readEventDetails(doc)).toMatchObject(values);
    expect(updatesOf(() => setEventDetails(doc, values))).toBe(0);
  });

  it('is read as unset where a stock client wrote something else', () => {
    for (const name of ['start_time', 'all_day', 'status', 'visibility']) eventRoots.details(doc).set(name, 7);
    expect(readEventDetails(doc)).toMatchObject({ start_time: null, all_day: false, status: 'tentative', visibility: null });
  });
});

describe('the attendees', () => {
  it('are asked, changed and asked no more', () => {
    addAttendee(doc, { user_id: 'ben', name: 'Ben' });
    addAttendee(doc, { user_id: 'chie', email: 'chie@example.com', optional: true });
    setAttendee(doc, 'ben', { response_status: 'ACCEPTED' });
    expect(readAttendees(doc)).toEqual([
      { user_id: 'ben', email: null, name: 'Ben', response_status: 'ACCEPTED', optional: null },
      { user_id: 'chie', email: 'chie@example.com', name: null, response_status: 'NEEDS_ACTION', optional: true },
    ]);
    expect(removeAttendee(doc, 'ben')).toMatchObject({ user_id: 'ben', response_status: 'ACCEPTED' });
    expect(readAttendees(doc).map(({ user_id }) => user_id)).toEqual(['chie']);
    expect(removeAttendee(doc, 'ben')).toBeNull();
  });

  it('are there once each, also when two people ask one at the same time', () => {
    const other = new Y.Doc();
    addAttendee(doc, { user_id: 'ben' });
    addAttendee(doc, { user_id: 'ben' });
    addAttendee(other, { user_id: 'ben' });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(eventRoots.attendees(doc)).toHaveLength(2);
    expect(readAttendees(doc)).toHaveLength(1);
    removeAttendee(doc, 'ben');
    expect(eventRoots.attendees(doc)).toHaveLength(0);
  });
});

describe('tags and reminders', () => {
  it('are sorted words that only grow', () => {
    for (const tag of ['work', 'kyoto', 'work']) addTag(doc, tag);
    expect(readTags(doc)).toEqual(['kyoto', 'work']);
    expect(updatesOf(() => addTag(doc, 'work'))).toBe(0);
  });

  it('are added, changed and removed', () => {
    const id = addReminder(doc, { method: 'push', minutes_before: 30 });
    setReminder(doc, id, { minutes_before: 60 });
    expect(readReminders(doc)).toEqual([{ id, method: 'push', minutes_before: 60 }]);
    eventRoots.reminders(doc).push([new Y.Map(Object.entries({ id: 'odd', method: 'pigeon', minutes_before: -1 }))]);
    expect(readReminders(doc)[1]).toEqual({ id: 'odd', method: 'in_app', minutes_before: 10 });
    removeReminder(doc, id);
    expect(readReminders(doc).map((reminder) => reminder.id)).toEqual(['odd']);
  });
});

describe('a series', () => {
  beforeEach(() => {
    setEventDetails(doc, {
      start_time: '2026-12-01T09:00:00Z',
      end_time: '2026-12-01T10:00:00Z',
      time_zone: 'UTC',
      recurrence: 'FREQ=WEEKLY;COUNT=10',
    });
  });

  it('has occurrences of their own, which keep what they had', () => {
    editOccurrence(doc, '2026-12-08T09:00:00Z', { title: 'Review' });
    editOccurrence(doc, '2026-12-08T09:00:00Z', { location: 'Room 1' });
    editOccurrence(doc, '2026-12-15T09:00:00Z', false);
    expect(readExceptions(doc)).toEqual({
      '2026-12-08T09:00:00Z': { title: 'Review', location: 'Room 1' },
      '2026-12-15T09:00:00Z': false,
    });
    setException(doc, '2026-12-15T09:00:00Z', null);
    expect(Object.keys(readExceptions(doc))).toEqual(['2026-12-08T09:00:00Z']);
  });

  it('ends before one of them, in one edit, and tells how it goes on', () => {
    editOccurrence(doc, '2026-12-08T09:00:00Z', false);
    editOccurrence(doc, '2026-12-22T09:00:00Z', { title: 'Party' });
    let rest: unknown;
    expect(updatesOf(() => (rest = endSeriesBefore(doc, '2026-12-15T09:00:00Z')))).toBe(1);
    expect(rest).toEqual({
      start_time: '2026-12-15T09:00:00Z',
      end_time: '2026-12-15T10:00:00Z',
      recurrence: 'FREQ=WEEKLY;COUNT=8',
      exceptions: { '2026-12-22T09:00:00Z': { title: 'Party' } },
    });
    expect(readEventDetails(doc).recurrence).toBe('FREQ=WEEKLY;UNTIL=20261215T085959Z');
    expect(readExceptions(doc)).toEqual({ '2026-12-08T09:00:00Z': false });
    expect(endSeriesBefore(doc, '2026-12-01T09:00:00Z')).toBeNull();
  });
});

it('a calendar has a colour and a zone', () => {
  setCalendarDetails(doc, { color: '#1d62b7' });
  calendarRoots.title(doc).insert(0, 'Team');
  expect(readCalendarDetails(doc)).toEqual({ color: '#1d62b7', time_zone: null });
});
