import type { NotificationView } from '../../../../web/react';

/** A notification for tests that only look at some of its fields. */
export function notification(fields: Partial<NotificationView> = {}): NotificationView {
  return {
    id: '0198a000-0000-7000-8000-000000000001',
    type: 'booking_confirmed',
    category: 'booking',
    priority: 'normal',
    title: 'A title',
    body: 'Some words.',
    data: {},
    image: null,
    actions: [],
    count: 1,
    shown_at: '2026-11-22T09:00:00Z',
    created_at: '2026-11-22T09:00:00Z',
    expires_at: null,
    read_at: null,
    dismissed_at: null,
    snoozed_until: null,
    ...fields,
  };
}
