import { describe, expect, it } from 'vitest';
import { currentTrip, rankOf, tripOf } from '../../../src/protocol/travels';

const kyoto = { id: 'kyoto', start_date: '2026-11-22', end_date: '2026-11-24' };
const osaka = { id: 'osaka', start_date: '2026-11-24', end_date: '2026-11-25' };
const nara = { ...osaka, id: 'nara' };

describe('[Z9] the trip that somebody is on', () => {
  it.each([
    ['UTC', '2026-11-21T23:59:59Z', null],
    ['UTC', '2026-11-22T00:00:00Z', 'kyoto'],
    ['UTC', '2026-11-25T23:59:59Z', 'osaka'],
    ['UTC', '2026-11-26T00:00:00Z', null],
    ['Asia/Tokyo', '2026-11-21T14:59:59Z', null],
    ['Asia/Tokyo', '2026-11-21T15:00:00Z', 'kyoto'],
    ['Pacific/Honolulu', '2026-11-22T09:59:59Z', null],
    ['Pacific/Honolulu', '2026-11-26T09:59:59Z', 'osaka'],
    ['Mars/Olympus', '2026-11-22T00:00:00Z', 'kyoto'],
  ])('in %s at %s is %s', (timeZone, at, trip) => {
    expect(currentTrip([kyoto, osaka], timeZone, Date.parse(at))).toBe(trip);
  });

  it('is of several the one that began last', () => {
    const nowMs = Date.parse('2026-11-24T12:00:00Z');
    expect(currentTrip([kyoto, osaka], 'UTC', nowMs)).toBe('osaka');
    expect(currentTrip([osaka, nara, kyoto], 'UTC', nowMs)).toBe('nara');
    expect(currentTrip([], 'UTC', nowMs)).toBeNull();
  });

  it('comes first', () => {
    expect(rankOf('kyoto', 'kyoto')).toBe(1);
    expect(rankOf('kyoto', 'osaka')).toBe(0);
    expect(rankOf('kyoto', null)).toBe(0);
    expect(rankOf(tripOf({ trip_id: 1 }), null)).toBe(0);
  });
});
