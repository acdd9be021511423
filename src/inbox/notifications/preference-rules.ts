import { inboxLimits as limits } from '../../protocol/limits';
import { type NotificationChannel, notificationChannels, type QuietHours } from '../../protocol/notifications';
import { isClockTime, isTimeZone } from '../routing/quiet-hours';

const typeName = /^[a-z][a-z0-9_.-]*$/i;

/** Whether this is an entry that preferences may have in the marks, as `marksRoots.preferences` says. */
export function isPreference(key: string, value: unknown): boolean {
  if (key === 'language') return isLanguage(value);
  if (key === 'time_zone') return isZone(value);
  if (key === 'quiet_hours') return isQuietHours(value);
  const { kind, name } = partsOf(key);
  if (kind === 'channel') return isChannel(name) && typeof value === 'boolean';
  return kind === 'type' && isTypeName(name) && isChannelList(value);
}

/** The two parts of a key such as `channel:push`. */
export function partsOf(key: string): { kind: string; name: string } {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, Math.max(0, colon)), name: key.slice(colon + 1) };
}

export function isLanguage(value: unknown): value is 'ja' | 'en' {
  return value === 'ja' || value === 'en';
}

export function isZone(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && isTimeZone(value);
}

export function isQuietHours(value: unknown): value is QuietHours {
  if (typeof value !== 'object' || value === null) return false;
  const { enabled, from, to, ...others } = value as Record<string, unknown>;
  return typeof enabled === 'boolean' && isTimeOfDay(from) && isTimeOfDay(to) && Object.keys(others).length === 0;
}

function isChannel(value: unknown): value is NotificationChannel {
  return notificationChannels.some((channel) => channel === value);
}

export function isChannelList(value: unknown): value is readonly NotificationChannel[] {
  return Array.isArray(value) && value.every(isChannel) && new Set(value).size === value.length;
}

export function isTypeName(name: string): boolean {
  return name.length <= limits.maxTypeChars && typeName.test(name) && !(name in Object.prototype);
}

function isTimeOfDay(value: unknown): boolean {
  return typeof value === 'string' && isClockTime(value);
}
