import { farewellTypes, isAppPath, linkOf as linkOfButton, type NotificationView, tripOf } from '../../react';

/** The page of the app that a notification is about; null for none, or one that is closed to its person now. */
export function linkOf({ type, data }: Pick<NotificationView, 'type' | 'data'>): string | null {
  if (farewellTypes.has(type)) return null;
  const { url } = data;
  if (typeof url === 'string' && isAppPath(url)) return url;
  const trip = tripOf(data);
  return trip === null ? null : `/trips/${encodeURIComponent(trip)}`;
}

/** The event that a notification invites to; null for none, and for half a surrogate pair, which stands in no address. */
export function invitedTo({ type, data }: Pick<NotificationView, 'type' | 'data'>): string | null {
  const { event_id: id } = data;
  return type === 'event_invited' && typeof id === 'string' && id !== '' && id.isWellFormed() ? id : null;
}

/** A page of the app, by its path; or an address of the web that is none. */
export type Destination = { readonly page: string } | { readonly address: string };

/** Where a button with this `url` leads; null for nowhere: only pages of the app, and what is http or https. */
export function destinationOf(url: string, origin: string = location.origin): Destination | null {
  const link = linkOfButton(url);
  if (link === null) return null;
  const target = new URL(link, origin);
  const path = target.pathname + target.search + target.hash;
  // A path that begins with two slashes would be read as another host.
  return target.origin === origin && !path.startsWith('//') ? { page: path } : { address: target.href };
}
