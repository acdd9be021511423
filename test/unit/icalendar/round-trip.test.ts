import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { uidOf } from '../../../src/icalendar/file-event';
import { writeCalendar } from '../../../src/icalendar/write-calendar';
import { seriesOf } from '../../../src/recurrence/event-series';
import { expandSeries } from '../../../src/recurrence/expand-series';
import { originalStartAt } from '../../../src/recurrence/series';
import { instantOf } from '../../../src/recurrence/wall-time';
import { entriesOf, eventId, fileOf, nowMs, written } from './file-event';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Jerusalem',
  'Asia/Tokyo',
  'Pacific/Auckland',
];

const rules = [
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=MONTHLY;BYDAY=-1FR;COUNT=30',
  'FREQ=YEARLY',
  'FREQ=WEEKLY;UNTIL=20281231',
];

/** A time of a whole minute in a zone, as events have it. */
const aStart = fc
  .record({ zone: fc.constantFrom(...zones), minute: fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }) })
  .map(({ zone, minute }) => ({ zone, ms: instantOf(zone, Date.UTC(2026, 0, 1) + minute * 60_000) }));

function event(start: { zone: string; ms: number }, recurrence: string) {
  return written({
    time_zone: start.zone,
    start_time: originalStartAt(start.ms, false),
    end_time: originalStartAt(start.ms + 45 * 60_000, false),
    recurrence,
  });
}

describe('[Ic1] there and back', () => {
  it('keeps every moment of a series, in zones whose clocks are set', () => {
    fc.assert(
      fc.property(aStart, fc.constantFrom(...rules), fc.array(fc.integer({ min: 1, max: 20 })), (start, rule, nths) => {
        const whole = event(start, rule);
        const occurrences = momentsOf(whole);
        const changed = nths.flatMap((nth) => occurrences[nth]?.originalStart ?? []);
        const exceptions = Object.fromEntries(
          changed.map((key, index) => [
            key,
            index % 2 === 0 ? (false as const) : { start_time: later(key), end_time: later(later(key)) },
          ]),
        );
        const [entry] = entriesOf(fileOf({ ...whole, exceptions }));
        expect(entry?.uid).toBe(uidOf(eventId));
        expect(entry?.event).toMatchObject({ time_zone: start.zone, exceptions });
        expect(entry?.event && momentsOf(entry.event)).toEqual(momentsOf({ ...whole, exceptions }));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what an event says', () => {
    const said = {
      title: 'Tea; then, “dinner” \\ 日本語 🍵 '.repeat(4).trim(),
      description: 'First line\nSecond, with; all \\ of it\n\n',
      location: 'Kyōto, 1-2-3; 4F',
      status: 'tentative' as const,
      visibility: 'private' as const,
      tags: ['food', 'with, comma'],
      attendees: [
        { user_id: 'aoi 1', email: null, name: 'Aoi "A" Sato', response_status: 'ACCEPTED' as const, optional: false },
        {
          user_id: 'mailto:ben@example.com',
          email: 'ben@example.com',
          name: null,
          response_status: 'NEEDS_ACTION' as const,
          optional: true,
        },
      ],
      reminders: [
        { method: 'in_app' as const, minutes_before: 15 },
        { method: 'in_app' as const, minutes_before: 0 },
      ],
    };
    expect(entriesOf(fileOf(written(said)))).toMatchObject([{ event: said }]);
  });

  it('keeps days as days, and an event without an end as one', () => {
    const days = {
      all_day: true,
      start_time: '2026-12-24',
      end_time: '2026-12-27',
      recurrence: 'FREQ=YEARLY;UNTIL=20301231',
      exceptions: { '2028-12-24': false } as const,
    };
    expect(entriesOf(fileOf(written(days)))).toMatchObject([{ event: days }]);
    const moment = { start_time: '2026-12-24T10:00:00Z', end_time: null };
    expect(entriesOf(fileOf(written(moment)))).toMatchObject([{ event: moment }]);
  });

  it('is a file of lines of at most 75 octets, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
        const text = fileOf(written({ title }));
        for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
        expect(text.split('\n').every((line) => line === '' || line.endsWith('\r'))).toBe(true);
      }),
    );
  });

  it.each(['\r\n', '\n', '\r', '\u2028\r', '\u0085\r'])(
    'makes no line of what follows a line break in a text (%j)',
    (lineBreak) => {
      const hostile = ['x', 'END:VEVENT', 'BEGIN:VEVENT', 'SUMMARY:mine'].join(lineBreak);
      const attendee = { user_id: hostile, email: hostile, name: hostile, response_status: 'ACCEPTED', optional: null } as const;
      const event = written({ title: hostile, description: hostile, location: hostile, tags: [hostile], attendees: [attendee] });
      const text = writeCalendar([event], {
        calendar: { title: hostile, description: hostile, color: null, time_zone: null },
        refresh: null,
        nowMs,
      });
      expect(text.split(/\r\n|\r|\n/).filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    },
  );
});

describe('[Ic2] the definition of a zone', () => {
  it.each(zones)('of %s gives other programs our times', (zone) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 * 365 * 24 }), (hour) => {
        const text = zoneText(zone);
        const wall = Date.UTC(2026, 1, 1) + hour * 60 * 60_000 + 12 * 60_000;
        const time = ICAL.Time.fromDateTimeString(new Date(wall).toISOString().slice(0, 19));
        const offset = text.utcOffset(time) * 1000;
        const instant = instantOf(zone, wall);
        // Of the hour that clocks skip or repeat, readers may think what they like.
        const isPlain =
          instantOf(zone, wall - 7_200_000) === instant - 7_200_000 && instantOf(zone, wall + 7_200_000) === instant + 7_200_000;
        if (isPlain) expect(originalStartAt(wall - offset, false), zone).toBe(originalStartAt(instant, false));
      }),
      { numRuns: 300 },
    );
  });

  it('is there once, and only of zones that need one', () => {
    const text = fileOf(
      written({ time_zone: 'Europe/Berlin' }),
      written({ time_zone: 'Europe/Berlin' }),
      written({ time_zone: 'UTC' }),
      written({ time_zone: 'Asia/Tokyo', all_day: true, start_time: '2026-12-01', end_time: null }),
    );
    expect(text.match(/^BEGIN:VTIMEZONE/gm)).toHaveLength(1);
    expect(text).toContain('DTSTART:20261215T140000Z');
  });
});

const zoneTexts = new Map<string, ICAL.Timezone>();

function zoneText(zone: string): ICAL.Timezone {
  const known = zoneTexts.get(zone);
  if (known !== undefined) return known;
  const text = fileOf(event({ zone, ms: Date.UTC(2026, 2, 1, 12) }, 'FREQ=DAILY'));
  const component = new ICAL.Component(ICAL.parse(text) as unknown[]).getFirstSubcomponent('vtimezone');
  if (component === null) throw new Error(`no definition of ${zone}`);
  const made = new ICAL.Timezone(component);
  zoneTexts.set(zone, made);
  return made;
}

function momentsOf(of: Parameters<typeof seriesOf>[0]) {
  const series = seriesOf(of);
  if (series === null) throw new Error('no start');
  return expandSeries(series, Date.UTC(2026, 0, 1), Date.UTC(2031, 0, 1), 400);
}

function later(moment: string): string {
  return originalStartAt(Date.parse(moment) + 90 * 60_000, false);
}
