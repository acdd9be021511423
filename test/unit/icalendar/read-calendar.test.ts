import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../../src/icalendar/read-calendar';
import { calendarOf, entriesOf, fileOf, fileWith, written } from './file-event';

const basics = ['UID:a@example.com', 'SUMMARY:Lunch'];
const monday = 'DTSTART;TZID=Europe/Berlin:20261207T090000';

describe('[Ic3] files of other programs', () => {
  it.each([
    [
      'a time in UTC',
      ['DTSTART:20261207T090000Z', 'DTEND:20261207T100000Z'],
      { start_time: '2026-12-07T09:00:00Z', end_time: '2026-12-07T10:00:00Z', time_zone: null },
    ],
    [
      'a time of a zone',
      [monday, 'DURATION:PT1H30M'],
      { start_time: '2026-12-07T08:00:00Z', end_time: '2026-12-07T09:30:00Z', time_zone: 'Europe/Berlin' },
    ],
    [
      'a zone of Outlook',
      ['DTSTART;TZID=Tokyo Standard Time:20261207T090000'],
      { start_time: '2026-12-07T00:00:00Z', end_time: null, time_zone: 'Asia/Tokyo' },
    ],
    [
      'a zone with a path',
      ['DTSTART;TZID=/freeassociation.sourceforge.net/America/New_York:20260707T090000'],
      { start_time: '2026-07-07T13:00:00Z', time_zone: 'America/New_York' },
    ],
    ['a time of no zone', ['DTSTART:20261207T090000'], { start_time: '2026-12-07T08:00:00Z', time_zone: 'Europe/Paris' }],
    [
      'days',
      ['DTSTART;VALUE=DATE:20261207', 'DTEND;VALUE=DATE:20261210'],
      { all_day: true, start_time: '2026-12-07', end_time: '2026-12-10', time_zone: null },
    ],
    ['a day', ['DTSTART;VALUE=DATE:20261207'], { all_day: true, start_time: '2026-12-07', end_time: '2026-12-08' }],
    ['days that last as long as a duration', ['DTSTART;VALUE=DATE:20261207', 'DURATION:P1W'], { end_time: '2026-12-14' }],
    [
      'a day that is 23 hours long',
      ['DTSTART;TZID=Europe/Berlin:20260328T120000', 'DURATION:P1D'],
      { start_time: '2026-03-28T11:00:00Z', end_time: '2026-03-29T10:00:00Z' },
    ],
    [
      'a rule that repeats the time',
      [monday, 'RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0;COUNT=3'],
      { recurrence: 'FREQ=DAILY;COUNT=3' },
    ],
    [
      'a rule until a wall time',
      [monday, 'RRULE:FREQ=DAILY;UNTIL=20261210T090000'],
      { recurrence: 'FREQ=DAILY;UNTIL=20261210T080000Z' },
    ],
    [
      'days until a time',
      ['DTSTART;VALUE=DATE:20261207', 'RRULE:FREQ=DAILY;UNTIL=20261210T235959Z'],
      { recurrence: 'FREQ=DAILY;UNTIL=20261210' },
    ],
    [
      'left out by a time of a zone, by UTC and by day',
      [
        monday,
        'RRULE:FREQ=DAILY',
        'EXDATE;TZID=Europe/Berlin:20261208T090000',
        'EXDATE:20261209T080000Z',
        'EXDATE;VALUE=DATE:20261210',
      ],
      { exceptions: { '2026-12-08T08:00:00Z': false, '2026-12-09T08:00:00Z': false, '2026-12-10T08:00:00Z': false } },
    ],
    ['folded lines', ['DTSTART:20261207T090000Z', 'DESCRIPTION:one', '  two\\nthr', '\tee'], { description: 'one two\nthree' }],
    ['nothing of a status', [monday], { status: 'confirmed', visibility: null }],
    [
      'confidential, cancelled',
      [monday, 'CLASS:CONFIDENTIAL', 'STATUS:CANCELLED'],
      { status: 'cancelled', visibility: 'private' },
    ],
    [
      'people',
      [monday, 'ATTENDEE;CN=Ben;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:MAILTO:Ben@Example.com', 'ATTENDEE:invalid:nomail'],
      {
        attendees: [
          {
            user_id: 'mailto:ben@example.com',
            email: 'ben@example.com',
            name: 'Ben',
            response_status: 'DECLINED',
            optional: true,
          },
        ],
      },
    ],
    [
      'alarms',
      [
        monday,
        'BEGIN:VALARM',
        'ACTION:EMAIL',
        'TRIGGER:-P1DT1H',
        'END:VALARM',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'TRIGGER;VALUE=DATE-TIME:20261207T000000Z',
        'END:VALARM',
        'BEGIN:VALARM',
        'ACTION:AUDIO',
        'TRIGGER:PT5M',
        'END:VALARM',
      ],
      { reminders: [{ method: 'email', minutes_before: 1500 }] },
    ],
  ])('say it by %s', (_, lines, fields) => {
    expect(entriesOf(fileWith(...basics, ...lines), 'Europe/Paris')).toMatchObject([
      { uid: 'a@example.com', event: { title: 'Lunch', ...fields } },
    ]);
  });

  it.each([
    ['no start', [], 'no DTSTART'],
    ['a start that is none', ['DTSTART:tomorrow'], 'DTSTART is not a time'],
    ['a day that does not exist', ['DTSTART;VALUE=DATE:20260230'], 'DTSTART is not a time'],
    ['a zone that nobody knows', ['DTSTART;TZID=Mars/Olympus:20261207T090000'], 'Mars/Olympus'],
    ['an end before the start', [monday, 'DTEND;TZID=Europe/Berlin:20261207T080000'], 'ends before'],
    ['days and times mixed', [monday, 'DTEND;VALUE=DATE:20261208'], 'both days or both times'],
    ['an hourly rule', [monday, 'RRULE:FREQ=HOURLY'], 'repeats at most daily'],
    ['a rule of times that differ', [monday, 'RRULE:FREQ=DAILY;BYHOUR=9,15'], 'BYHOUR'],
    ['two rules', [monday, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'], 'more than one RRULE'],
    ['more dates', [monday, 'RDATE:20261212T090000Z'], 'RDATE'],
    ['a line that is none', [monday, 'what is this'], 'cannot be read'],
  ])('with %s say why, and what is beside is read', (_, lines, why) => {
    const text = calendarOf(
      'BEGIN:VEVENT',
      ...basics,
      ...lines,
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:b',
      monday,
      'SUMMARY:Tea',
      'END:VEVENT',
    );
    expect(entriesOf(text)).toMatchObject([
      { uid: 'a@example.com', fault: expect.stringContaining(why) },
      { uid: 'b', event: { title: 'Tea' } },
    ]);
  });

  it('bring a series with its own occurrences, in any order, in the newest state', () => {
    const series = ['BEGIN:VEVENT', ...basics, monday, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY', 'SEQUENCE:2', 'END:VEVENT'];
    const former = series.map((line) => line.replace('SEQUENCE:2', 'SEQUENCE:1').replace('Lunch', 'Former'));
    const single = [
      'BEGIN:VEVENT',
      'UID:a@example.com',
      'RECURRENCE-ID;TZID=Europe/Berlin:20261214T090000',
      'DTSTART;TZID=Europe/Berlin:20261215T100000',
      'DURATION:PT1H',
      'SUMMARY:Late',
      'STATUS:CANCELLED',
      'END:VEVENT',
    ];
    const exceptions = {
      '2026-12-14T08:00:00Z': {
        start_time: '2026-12-15T09:00:00Z',
        end_time: '2026-12-15T10:00:00Z',
        title: 'Late',
        status: 'cancelled',
      },
    };
    expect(entriesOf(calendarOf(...single, ...series, ...former))).toMatchObject([{ event: { title: 'Lunch', exceptions } }]);
  });

  it('bring an occurrence of a series that is not there as an event of its own', () => {
    const text = fileWith(...basics, 'RECURRENCE-ID:20261214T080000Z', 'DTSTART:20261214T090000Z');
    expect(entriesOf(text)).toMatchObject([{ event: { start_time: '2026-12-14T09:00:00Z', recurrence: null } }]);
  });

  it('bring nothing of a series of which one occurrence is broken', () => {
    const series = ['BEGIN:VEVENT', ...basics, monday, 'RRULE:FREQ=WEEKLY', 'END:VEVENT'];
    const broken = ['BEGIN:VEVENT', 'UID:a@example.com', 'RECURRENCE-ID:20261214T080000Z', 'DTSTART:never', 'END:VEVENT'];
    const other = [
      'BEGIN:VEVENT',
      'UID:a@example.com',
      'RECURRENCE-ID:20261214T080000Z',
      'DTSTART;VALUE=DATE:20261214',
      'END:VEVENT',
    ];
    expect(entriesOf(calendarOf(...series, ...broken))).toEqual([
      { uid: 'a@example.com', fault: expect.stringContaining('DTSTART is not a time') },
    ]);
    expect(entriesOf(calendarOf(...series, ...other))).toEqual([
      { uid: 'a@example.com', fault: expect.stringContaining('An occurrence has') },
    ]);
  });

  it('that cancel, cancel', () => {
    const text = fileWith(...basics, monday).replace('VERSION:2.0', 'METHOD:CANCEL');
    expect(entriesOf(text)).toMatchObject([{ event: { status: 'cancelled' } }]);
  });

  it('that are none are told apart from empty ones', () => {
    expect(readCalendar('hello', null)).toBeNull();
    expect(readCalendar('', null)).toBeNull();
    expect(entriesOf(calendarOf())).toEqual([]);
  });

  it('of whatever bytes break nothing', () => {
    const whole = fileOf(
      written({ time_zone: 'Europe/Berlin', recurrence: 'FREQ=DAILY', exceptions: { '2026-12-16T14:00:00Z': { title: 'x' } } }),
    );
    const cut = fc
      .tuple(fc.nat(whole.length), fc.nat(whole.length), fc.string())
      .map(([from, to, inserted]) => whole.slice(0, from) + inserted + whole.slice(to));
    fc.assert(
      fc.property(cut, (text) => {
        expect(() => readCalendar(text, null)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
