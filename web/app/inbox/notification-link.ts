import type { NotificationView } from '../../react';

/** The page of the app that a notification is about; null for none. */
export function linkOf({ data }: Pick<NotificationView, 'data'>): string | null {
  const { trip_id, url } = data;
  if (typeof url === 'string' && /^\/(?!\/)/.test(url)) return url;
  return typeof trip_id === 'string' && trip_id !== '' ? `/trips/${encodeURIComponent(trip_id)}` : null;
}
