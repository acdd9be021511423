import { describe, expect, it } from 'vitest';
import { isClockTime, isTimeZone, quietUntil } from '../../../../src/inbox/routing/quiet-hours';

const night = { enabled: true, from: '22:00', to: '07:00' };

function endOf(hours: { from: string; to: string; enabled?: boolean }, zone: string, now: string): string | null {
  const endMs = quietUntil({ enabled: true, ...hours }, zone, Date.parse(now));
  return endMs === null ? null : new Date(endMs).toISOString().replace(':00.000Z', 'Z');
}

describe('quiet hours', () => {
  it.each([
    ['2026-05-06T21:59:59.999Z', null],
    ['2026-05-06T22:00:00Z', '2026-05-07T07:00Z'],
    ['2026-05-07T00:00:00Z', '2026-05-07T07:00Z'],
    ['2026-05-07T06:59:59.999Z', '2026-05-07T07:00Z'],
    ['2026-05-07T07:00:00Z', null],
    ['2026-05-07T12:00:00Z', null],
  ])('[Z4] over midnight: at %s they end %s', (now, end) => {
    expect(endOf(night, 'UTC', now)).toBe(end);
  });

  it.each([
    ['2026-05-06T12:59:59Z', null],
    ['2026-05-06T13:00:00Z', '2026-05-06T15:30Z'],
    ['2026-05-06T15:30:00Z', null],
  ])('[Z4] within a day: at %s they end %s', (now, end) => {
    expect(endOf({ from: '13:00', to: '15:30' }, 'UTC', now)).toBe(end);
  });

  it('[Z4] what counts is the clock where the person is', () => {
    expect(endOf(night, 'Asia/Tokyo', '2026-05-06T13:00:00Z')).toBe('2026-05-06T22:00Z');
    expect(endOf(night, 'Asia/Kathmandu', '2026-05-06T16:15:00Z')).toBe('2026-05-07T01:15Z');
    expect(endOf(night, 'America/New_York', '2026-05-06T13:00:00Z')).toBeNull();
  });

  it.each([
    ['are switched off', { ...night, enabled: false }],
    ['end when they begin', { from: '22:00', to: '22:00' }],
    ['are no times', { from: '24:00', to: '7:00' }],
  ])('[Z4] there are none when they %s', (_, hours) => {
    expect(endOf(hours, 'UTC', '2026-05-06T22:30:00Z')).toBeNull();
  });

  it.each([
    // The night is an hour shorter …
    ['Europe/Berlin', night, '2026-03-28T22:00:00Z', '2026-03-29T05:00Z'],
    ['America/New_York', night, '2026-03-08T04:00:00Z', '2026-03-08T11:00Z'],
    // … or longer.
    ['Europe/Berlin', night, '2026-10-24T21:00:00Z', '2026-10-25T06:00Z'],
    ['Australia/Lord_Howe', night, '2026-04-04T12:00:00Z', '2026-04-04T20:30Z'],
    // They end in the hour that is skipped: when it is skipped.
    ['Europe/Berlin', { from: '22:00', to: '02:30' }, '2026-03-28T23:00:00Z', '2026-03-29T01:00Z'],
    // They begin in it: after it.
    ['Europe/Berlin', { from: '02:30', to: '07:00' }, '2026-03-29T01:00:00Z', '2026-03-29T05:00Z'],
    // They end in the hour that comes twice: the first time, and again the second time.
    ['Europe/Berlin', { from: '22:00', to: '02:30' }, '2026-10-25T00:10:00Z', '2026-10-25T00:30Z'],
    ['Europe/Berlin', { from: '22:00', to: '02:30' }, '2026-10-25T01:10:00Z', '2026-10-25T01:30Z'],
    // They begin in it, and the clock goes back to before them.
    ['Europe/Berlin', { from: '02:30', to: '07:00' }, '2026-10-25T00:40:00Z', '2026-10-25T01:00Z'],
  ])('[Z4] when the clocks change in %s, with %j at %s: %s', (zone, hours, now, end) => {
    expect(endOf(hours, zone, now)).toBe(end);
  });

  it('[Z4] are told apart by zone, hours and time, whatever was asked before', () => {
    const zones = Array.from({ length: 1_200 }, (_, index) => `Unknown/${index}`);
    for (const zone of zones) expect(endOf(night, zone, '2026-05-06T22:00:00Z')).toBe('2026-05-07T07:00Z');
    expect(endOf(night, 'Asia/Tokyo', '2026-05-06T22:00:00Z')).toBeNull();
    expect(endOf(night, 'UTC', '2026-05-06T22:00:59.999Z')).toBe('2026-05-07T07:00Z');
    expect(endOf({ from: '22:00', to: '08:00' }, 'UTC', '2026-05-06T22:00:59.999Z')).toBe('2026-05-07T08:00Z');
    expect(endOf(night, 'UTC', '2026-05-07T22:00:00Z')).toBe('2026-05-08T07:00Z');
  });

  it('[Z4] a zone that nobody knows is UTC', () => {
    expect(endOf(night, 'Mars/Olympus', '2026-05-06T22:00:00Z')).toBe('2026-05-07T07:00Z');
  });

  it('tells times and zones from what is none', () => {
    expect(['00:00', '23:59', '07:30'].every(isClockTime)).toBe(true);
    expect(['24:00', '7:30', '07:60', '', '07:30:00'].some(isClockTime)).toBe(false);
    expect(['UTC', 'Asia/Tokyo', 'America/Argentina/Ushuaia'].every(isTimeZone)).toBe(true);
    expect(['', 'Mars/Olympus', 'Tokyo time'].some(isTimeZone)).toBe(false);
  });
});
