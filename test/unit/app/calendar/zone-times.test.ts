import { describe, expect, it } from 'vitest';
import {
  clockOf,
  instantOf,
  isZone,
  minuteMs,
  minutesOfClock,
  timestampOf,
  wallTimeOf,
  zonedTimestamp,
} from '../../../../web/app/calendar/zone-times';

const at = (date: string, minutes: number, zone: string) => timestampOf(instantOf({ date, minutes }, zone));

describe('wall times', () => {
  it('are what clocks in a zone show', () => {
    expect(wallTimeOf(Date.parse('2026-11-22T15:30:00Z'), 'Asia/Tokyo')).toEqual({ date: '2026-11-23', minutes: 30 });
    expect(wallTimeOf(Date.parse('2026-11-22T00:00:00Z'), 'UTC')).toEqual({ date: '2026-11-22', minutes: 0 });
    expect(wallTimeOf(Date.parse('2026-11-22T00:15:00Z'), 'Asia/Kathmandu')).toEqual({ date: '2026-11-22', minutes: 360 });
  });

  it('lead back to their instant', () => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati']) {
      for (let hour = 0; hour < 365 * 24; hour += 7) {
        const instant = Date.UTC(2026, 0, 1) + hour * 60 * minuteMs;
        const back = instantOf(wallTimeOf(instant, zone), zone);
        // Of an hour that comes twice it is the first one.
        if (back !== instant) expect(wallTimeOf(back, zone)).toEqual(wallTimeOf(instant, zone));
        expect(instant - back).toBeLessThanOrEqual(60 * minuteMs);
        expect(instant - back).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('that clocks skip are put forward, and of two the first one is meant', () => {
    expect(at('2026-03-08', 150, 'America/New_York')).toBe('2026-03-08T07:30:00Z');
    expect(at('2026-11-01', 90, 'America/New_York')).toBe('2026-11-01T05:30:00Z');
    expect(at('2026-11-01', 120, 'America/New_York')).toBe('2026-11-01T07:00:00Z');
  });

  it('are written with how far they are ahead', () => {
    const instant = Date.parse('2026-11-23T20:15:30.500Z');
    expect(zonedTimestamp(instant, 'UTC')).toBe('2026-11-23T20:15:30+00:00');
    expect(zonedTimestamp(instant, 'Asia/Kathmandu')).toBe('2026-11-24T02:00:30+05:45');
    expect(zonedTimestamp(instant, 'America/St_Johns')).toBe('2026-11-23T16:45:30-03:30');
    expect(Date.parse(zonedTimestamp(instant, 'America/St_Johns'))).toBe(Date.parse('2026-11-23T20:15:30Z'));
  });

  it('are written and read as clocks', () => {
    expect(clockOf(545)).toBe('09:05');
    expect(minutesOfClock('23:59')).toBe(1439);
    expect(minutesOfClock('24:00')).toBeNull();
    expect(minutesOfClock('')).toBeNull();
  });

  it('know which zones there are', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});
