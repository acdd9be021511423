import type * as Y from 'yjs';
import { type InboxPreferences, type NotificationChannel, notificationChannels } from '../../protocol/notifications';
import { isChannelList, isLanguage, isQuietHours, isTypeName, isZone, partsOf } from './preference-rules';

/** What holds for somebody who has said nothing yet (M6). */
export const defaultPreferences: InboxPreferences = {
  language: 'en',
  time_zone: 'UTC',
  quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
  channels: { in_app: true, push: true, email: true, sms: true },
  types: {},
};

/** The preferences that stand in the marks. */
export function preferencesOf(map: Y.Map<unknown>): InboxPreferences {
  const { language, time_zone: zone, quiet_hours: quietHours } = Object.fromEntries(map.entries());
  return {
    language: isLanguage(language) ? language : defaultPreferences.language,
    time_zone: isZone(zone) ? zone : defaultPreferences.time_zone,
    quiet_hours: isQuietHours(quietHours) ? quietHours : defaultPreferences.quiet_hours,
    channels: Object.fromEntries(notificationChannels.map((channel) => [channel, channelOf(map, channel)])) as Record<
      NotificationChannel,
      boolean
    >,
    types: typesOf(map),
  };
}

/** Writes preferences into the marks: what is other than before, and nothing else, so that it merges. */
export function writePreferences(map: Y.Map<unknown>, wanted: InboxPreferences): void {
  const current = preferencesOf(map);
  const put = (key: string, value: unknown, was: unknown): void => {
    if (JSON.stringify(value) !== JSON.stringify(was)) map.set(key, value);
  };
  const { enabled, from, to } = wanted.quiet_hours;
  put('language', wanted.language, current.language);
  put('time_zone', wanted.time_zone, current.time_zone);
  put('quiet_hours', { enabled, from, to }, { ...current.quiet_hours });
  for (const channel of notificationChannels) put(`channel:${channel}`, wanted.channels[channel], current.channels[channel]);
  for (const [type, channels] of Object.entries(wanted.types)) put(`type:${type}`, channels, current.types[type]);
  for (const type of Object.keys(current.types)) if (!Object.hasOwn(wanted.types, type)) map.delete(`type:${type}`);
}

function channelOf(map: Y.Map<unknown>, channel: NotificationChannel): boolean {
  const value = map.get(`channel:${channel}`);
  return typeof value === 'boolean' ? value : defaultPreferences.channels[channel];
}

function typesOf(map: Y.Map<unknown>): Record<string, readonly NotificationChannel[]> {
  const types: [string, readonly NotificationChannel[]][] = [];
  for (const [key, value] of map.entries()) {
    const { kind, name } = partsOf(key);
    if (kind === 'type' && isTypeName(name) && isChannelList(value)) types.push([name, value]);
  }
  return Object.fromEntries(types);
}
