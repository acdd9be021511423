import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../src/recurrence/calendar-days';
import { expandSeries } from '../../../src/recurrence/expand-series';
import { instantOf } from '../../../src/recurrence/wall-time';

/** Zones with summer time on either hemisphere, half an hour of it, a skipped day, odd offsets, and none. */
const zones = [
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Tokyo',
  'America/St_Johns',
  'America/Santiago',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'Asia/Tehran',
  'UTC',
];
/** Zones that set their clocks back for the month of Ramadan only, which rrule-temporal's polyfill overlooks at times. */
const zonesOfShortStretches = ['Africa/Casablanca', 'Africa/Cairo'];
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const some = <Value>(one: fc.Arbitrary<Value>, max = 3): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(one, { minLength: 1, maxLength: max });
const maybe = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(one, { nil: undefined });
const signed = (max: number): fc.Arbitrary<number> => fc.oneof(fc.integer({ min: 1, max }), fc.integer({ min: -max, max: -1 }));
const weekday = fc.constantFrom(...weekdays);
const numbered = (max: number): fc.Arbitrary<string> => fc.tuple(signed(max), weekday).map(([nth, name]) => `${nth}${name}`);

/** The parts that a rule has besides FREQ, by frequency; both sides read combinations of them the same way. */
const partsOf: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  DAILY: fc.record({
    BYMONTH: maybe(some(fc.integer({ min: 1, max: 12 }))),
    BYDAY: maybe(some(weekday)),
    BYMONTHDAY: maybe(some(signed(31))),
  }),
  WEEKLY: fc.record({ BYMONTH: maybe(some(fc.integer({ min: 1, max: 12 }))), BYDAY: maybe(some(weekday)) }),
  MONTHLY: fc.record({
    BYMONTH: maybe(some(fc.integer({ min: 1, max: 12 }))),
    BYDAY: maybe(some(fc.oneof(weekday, numbered(5)))),
    BYMONTHDAY: maybe(some(signed(31))),
  }),
  YEARLY: fc.oneof(
    fc.record({ BYMONTH: maybe(some(fc.integer({ min: 1, max: 12 }))), BYMONTHDAY: maybe(some(signed(31))) }),
    fc.record({ BYMONTH: some(fc.integer({ min: 1, max: 12 })), BYDAY: some(fc.oneof(weekday, numbered(5))) }),
    fc.record({ BYDAY: fc.oneof(some(weekday), some(numbered(52))) }),
    fc.record({ BYYEARDAY: some(signed(366)) }),
    // Without BYDAY the oracle's `between` gives other days than its `all`.
    fc.record({ BYWEEKNO: some(signed(53)), BYDAY: some(weekday) }),
  ),
};

const aSeries = fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').chain((frequency) =>
  fc.record({
    frequency: fc.constant(frequency),
    parts: partsOf[frequency] as fc.Arbitrary<Record<string, unknown>>,
    interval: fc.integer({ min: 1, max: 3 }),
    weekStart: fc.constantFrom('MO', 'SU', 'SA'),
    position: maybe(some(signed(4), 2)),
    count: maybe(fc.integer({ min: 1, max: 30 })),
    // Minutes since 2009, so that quarters of an hour around changes of the clock come up.
    startWall: fc.integer({ min: 0, max: 18 * 365 * 96 }).map((quarters) => Date.UTC(2009, 0, 1) + quarters * 15 * 60_000),
  }),
);

type Described = typeof aSeries extends fc.Arbitrary<infer Value> ? Value : never;

/** The rule without its COUNT: the oracle counts a start of which BYSETPOS knows nothing in a way of its own. */
function ruleOf({ frequency, parts, interval, weekStart, position }: Described): string {
  const lists = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]));
  const rule = [`FREQ=${frequency}`, ...lists];
  if (interval > 1) rule.push(`INTERVAL=${interval}`);
  if (weekStart !== 'MO') rule.push(`WKST=${weekStart}`);
  // Among weeks, the oracle takes the wrong ones.
  if (position !== undefined && lists.length > 0 && parts.BYWEEKNO === undefined) rule.push(`BYSETPOS=${String(position)}`);
  return rule.join(';');
}

