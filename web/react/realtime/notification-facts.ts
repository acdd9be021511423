import type { NotificationView } from '../../sdk';
import { isDay, isForPeople, isMoment, isReadable, type Readable, wordsOf } from './readable-data';
import { type FactName, factNames, type RealtimeTexts } from './realtime-texts';

/** One line of what a notification knows, for people. */
export interface NotificationFact {
  /** The field of `data` that it is about. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

type Data = NotificationView['data'];

/** In which language things are said. */
interface Tongue {
  readonly locale: string;
  readonly texts: RealtimeTexts;
}

/** What is said along with another field: the end with the beginning, a currency with its amount, a device by its name. */
const companions: ReadonlySet<string> = new Set(['end_time', 'time_zone', 'all_day', 'currency', 'device_kind']);

/**
 * What a notification's `data` says to people (docs/notifications.md): first the fields that the templates know, called as the
 * language calls them, then whatever else can be read, called by its name. What is for programs is left out.
 */
export function notificationFacts(data: Data, tongue: Tongue): readonly NotificationFact[] {
  const { facts } = tongue.texts;
  const known = factNames.flatMap((name): NotificationFact[] => {
    const value = Object.hasOwn(data, name) ? knownValue(name, data, tongue) : null;
    return value === null ? [] : [{ name, label: facts[name], value }];
  });
  const others = Object.entries(data).flatMap(([name, value]): NotificationFact[] => {
    if (Object.hasOwn(facts, name) || companions.has(name) || !isReadable(value) || !isForPeople(name, value)) return [];
    return [{ name, label: wordsOf(name), value: plainValue(value, data, tongue) }];
  });
  return [...known, ...others];
}

function knownValue(name: FactName, data: Data, tongue: Tongue): string | null {
  const value = data[name];
  if (!isReadable(value)) return null;
  switch (name) {
    case 'start_time':
      return whenOf(data, tongue.locale);
    case 'price':
    case 'old_price':
    case 'amount':
      return moneyOf(value, data.currency, tongue.locale) ?? plainValue(value, data, tongue);
    case 'role':
      return nameIn(tongue.texts.roles, value);
    case 'channel':
      return nameIn(tongue.texts.channels, value);
    default:
      return plainValue(value, data, tongue);
  }
}

/** What one of our words is called; another one is itself. */
function nameIn(names: Readonly<Record<string, string>>, value: Readable): string {
  const word = String(value);
  return (Object.hasOwn(names, word) ? names[word] : undefined) ?? word;
}

function plainValue(value: Readable, { time_zone }: Data, { locale, texts }: Tongue): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  const text = String(value).trim();
  if (isDay(text)) return dayFormat(locale).format(Date.parse(text));
  return isMoment(text) ? timesOf(Date.parse(text), null, time_zone, locale) : text;
}

/** When something is, from its beginning to its end. Of what lasts all day the end is the day after. */
function whenOf({ start_time: start, end_time: end, all_day, time_zone }: Data, locale: string): string {
  const isAllDay = all_day === true;
  const at = (time: unknown): number => Date.parse(isAllDay ? String(time).slice(0, 10) : String(time));
  const startMs = at(start);
  if (Number.isNaN(startMs)) return String(start);
  if (!isAllDay) return timesOf(startMs, at(end), time_zone, locale);
  const lastMs = at(end) - dayMs;
  const first = dayFormat(locale).format(startMs);
  return lastMs > startMs ? `${first} – ${dayFormat(locale).format(lastMs)}` : first;
}

function moneyOf(amount: Readable, currency: unknown, locale: string): string | null {
  const value = typeof amount === 'boolean' ? Number.NaN : Number(amount);
  if (!Number.isFinite(value) || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return null;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
}

const dayMs = 24 * 60 * 60 * 1000;

function dayFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
}

/** A moment, or the time between two, in the zone that `data` names. The zone is said where it is not the reader's own. */
function timesOf(startMs: number, endMs: number | null, zone: unknown, locale: string): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timeZone = typeof zone === 'string' && isZone(zone) ? zone : own;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const both = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const start = both.format(startMs);
  const hasEnd = endMs !== null && endMs > startMs;
  const times = hasEnd ? `${start} – ${(day.format(startMs) === day.format(endMs) ? clock : both).format(endMs)}` : start;
  if (timeZone === own) return times;
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(startMs);
  return `${times} ${parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone}`;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    // A zone that does not exist is none.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
