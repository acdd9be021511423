import type { HubSessionView } from '../../react';
import type { TextOf } from '../i18n/use-text-of';

/** What a session is called: this device, and the browser and the system as far as its client tells them. */
export function sessionName({ device_name: name }: HubSessionView, isOwn: boolean, text: TextOf): string {
  if (!isOwn) return name ?? text('inboxSettings.sessions.unnamed');
  return [text('inboxSettings.sessions.own'), name].filter((part) => part !== null).join(' · ');
}

/** How a session is, or was, connected, by which client, and in how many rooms it is. */
export function sessionFacts({ transport, client_version: version, rooms, ended_at }: HubSessionView, text: TextOf): string[] {
  return [
    text(`inboxSettings.sessions.by.${transport}`),
    ...(ended_at === null ? [text('inboxSettings.sessions.rooms', { count: rooms.length })] : []),
    ...(version === null ? [] : [version]),
  ];
}