/** The starts within a window, as the oracle finds them. */
function expected(described: Described, zone: string, [from, to]: readonly [number, number]): number[] {
  const { startWall, count } = described;
  const local = new Date(startWall).toISOString().replaceAll(/[-:]|\.\d+Z/g, '');
  const oracle = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${zone}:${local}\nRRULE:${ruleOf(described)}`,
    includeDtstart: true,
  });
  const start = instantOf(zone, startWall);
  // Whoever counts has to begin at the start.
  const times = oracle.between(new Date(count === undefined ? from : start), new Date(to - 1), true);
  const starts = times.map(({ epochMilliseconds }) => epochMilliseconds).filter((ms) => ms !== start);
  return [start, ...starts].slice(0, count).filter((ms) => ms >= from && ms < to);
}

function found(described: Described, zone: string, [from, to]: readonly [number, number]): number[] {
  const { startWall, count } = described;
  const start = instantOf(zone, startWall);
  const rule = count === undefined ? ruleOf(described) : `${ruleOf(described)};COUNT=${count}`;
  const series = { start, end: start + 60_000, allDay: false, zone, rule, exceptions: {} };
  const occurrences = expandSeries(series, from, to, 10_000);
  return occurrences.map(({ startMs }) => startMs).filter((ms) => ms >= from);
}

/** Half years from the start to the window. */
const window = fc.integer({ min: -1, max: 6 });

function windowOf({ startWall }: Described, halfYears: number): readonly [number, number] {
  const from = startWall + halfYears * 182 * dayMs;
  return [from, from + 150 * dayMs];
}

describe('[Rc2] occurrences against rrule-temporal', () => {
  it('start at the same minutes in zones that set their clocks', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(aSeries, window, fc.constantFrom(...zones), (described, halfYears, zone) => {
        const span = windowOf(described, halfYears);
        const name = `${ruleOf(described)} from ${iso(described.startWall)} in ${zone}`;
        expect(found(described, zone, span).map(iso), name).toEqual(expected(described, zone, span).map(iso));
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 600) },
    );
  });

  it('start on the same days, at the time of the start, in zones that set their clocks for a month', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(
        aSeries,
        window,
        fc.constantFrom(...zonesOfShortStretches),
        ({ count: _, position: __, ...others }, halfYears, zone) => {
          const described = { ...others, position: undefined, count: undefined };
          const [from, to] = windowOf(described, halfYears);
          const clock = clockOf(zone);
          fc.pre(!isSkipped(clock, plain(described.startWall)));
          const walls = found(described, zone, [from - dayMs, to + dayMs]).map(clock);
          const inside = walls.filter((wall) => wall >= plain(from) && wall < plain(to));
          const theirs = expected(described, 'UTC', [from, to]).map(plain);
          const name = `${ruleOf(described)} from ${iso(described.startWall)} in ${zone}`;
          expect(inside, name).toEqual(theirs.filter((wall) => !isSkipped(clock, wall)));
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  });
});

type Clock = (ms: number) => string;

/** What a clock in a zone shows, as `Intl` says it: `2026-03-29 02:30:00`. */
function clockOf(zone: string): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (ms) => format.format(ms);
}

/** Whether the clock never shows a time; it is at most three hours ahead of UTC. */
function isSkipped(clock: Clock, wall: string): boolean {
  const ms = Date.parse(`${wall.replace(' ', 'T')}Z`);
  return [0, 1, 2, 3].every((hours) => clock(ms - hours * 60 * 60_000) !== wall);
}

function plain(ms: number): string {
  return iso(ms).slice(0, 19).replace('T', ' ');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
