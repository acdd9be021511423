import { describe, expect, it } from 'vitest';
import { calendarPath, readCalendarAddress } from '../../../../web/app/calendar/calendar-address';
import { actionOfKey } from '../../../../web/app/calendar/calendar-keys';
import { newEvent, withDraft } from '../../../../web/app/calendar/grid/draft';
import { draggedTimes } from '../../../../web/app/calendar/grid/dragged-times';
import { dayStep, eventStep, movedByKey } from '../../../../web/app/calendar/grid/grid-keys';
import { eventsOfDay, piecesOf, withSpans } from '../../../../web/app/calendar/grid/shown-pieces';

const event = { start_time: '2026-11-24T10:00:00Z', end_time: '2026-11-24T11:00:00Z', all_day: false };
const days = { start_time: '2026-11-24', end_time: '2026-11-26', all_day: true };
const at = (date: string, minutes: number) => ({ date, minutes, isTimed: true });
const on = (date: string) => ({ date, minutes: 0, isTimed: false });
const pressed = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  ...{ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
  ...more,
});

describe('what is dragged', () => {
  it('makes an event of hours, or of days', () => {
    expect(draggedTimes('create', null, at('2026-11-24', 600), at('2026-11-24', 645), 'UTC')).toEqual(event);
    expect(draggedTimes('create', null, on('2026-11-25'), on('2026-11-24'), 'UTC')).toEqual(days);
    expect(draggedTimes('create', null, on('2026-11-25'), at('2026-11-24', 30), 'UTC')).toEqual(days);
  });

  it('moves an event by as much as the pointer, from wherever it was taken', () => {
    const moved = draggedTimes('move', event, at('2026-11-24', 630), at('2026-11-26', 600), 'UTC');
    expect(moved).toEqual({ start_time: '2026-11-26T09:30:00Z', end_time: '2026-11-26T10:30:00Z', all_day: false });
  });

  it('keeps the time of the day where only days count', () => {
    const expected = { start_time: '2026-11-25T10:00:00Z', end_time: '2026-11-25T11:00:00Z', all_day: false };
    expect(draggedTimes('move', event, on('2026-11-24'), on('2026-11-25'), 'UTC')).toEqual(expected);
    expect(draggedTimes('move', event, at('2026-11-24', 600), on('2026-11-25'), 'UTC')).toEqual(expected);
    expect(draggedTimes('end', days, on('2026-11-25'), on('2026-11-27'), 'UTC').end_time).toBe('2026-11-28');
  });

  it('changes one end of an event', () => {
    expect(draggedTimes('end', event, at('2026-11-24', 645), at('2026-11-24', 720), 'UTC').end_time).toBe('2026-11-24T12:15:00Z');
    expect(draggedTimes('start', event, at('2026-11-24', 600), at('2026-11-24', 570), 'UTC').start_time).toBe(
      '2026-11-24T09:30:00Z',
    );
  });

  it.each(['move', 'start', 'end'] as const)('has times alone after a %s: the server takes nothing else', (kind) => {
    const dragged = draggedTimes(kind, newEvent('Dentist', event), at('2026-11-24', 600), at('2026-11-24', 600), 'UTC');
    expect(dragged).toEqual(event);
  });

  it('shows among the events where it would be', () => {
    const shown = newEvent('Dentist', event, { id: 'a' });
    expect(withDraft([shown], null, 'New')).toEqual([shown]);
    expect(withDraft([shown], { key: 'a', times: days }, 'New')).toMatchObject([{ id: 'a', ...days }]);
    expect(withDraft([shown], { key: null, times: days }, 'New')).toMatchObject([{ id: 'a' }, { title: 'New', ...days }]);
  });
});

