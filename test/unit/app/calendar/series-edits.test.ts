import { describe, expect, it } from 'vitest';
import { planEdit } from '../../../../web/app/calendar/edits/edit-plan';
import { beforeEdit } from '../../../../web/app/calendar/edits/grid-edit';
import {
  keepsDays,
  movedOccurrence,
  movedSeries,
  type SeriesTimes,
  zonedOccurrence,
  zonedSeries,
} from '../../../../web/app/calendar/edits/moved-series';
import { isOnlyTogether } from '../../../../web/app/calendar/edits/series-scope';
import { timesForm, timesOfForm } from '../../../../web/app/calendar/times-form';
import { occurrenceTimes } from '../../../../web/app/event/occurrence-times';
import { formOfRule, presetOfRule, ruleOfForm, startDateOf } from '../../../../web/app/event/recurrence-form';
import { touchedFields } from '../../../../web/app/event/touched-fields';
import { attendeeOf } from '../../../../web/app/event/typed-attendee';
import { type EventView, expandSeries, seriesOf } from '../../../../web/react/events';
import { shownEvent } from './shown-events';

const series: SeriesTimes = {
  start_time: '2026-03-02T14:00:00Z',
  end_time: '2026-03-02T15:00:00Z',
  time_zone: 'America/New_York',
  all_day: false,
  recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE',
  exceptions: { '2026-03-16T13:00:00Z': false },
};

describe('a series of which one occurrence was moved with all others', () => {
  it('moves by the clocks of its zone, its exceptions and its days of the week too', () => {
    // After the clocks were put forward.
    const occurrence = { start_time: '2026-03-11T13:00:00Z', end_time: '2026-03-11T14:00:00Z', all_day: false };
    const times = { start_time: '2026-03-12T14:30:00Z', end_time: '2026-03-12T16:00:00Z', all_day: false };
    expect(movedSeries(series, occurrence, times)).toEqual({
      start_time: '2026-03-03T15:30:00Z',
      end_time: '2026-03-03T17:00:00Z',
      recurrence: 'FREQ=WEEKLY;BYDAY=TU,TH',
      exceptions: { '2026-03-17T14:30:00Z': false },
    });
  });

  it('of whole days moves by days', () => {
    const days = {
      ...series,
      all_day: true,
      start_time: '2026-03-02',
      end_time: '2026-03-03',
      exceptions: { '2026-03-04': false as const },
    };
    const occurrence = { start_time: '2026-03-09', end_time: '2026-03-10', all_day: true };
    const times = { start_time: '2026-03-08', end_time: '2026-03-10', all_day: true };
    expect(movedSeries(days, occurrence, times)).toEqual({
      start_time: '2026-03-01',
      end_time: '2026-03-03',
      recurrence: 'FREQ=WEEKLY;BYDAY=SU,TU',
      exceptions: { '2026-03-03': false },
    });
  });
});

it('an occurrence that has its own time is moved with all others, and is where it was put', () => {
  const own = { start_time: '2026-03-11T18:00:00Z', end_time: '2026-03-11T20:00:00Z' };
  const exceptions = { '2026-03-11T13:00:00Z': { ...own, title: 'Late' }, '2026-03-18T13:00:00Z': { title: 'Here' } };
  const occurrence = { ...own, all_day: false, original_start: '2026-03-11T13:00:00Z' };
  const times = { start_time: '2026-03-12T19:00:00Z', end_time: '2026-03-12T21:30:00Z', all_day: false };
  expect(movedSeries({ ...series, exceptions }, occurrence, times)).toEqual({
    start_time: '2026-03-03T15:00:00Z',
    end_time: '2026-03-03T16:30:00Z',
    recurrence: 'FREQ=WEEKLY;BYDAY=TU,TH',
    exceptions: {
      '2026-03-12T14:00:00Z': { start_time: times.start_time, end_time: times.end_time, title: 'Late' },
      '2026-03-19T14:00:00Z': { title: 'Here' },
    },
  });
});

