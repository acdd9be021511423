import { describe, expect, it } from 'vitest';
import { calendarSchema } from '../../../../src/documents/calendar';
import { eventSchema } from '../../../../src/documents/event';
import { momentOrDay, occurrenceChange, occurrenceKey, timeZone } from '../../../../src/documents/event-checks';
import { emptyContent } from '../../../../src/documents/view';
import { race } from '../racing-editors';
import { expectSameEverywhere, takeNotices } from '../room';
import { details, eventOf, eventPair, merge } from './event-room';

const meeting = { start_time: '2026-12-15T14:00:00Z', end_time: '2026-12-15T15:00:00Z' };

describe('an event', () => {
  it('[V1] has every declared field', () => {
    expect(JSON.parse(JSON.stringify(emptyContent(eventSchema)))).toEqual({
      title: '',
      description: [],
      start_time: null,
      end_time: null,
      time_zone: null,
      all_day: null,
      location: null,
      visibility: null,
      color: null,
      status: 'tentative',
      attendees: [],
      tags: [],
      recurrence: null,
      exceptions: {},
      reminders: [],
      attachments: [],
      extensions: {},
    });
    expect(JSON.parse(JSON.stringify(emptyContent(calendarSchema)))).toEqual({
      title: '',
      description: '',
      color: null,
      time_zone: null,
    });
  });

  it.each([
    [{ ...meeting, end_time: meeting.start_time }, '/end_time'],
    [{ ...meeting, end_time: '2026-12-15T14:30:00+02:00' }, '/end_time'],
    [{ ...meeting, all_day: true }, '/end_time'],
    [{ start_time: '2026-12-15', end_time: '2026-12-16' }, '/end_time'],
    [{ start_time: '2026-12-15', end_time: '2026-12-15', all_day: true }, '/end_time'],
    [{ start_time: '2026-12-15T14:00' }, '/start_time'],
    [{ time_zone: 'Asia/Kyoto' }, '/time_zone'],
    [{ recurrence: 'FREQ=SOMETIMES' }, '/recurrence'],
    [{ recurrence: 'FREQ=DAILY;COUNT=5;UNTIL=20270101' }, '/recurrence'],
    [{ color: 'red' }, '/color'],
    [{ visibility: 'secret' }, '/visibility'],
    [{ status: 'maybe' }, '/status'],
    [{ exceptions: { 'next week': false } }, '/exceptions/next week'],
    [{ exceptions: { '2026-12-22T14:00:00Z': true } }, '/exceptions/2026-12-22T14:00:00Z'],
    [{ reminders: [{ minutes_before: -1 }] }, '/reminders/0/minutes_before'],
  ])('[V2] does not become %j', (change, pointer) => {
    const { room } = eventPair();
    expect(merge(room, change)).toMatchObject({ code: 'invalid', extensions: { errors: [{ pointer }] } });
  });

  it('[V2] takes days for one occurrence only where it is all day, and makes days of what it had (Rc5)', () => {
    const { room } = eventPair();
    const of = (start_time: string, end_time: string) => ({ exceptions: { '2026-12-22T14:00:00Z': { start_time, end_time } } });
    merge(room, { ...meeting, recurrence: 'FREQ=WEEKLY' });
    expect(merge(room, of('2026-12-22', '2026-12-23'))).toMatchObject({
      code: 'invalid',
      extensions: { errors: [{ pointer: '/exceptions/2026-12-22T14:00:00Z/start_time' }] },
    });
    const moved = of('2026-12-22T16:00:00Z', '2026-12-22T17:00:00Z');
    expect(merge(room, moved)).toMatchObject(moved);
    const days = { all_day: true, start_time: '2026-12-15', end_time: '2026-12-16' };
    expect(merge(room, days)).toMatchObject({ ...days, exceptions: { '2026-12-22': { start_time: '2026-12-22' } } });
    expect(merge(room, { exceptions: { '2026-12-22': { start_time: '2026-12-23' } } })).not.toHaveProperty('code');
    expect(merge(room, { exceptions: { '2026-12-23': { end_time: '2026-12-23T14:00:00Z' } } })).toMatchObject({
      extensions: { errors: [{ pointer: '/exceptions/2026-12-23/end_time' }] },
    });
  });

  it('[V2] becomes what its rules allow', () => {
    const { room } = eventPair();
    const change = {
      title: 'Standup',
      description: [{ insert: 'Be ' }, { insert: 'short', attributes: { bold: true } }],
      ...meeting,
      end_time: '2026-12-15T16:00:00+01:30',
      time_zone: 'Asia/Kathmandu',
      all_day: false,
      color: '#33aaFF',
      status: 'confirmed',
      recurrence: 'FREQ=WEEKLY;BYDAY=TU;COUNT=10',
      exceptions: { '2026-12-22T14:00:00Z': false, '2026-12-29T14:00:00Z': { title: 'Last one', status: 'cancelled' } },
      reminders: [{ id: 'r', method: 'email', minutes_before: 0 }],
    };
    expect(merge(room, change)).toMatchObject(change);
    const days = { all_day: true, start_time: '2026-12-15', end_time: '2026-12-16' };
    expect(merge(room, days)).toMatchObject(days);
    expect(merge(room, { exceptions: { '2026-12-22': null } })).toMatchObject({
      exceptions: { '2026-12-29': { title: 'Last one' } },
    });
    expectSameEverywhere(room);
  });

  it('[R3] of two edits that only together end it before it starts, the later-accepted one loses', () => {
    const { room, low, high } = eventPair();
    merge(room, meeting);
    room.settle();
    takeNotices(high);
    race(
      room,
      low,
      high,
      () => details(low).set('start_time', '2026-12-15T14:45:00Z'),
      () => details(high).set('end_time', '2026-12-15T14:30:00Z'),
    );
    expect(eventOf(room)).toMatchObject({ start_time: '2026-12-15T14:45:00Z', end_time: meeting.end_time });
    expect(takeNotices(high)).toEqual([{ code: 'repaired', paths: ['/end_time'] }]);
    expectSameEverywhere(room);
  });

  it('[R3] becomes all day as a whole only', () => {
    const { room, low, high } = eventPair();
    merge(room, meeting);
    room.settle();
    details(low).set('all_day', true);
    room.settle();
    expect(eventOf(room)).toMatchObject({ all_day: null, ...meeting });
    race(
      room,
      low,
      high,
      () =>
        low.doc.transact(() => {
          details(low).set('all_day', true);
          details(low).set('start_time', '2026-12-15');
          details(low).set('end_time', '2026-12-16');
        }),
      () => details(high).set('start_time', '2026-12-15T13:00:00Z'),
    );
    expect(eventOf(room)).toMatchObject({ all_day: true, start_time: '2026-12-15', end_time: '2026-12-16' });
    expectSameEverywhere(room);
  });

  it.each(['time_zone', 'recurrence', 'start_time', 'color'])('[R2] a bad %s goes back', (field) => {
    const { room, low } = eventPair();
    merge(room, { ...meeting, time_zone: 'Asia/Tokyo', recurrence: 'FREQ=DAILY', color: '#000000' });
    room.settle();
    const before = eventOf(room);
    for (const value of ['nonsense', 5, {}, true]) {
      details(low).set(field, value);
      room.settle();
      expect(eventOf(room)).toEqual({ ...before, metadata: expect.anything() });
    }
    expectSameEverywhere(room);
  });

  it('[R2] a bad exception goes back', () => {
    const { room, low } = eventPair();
    const exceptions = low.doc.getMap('exceptions');
    exceptions.set('2026-12-22T14:00:00Z', false);
    exceptions.set('2026-12-29T14:00:00Z', { start_time: '2026-12-29T15:00:00Z' });
    room.settle();
    exceptions.set('2026-12-22T14:00:00Z', true);
    exceptions.set('2026-12-29T14:00:00Z', { start_time: 'later' });
    exceptions.set('tomorrow', false);
    expectSameEverywhere(room);
    expect(eventOf(room).exceptions).toEqual({
      '2026-12-22T14:00:00Z': false,
      '2026-12-29T14:00:00Z': { start_time: '2026-12-29T15:00:00Z' },
    });
  });
});