describe('keys', () => {
  it('lead from day to day, in a month also from week to week', () => {
    expect(dayStep('month', pressed('ArrowDown'))).toBe(7);
    expect(dayStep('week', pressed('ArrowDown'))).toBeNull();
    expect(dayStep('week', pressed('ArrowLeft'))).toBe(-1);
    expect(dayStep('week', pressed('ArrowLeft', { altKey: true }))).toBeNull();
    expect(eventStep(pressed('ArrowUp'))).toBe(-1);
    expect(eventStep(pressed('ArrowUp', { shiftKey: true }))).toBeNull();
  });

  it('move the start of an event with Shift alone', () => {
    const moved = (key: string, of = event) => movedByKey(of, pressed(key, { shiftKey: true }), 'UTC');
    expect(moved('ArrowUp')).toEqual({ ...event, start_time: '2026-11-24T09:45:00Z' });
    expect(moved('ArrowLeft')).toEqual({ ...event, start_time: '2026-11-23T10:00:00Z' });
    expect(moved('ArrowRight')).toEqual({ ...event, start_time: '2026-11-24T10:45:00Z' });
    expect(moved('ArrowRight', days)).toEqual({ ...days, start_time: '2026-11-25' });
    expect(movedByKey(event, pressed('ArrowUp', { shiftKey: true, ctrlKey: true }), 'UTC')).toBeNull();
  });

  it('move an event with Alt, and its end with Shift too', () => {
    const moved = (key: string, shiftKey = false) => movedByKey(event, pressed(key, { altKey: true, shiftKey }), 'UTC');
    expect(moved('ArrowDown')?.start_time).toBe('2026-11-24T10:15:00Z');
    expect(moved('ArrowLeft')?.start_time).toBe('2026-11-23T10:00:00Z');
    expect(moved('ArrowUp', true)).toEqual({ ...event, end_time: '2026-11-24T10:45:00Z' });
    expect(moved('Enter')).toBeNull();
    expect(movedByKey(event, pressed('ArrowDown'), 'UTC')).toBeNull();
  });

  it('of one letter choose what is shown, but not with Ctrl', () => {
    expect(actionOfKey(pressed('m'))).toBe('month');
    expect(actionOfKey(pressed('a', { ctrlKey: true }))).toBeNull();
    expect(actionOfKey(pressed('constructor'))).toBeNull();
  });
});

it('a day has the parts of events that are on it, and lists what lasts all day first', () => {
  const spans = withSpans(
    [
      newEvent(
        'Night train',
        { start_time: '2026-11-24T22:00:00Z', end_time: '2026-11-25T05:00:00Z', all_day: false },
        { id: 'night' },
      ),
      newEvent(
        'Breakfast',
        { start_time: '2026-11-25T04:00:00Z', end_time: '2026-11-25T06:00:00Z', all_day: false },
        { id: 'meal' },
      ),
      newEvent('Fair', days, { id: 'fair' }),
    ],
    'UTC',
  );
  expect(
    piecesOf(spans, '2026-11-25').map(({ event: { id }, from, to, column, columns }) => ({ id, from, to, column, columns })),
  ).toEqual([
    { id: 'night', from: 0, to: 300, column: 0, columns: 2 },
    { id: 'meal', from: 240, to: 360, column: 1, columns: 2 },
  ]);
  const cuts = (date: string) => piecesOf(spans, date).map(({ cutBefore, cutAfter }) => [cutBefore, cutAfter]);
  expect(cuts('2026-11-24')).toEqual([[false, true]]);
  expect(cuts('2026-11-25')).toEqual([
    [true, false],
    [false, false],
  ]);
  expect(eventsOfDay(spans, '2026-11-25').map(({ id }) => id)).toEqual(['fair', 'night', 'meal']);
});

it('an address of the calendar says what it can, and nothing wrong', () => {
  const path = calendarPath({ view: 'week', date: '2026-11-24', event: 'a', occurrence: '2026-11-24T10:00:00Z' });
  expect(readCalendarAddress(new URL(path, 'https://trips.example').searchParams)).toEqual({
    ...{ view: 'week', date: '2026-11-24', event: 'a', occurrence: '2026-11-24T10:00:00Z' },
  });
  expect(readCalendarAddress(new URLSearchParams('view=year&date=2026-02-30'))).toEqual({
    ...{ view: null, date: null, event: null, occurrence: null },
  });
  expect(calendarPath({ event: null })).toBe('/calendar');
});