describe('a series whose rule cannot name the new days', () => {
  const workday = { ...series, recurrence: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', exceptions: {} };
  const view = { ...workday, id: 's', collaborators: [], metadata: { version: 7 } } as unknown as EventView;
  const event = beforeEdit(shownEvent('s', '2026-04-01T13:00:00Z', { original_start: '2026-04-01T13:00:00Z' }));
  const times = { start_time: '2026-04-02T15:00:00Z', end_time: '2026-04-02T16:00:00Z', all_day: false };

  it.each(['all', 'following'] as const)('gets the time of the day alone, and says so: %s', async (scope) => {
    const plan = await planEdit({ getEvent: async () => view }, { kind: 'times', event, scope, times, zone: 'UTC' }, 'key');
    const start_time = scope === 'all' ? '2026-03-02T16:00:00Z' : '2026-04-01T15:00:00Z';
    const moved = plan.calls.find(({ kind }) => kind === (scope === 'all' ? 'change' : 'create'));
    expect(plan.keepsDays).toBe(true);
    expect(moved).toMatchObject({ fields: { start_time, recurrence: workday.recurrence } });
  });

  it('says nothing where it can, or where only the time of the day moves', () => {
    expect(keepsDays(workday, event, { ...times, start_time: '2026-04-01T15:00:00Z' })).toBe(false);
    expect(keepsDays(series, event, times)).toBe(false);
  });

  it('begins on its day in another zone too', () => {
    const evening = { ...workday, start_time: '2026-03-02T20:00:00Z', end_time: '2026-03-02T21:00:00Z' };
    expect(zonedSeries(evening, 'Asia/Tokyo')).toMatchObject({
      ...{ start_time: '2026-03-01T20:00:00Z', end_time: '2026-03-01T21:00:00Z', recurrence: workday.recurrence },
    });
  });
});

describe('a series of which all occurrences become', () => {
  const own = { start_time: '2026-03-18T18:00:00Z', end_time: '2026-03-18T19:00:00Z', title: 'Late' };
  const withOwn = { ...series, recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401T235959Z' };
  const occurrence = {
    ...{ start_time: '2026-03-11T13:00:00Z', end_time: '2026-03-11T14:00:00Z', all_day: false },
    original_start: '2026-03-11T13:00:00Z',
  };

  it('whole days is all day, with its exceptions and its last day', () => {
    const exceptions = { ...series.exceptions, '2026-03-18T13:00:00Z': own };
    const days = { start_time: '2026-03-12', end_time: '2026-03-14', all_day: true };
    expect(movedSeries({ ...withOwn, exceptions }, occurrence, days)).toEqual({
      all_day: true,
      start_time: '2026-03-03',
      end_time: '2026-03-05',
      recurrence: 'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260402',
      exceptions: { '2026-03-17': false, '2026-03-19': { start_time: '2026-03-19', title: 'Late' } },
    });
    expect(movedOccurrence(withOwn, occurrence, days)).toBe('2026-03-12');
  });

  it('timed again is so by the clocks of its zone', () => {
    const days = {
      ...{ start_time: '2026-03-02', end_time: '2026-03-03', all_day: true, time_zone: 'America/New_York' },
      ...{ recurrence: 'FREQ=DAILY;UNTIL=20260310', exceptions: { '2026-03-09': false as const } },
    };
    const before = { start_time: '2026-03-05', end_time: '2026-03-06', all_day: true, original_start: '2026-03-05' };
    const times = { start_time: '2026-03-05T14:00:00Z', end_time: '2026-03-05T15:30:00Z', all_day: false };
    expect(movedSeries(days, before, times)).toEqual({
      all_day: false,
      start_time: '2026-03-02T14:00:00Z',
      end_time: '2026-03-02T15:30:00Z',
      recurrence: 'FREQ=DAILY;UNTIL=20260310',
      exceptions: { '2026-03-09T13:00:00Z': false },
    });
  });

  it('one of the two from one occurrence on is two series, of one kind each', async () => {
    const view = { ...withOwn, id: 's', collaborators: [], metadata: { version: 7 } } as unknown as EventView;
    const days = { start_time: '2026-03-11', end_time: '2026-03-12', all_day: true };
    const event = beforeEdit(shownEvent('s', occurrence.start_time, { original_start: occurrence.original_start }));
    const edit = { kind: 'times', event, scope: 'following', times: days, zone: 'UTC' } as const;
    const { calls } = await planEdit({ getEvent: async () => view }, edit, 'key');
    expect(calls).toMatchObject([
      { kind: 'change', fields: { recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260311T125959Z' } },
      { kind: 'create', fields: { ...days, recurrence: 'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401' } },
    ]);
  });

  it('all day or not can only do so together', () => {
    expect(isOnlyTogether({ all_day: false }, { all_day: true })).toBe(true);
    expect(isOnlyTogether({ all_day: true }, { all_day: true })).toBe(false);
  });
});

describe('a series in another zone', () => {
  const berlin = {
    ...{ start_time: '2026-03-01T09:00:00Z', end_time: '2026-03-01T10:00:00Z', all_day: false, time_zone: 'Europe/Berlin' },
    ...{ recurrence: 'FREQ=WEEKLY', exceptions: { '2026-04-05T08:00:00Z': false as const } },
  };
  const startsOf = (event: SeriesTimes) => {
    const found = seriesOf(event);
    return (found && expandSeries(found, Date.parse('2026-03-20'), Date.parse('2026-04-20'), 9))?.map(({ startMs }) =>
      new Date(startMs).toISOString().slice(5, 16),
    );
  };

  it('leaves out what it left out', () => {
    expect(startsOf(berlin)).toEqual(['03-22T09:00', '03-29T08:00', '04-12T08:00', '04-19T08:00']);
    const change = zonedSeries(berlin, 'Asia/Tokyo');
    expect(change).toMatchObject({ time_zone: 'Asia/Tokyo', start_time: berlin.start_time, recurrence: berlin.recurrence });
    expect(startsOf({ ...berlin, ...change })).toEqual(['03-22T09:00', '03-29T09:00', '04-12T09:00', '04-19T09:00']);
    expect(zonedOccurrence(berlin, '2026-04-12T08:00:00Z', 'Asia/Tokyo')).toBe('2026-04-12T09:00:00Z');
  });

  it('keeps what an occurrence has of its own, at its own moment', () => {
    const own = { start_time: '2026-04-06T08:00:00Z', end_time: '2026-04-06T09:00:00Z', title: 'Monday' };
    const { exceptions } = zonedSeries({ ...berlin, exceptions: { '2026-04-05T08:00:00Z': own } }, 'Asia/Tokyo');
    expect(exceptions).toEqual({ '2026-04-05T09:00:00Z': own });
  });

  it('names the days of the week that it has there', () => {
    const evening = { ...berlin, start_time: '2026-03-02T20:00:00Z', end_time: '2026-03-02T21:00:00Z', exceptions: {} };
    const monday = { ...evening, recurrence: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316' };
    expect(zonedSeries(monday, 'Asia/Tokyo').recurrence).toBe('FREQ=WEEKLY;BYDAY=TU;UNTIL=20260317');
  });

  it('is only in another one where it has no times, or does not repeat', () => {
    expect(zonedSeries({ ...berlin, start_time: null, end_time: null }, 'UTC')).toEqual({ time_zone: 'UTC' });
    expect(zonedSeries({ ...berlin, recurrence: null, exceptions: {} }, 'UTC')).toMatchObject({
      ...{ time_zone: 'UTC', start_time: berlin.start_time, end_time: berlin.end_time, recurrence: null },
    });
  });
});

describe('a rule as a form', () => {
  const start = { start_time: '2026-03-02T14:00:00Z', time_zone: 'America/New_York', all_day: false };

  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
    // Of every second week, which days are of one week is the rule's to say.
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=TU;COUNT=8',
    'FREQ=MONTHLY;COUNT=3',
    'FREQ=YEARLY;UNTIL=20301231',
  ])('is the same rule again: %s', (rule) => {
    const form = formOfRule(rule, start);
    expect(form && ruleOfForm(form)).toBe(rule);
  });

  it.each([
    { zone: 'America/Los_Angeles', start_time: '2027-01-11T04:00:00Z', last: '2027-01-16T04:00:00Z' },
    { zone: 'Asia/Tokyo', start_time: '2027-01-09T23:00:00Z', last: '2027-01-14T23:00:00Z' },
  ])('ends with the last day in the zone of the event: $zone', ({ zone, start_time, last }) => {
    const recurrence = ruleOfForm({ unit: 'DAILY', interval: 1, weekdays: [], end: { kind: 'until', date: '2027-01-15' } });
    const event = { start_time, end_time: null, time_zone: zone, all_day: false, recurrence, exceptions: {} };
    const series = seriesOf(event);
    const starts = series && expandSeries(series, Date.parse('2027-01-01'), Date.parse('2027-02-01'), 99);
    expect(starts?.at(-1)?.originalStart).toBe(last);
    expect(formOfRule(recurrence, event)?.end).toEqual({ kind: 'until', date: '2027-01-15' });
  });

  it.each([
    { name: 'the day on which it ends there', time_zone: 'Asia/Tokyo', start_time: '2027-01-09T23:00:00Z', date: '2027-01-16' },
    { name: 'the day before its time', time_zone: 'America/Los_Angeles', start_time: '2027-01-11T04:00:00Z', date: '2027-01-14' },
    { name: 'the day as it stands', time_zone: 'Asia/Tokyo', start_time: '2027-01-09', all_day: true, date: '2027-01-15' },
  ])('of a series that ends with a moment has $name', ({ date, name: _, ...event }) => {
    const form = formOfRule('FREQ=DAILY;UNTIL=20270115T235959Z', { all_day: false, ...event });
    expect(form?.end).toEqual({ kind: 'until', date });
  });

  it('begins on the day of the zone of the event', () => {
    const evening = { start_time: '2027-01-11T04:00:00Z', time_zone: 'America/Los_Angeles', all_day: false };
    expect(startDateOf(evening)).toBe('2027-01-10');
    expect(startDateOf({ ...evening, start_time: '2027-01-11', all_day: true })).toBe('2027-01-11');
    expect(startDateOf({ ...evening, start_time: null })).toBeNull();
  });

  it.each(['FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=YEARLY;BYMONTH=2'])(
    'is none for what it cannot say: %s',
    (rule) => {
      expect(formOfRule(rule, start)).toBeNull();
    },
  );

  it('has a name for the usual ones', () => {
    expect(presetOfRule(null)).toBe('none');
    expect(presetOfRule('FREQ=WEEKLY')).toBe('weekly');
    expect(presetOfRule('FREQ=WEEKLY;INTERVAL=2')).toBe('custom');
  });
});

it('an occurrence is when its exception says, else as long as its series', () => {
  const details = { ...series, all_day: false, location: null, visibility: null, color: null, status: 'confirmed' as const };
  const at = (occurrence: string | null, exceptions = {}) => occurrenceTimes(details, exceptions, occurrence)?.end_time;
  expect(at(null)).toBe('2026-03-02T15:00:00Z');
  expect(at('2026-03-09T13:00:00Z')).toBe('2026-03-09T14:00:00Z');
  expect(at('2026-03-09T13:00:00Z', { '2026-03-09T13:00:00Z': { start_time: '2026-03-09T18:00:00Z' } })).toBe(
    '2026-03-09T19:00:00Z',
  );
  expect(occurrenceTimes({ ...details, start_time: null }, {}, null)).toBeNull();
});

describe('times that are filled in', () => {
  const zone = 'Asia/Tokyo';
  const form = timesForm({ start_time: '2026-11-24T02:00:00Z', end_time: '2026-11-24T03:30:00Z', all_day: false }, zone);

  it('are those of the clocks', () => {
    expect(form).toEqual({
      allDay: false,
      startDate: '2026-11-24',
      startClock: '11:00',
      endDate: '2026-11-24',
      endClock: '12:30',
    });
    expect(timesForm({ start_time: '2026-11-24', end_time: '2026-11-26', all_day: true }, zone)).toMatchObject({
      endDate: '2026-11-25',
    });
  });

  it('take the end along with the start', () => {
    expect(timesOfForm(form, { startClock: '13:00' }, zone)?.end_time).toBe('2026-11-24T05:30:00Z');
    expect(timesOfForm(form, { endClock: '13:00' }, zone)?.end_time).toBe('2026-11-24T04:00:00Z');
    expect(timesOfForm(form, { startDate: '2026-12-01' }, zone)?.end_time).toBe('2026-12-01T03:30:00Z');
    expect(timesOfForm(form, { startDate: '' }, zone)).toBeNull();
    expect(timesOfForm(form, { startClock: '' }, zone)).toBeNull();
  });

  it('end on the next day at a time before the start, and on the same one again at a later time', () => {
    const late = { ...form, startClock: '22:00', endClock: '23:00' };
    const overnight = timesOfForm(late, { endClock: '02:00' }, zone);
    expect(overnight).toMatchObject({ start_time: '2026-11-24T13:00:00Z', end_time: '2026-11-24T17:00:00Z' });
    const shown = timesForm(overnight ?? { start_time: '', end_time: '', all_day: true }, zone);
    expect(shown).toMatchObject({ endDate: '2026-11-25', endClock: '02:00' });
    expect(timesOfForm(shown, { endClock: '23:30' }, zone)?.end_time).toBe('2026-11-24T14:30:00Z');
    expect(timesOfForm(form, { endClock: form.startClock }, zone)?.end_time).toBe('2026-11-25T02:00:00Z');
    const ofDays = { ...form, endDate: '2026-11-26' };
    expect(timesOfForm(ofDays, { endClock: '10:00' }, zone)?.end_time).toBe('2026-11-26T01:00:00Z');
  });

  it('are none while the day of the end is before the start', () => {
    expect(timesOfForm(form, { endDate: '2026-11-23' }, zone)).toBeNull();
    expect(timesOfForm(form, { endDate: '2026-11-20', startDate: '2026-11-19' }, zone)).toEqual({
      start_time: '2026-11-19T02:00:00Z',
      end_time: '2026-11-20T03:30:00Z',
      all_day: false,
    });
    expect(timesOfForm({ ...form, allDay: true }, { endDate: '2026-11-23' }, zone)).toBeNull();
    const overnight = { ...form, endDate: '2026-11-25', endClock: '09:00' };
    expect(timesOfForm(overnight, { endDate: '2026-11-24' }, zone)).toBeNull();
  });

  it('become days, and times again', () => {
    const days = timesOfForm(form, { allDay: true }, zone);
    expect(days).toEqual({ start_time: '2026-11-24', end_time: '2026-11-25', all_day: true });
    const daysForm = timesForm(days ?? { start_time: '', end_time: '', all_day: true }, zone);
    expect(timesOfForm(daysForm, { startDate: '2026-11-30' }, zone)?.end_time).toBe('2026-12-01');
    expect(timesOfForm(daysForm, { allDay: false }, zone)).toEqual({
      start_time: '2026-11-24T00:00:00Z',
      end_time: '2026-11-24T01:00:00Z',
      all_day: false,
    });
  });
});

it('a version names each part that it touched once', () => {
  expect(touchedFields(['/end_time', '/start_time', '/attendees/@ben/name', '/extensions/a'])).toEqual([
    'when',
    'attendees',
    'other',
  ]);
  expect(touchedFields([])).toEqual([]);
});

it('an attendee is a member by name, or anybody by address', () => {
  const members = [{ id: 'ben', name: 'Ben' }];
  expect(attendeeOf(' ben ', members)).toEqual({ user_id: 'ben', name: 'Ben' });
  expect(attendeeOf('Chloe@Example.com', members)).toEqual({ user_id: 'chloe@example.com', email: 'chloe@example.com' });
  expect(attendeeOf('nobody', members)).toBeNull();
});
