import { seriesOf } from '../recurrence/event-series';
import { isEndless, lastEnd } from '../recurrence/last-end';
import type { Series } from '../recurrence/series';
import type { WrittenEvent } from './file-event';
import { foreignProperty, type JcalComponent, type JcalProperty, textProperty, writeComponent } from './jcal';
import { writeEvent } from './write-event';
import { writeTimeZone } from './write-time-zone';
import { isUtc } from './write-times';

/** What a file says of the calendar itself. */
export interface WrittenCalendar {
  readonly title: string;
  readonly description: string;
  /** `#rrggbb`. */
  readonly color: string | null;
  /** IANA name. */
  readonly time_zone: string | null;
}

const yearMs = 366 * 24 * 60 * 60 * 1000;
/** The zones of endless series are defined so far ahead; then on by the rules of those years. */
const yearsAhead = 10;

/**
 * Events as the text of a calendar file (RFC 5545, with the names of RFC 7986 and those that programs knew before it).
 * @param calendar null for a file of a single event.
 * @param refresh how often it is worth reading the file again, as a duration: `PT1H`; null for one that is read once.
 */
export function writeCalendar(
  events: readonly WrittenEvent[],
  { calendar, refresh, nowMs }: { calendar: WrittenCalendar | null; refresh: string | null; nowMs: number },
): string {
  const properties: readonly JcalProperty[] = [
    textProperty('version', '2.0'),
    textProperty('prodid', '-//TripTrip//TripTrip//EN'),
    textProperty('calscale', 'GREGORIAN'),
    textProperty('method', 'PUBLISH'),
    ...(calendar === null ? [] : describe(calendar)),
    ...(refresh === null ? [] : refreshing(refresh)),
  ];
  return writeComponent(['vcalendar', properties, [...zonesOf(events, nowMs), ...events.flatMap(writeEvent)]]);
}

function describe({ title, description, color, time_zone }: WrittenCalendar): readonly JcalProperty[] {
  return [
    foreignProperty('name', title),
    foreignProperty('x-wr-calname', title),
    ...(description === '' ? [] : [textProperty('description', description), foreignProperty('x-wr-caldesc', description)]),
    ...(color === null ? [] : [foreignProperty('x-apple-calendar-color', color)]),
    ...(time_zone === null ? [] : [foreignProperty('x-wr-timezone', time_zone)]),
  ];
}

function refreshing(refresh: string): readonly JcalProperty[] {
  return [['refresh-interval', {}, 'duration', refresh], foreignProperty('x-published-ttl', refresh)];
}

/** A definition of each zone that times of the events are in, as far as they need it. */
function zonesOf(events: readonly WrittenEvent[], nowMs: number): readonly JcalComponent[] {
  const spans = new Map<string, { fromMs: number; toMs: number }>();
  for (const series of events.flatMap((event) => seriesOf(event) ?? [])) {
    if (series.allDay || series.zone === null || isUtc(series.zone)) continue;
    const known = spans.get(series.zone) ?? { fromMs: series.start, toMs: series.end };
    spans.set(series.zone, {
      fromMs: Math.min(known.fromMs, series.start),
      toMs: Math.max(known.toMs, endOf(series, nowMs)),
    });
  }
  return [...spans].map(([zone, { fromMs, toMs }]) => writeTimeZone(zone, fromMs - yearMs, toMs + yearMs));
}

function endOf(series: Series, nowMs: number): number {
  const ahead = Math.max(series.start, nowMs) + yearsAhead * yearMs;
  return isEndless(series) ? ahead : Math.min(lastEnd(series) ?? ahead, ahead);
}
