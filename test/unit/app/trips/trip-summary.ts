import type { TripSummary } from '../../../../web/react';

/** A trip as a list shows it. */
export function summaryOf(more: Partial<TripSummary> = {}): TripSummary {
  return {
    id: '0198a000-0000-7000-8000-000000000001',
    title: 'Kyoto',
    start_date: null,
    end_date: null,
    destination: null,
    cover: null,
    archived: false,
    members: [{ id: 'aoi', name: '葵', avatar: null, color: '#00706b' }],
    member_count: 1,
    updated_at: '2026-11-22T00:00:00.000Z',
    role: 'owner',
    restorable_until: null,
    ...more,
  };
}