describe('the status of an event', () => {
  it.each([true, false])('[R7] moves forward when writes race (lower client id first: %s)', (lowIsFirst) => {
    const { room, low, high } = eventPair();
    const [first, second] = lowIsFirst ? [low, high] : [high, low];
    race(
      room,
      first,
      second,
      () => details(first).set('status', 'cancelled'),
      () => details(second).set('status', 'confirmed'),
    );
    expect(eventOf(room).status).toBe('cancelled');
    expectSameEverywhere(room);
  });

  it('[R7] is set back by an owner only', () => {
    const { room, low } = eventPair();
    const owner = room.join('owner');
    details(low).set('status', 'cancelled');
    room.settle();
    details(low).set('status', 'confirmed');
    room.settle();
    details(low).delete('status');
    room.settle();
    expect(eventOf(room).status).toBe('cancelled');
    expect(merge(room, { status: 'confirmed' })).toMatchObject({ code: 'forbidden', extensions: { pointer: '/status' } });
    expect(merge(room, { status: 'confirmed' }, 'owner')).toMatchObject({ status: 'confirmed' });
    room.settle();
    details(owner).set('status', 'tentative');
    room.settle();
    expect(eventOf(room).status).toBe('tentative');
    expectSameEverywhere(room);
  });
});

describe('checks of events', () => {
  it.each([
    ['2026-12-15T14:00:00Z', true],
    ['2026-12-15T14:00:00-08:00', true],
    ['2028-02-29T23:59:59+14:00', true],
    ['2026-12-15', true],
    ['2026-12-15T14:00:00', false],
    ['2026-12-15T14:00:00.5Z', false],
    ['2026-12-15T14:00Z', false],
    ['2026-02-29T14:00:00Z', false],
    ['2026-12-15T24:00:00Z', false],
    ['2026-12-15t14:00:00z', false],
    ['2026-02-30', false],
    ['0999-01-01', false],
    ['9999-12-31T00:00:00Z', false],
    [0, false],
    ['', false],
  ])('whether %j is a time: %s', (value, isGood) => {
    expect(momentOrDay(value) === null).toBe(isGood);
  });

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['America/Argentina/Buenos_Aires', true],
    ['+05:30', false],
    ['Berlin', false],
    ['Europe/Berlin\n', false],
    ['', false],
    [5, false],
  ])('whether %j is a zone: %s', (value, isGood) => {
    expect(timeZone(value) === null).toBe(isGood);
  });

  it.each([
    ['2026-12-15T14:00:00Z', true],
    ['2026-12-15', true],
    ['2026-12-15T14:00:00+01:00', false],
    ['__proto__', false],
  ])('whether %j names an occurrence: %s', (value, isGood) => {
    expect(occurrenceKey(value) === null).toBe(isGood);
  });

  it.each([
    [false, true],
    [{}, true],
    [{ start_time: '2026-12-15T14:00:00Z', end_time: '2026-12-15T14:00:00Z' }, false],
    [{ start_time: '2026-12-15', end_time: '2026-12-16T00:00:00Z' }, false],
    [{ start_time: '2026-12-15', end_time: '2026-12-16' }, true],
    [{ color: '#000000' }, false],
    [{ title: null }, false],
    [[], false],
    [null, false],
    [true, false],
  ])('whether %j is a change of an occurrence: %s', (value, isGood) => {
    expect(occurrenceChange(value) === null).toBe(isGood);
  });
});
