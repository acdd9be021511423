/** The languages that the templates are written in. */
export type Language = 'ja' | 'en';

/** What a template reads of a notification's data. A value that is missing, or is not what its name promises, is null. */
export interface Fields {
  /** A short text, without control characters. */
  text(name: string): string | null;
  /** A day, `2026-05-03` or a date-time, as the language writes it. */
  date(name: string): string | null;
  /** A moment (RFC 3339) in the zone that `data.time_zone` names, or UTC; of what is `all_day` a day. As the language writes it. */
  moment(name: string): string | null;
  /** An amount in the currency that `data.currency` names (ISO 4217). */
  money(name: string): string | null;
  /** How many; only whole numbers from 1. */
  count(name: string): number | null;
}

const maxFieldChars = 120;
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', ja: 'ja-JP' };

/** The fields of some data, in a language. */
export function fieldsOf(data: Readonly<Record<string, unknown>>, language: Language): Fields {
  const own = (name: string) => (Object.hasOwn(data, name) ? data[name] : undefined);
  return {
    text: (name) => textOf(own(name)),
    date: (name) => dateOf(own(name), language),
    moment: (name) => (own('all_day') === true ? dateOf(own(name), language) : momentOf(own(name), own('time_zone'), language)),
    money: (name) => moneyOf(own(name), own('currency'), language),
    count: (name) => countOf(own(name)),
  };
}

/** A text on one line, of at most `maxChars` characters. */
export function oneLine(text: string, maxChars: number): string {
  return shortened(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(), maxChars);
}

/** A text of at most `maxChars` characters; what is cut off shows as an ellipsis, and no character is cut in two. */
export function shortened(text: string, maxChars: number): string {
  const characters = Array.from(text);
  return characters.length <= maxChars
    ? text
    : `${characters
        .slice(0, maxChars - 1)
        .join('')
        .trimEnd()}…`;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const text = oneLine(value, maxFieldChars);
  return text === '' ? null : text;
}

function dateOf(value: unknown, language: Language): string | null {
  const [day] = (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(value)) || [];
  // The day that was written, wherever this is read: a booking for the 3rd is not for the 2nd in another zone.
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) return null;
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
}

function momentOf(value: unknown, zone: unknown, language: Language): string | null {
  const ms = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) return null;
  const written = { dateStyle: 'long', timeStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat(locales[language], { ...written, timeZone: typeof zone === 'string' ? zone : 'UTC' }).format(
      ms,
    );
  } catch (error) {
    // A zone that does not exist is none.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function moneyOf(amount: unknown, currency: unknown, language: Language): string | null {
  const value = typeof amount === 'string' && amount.trim() !== '' ? Number(amount) : amount;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return null;
  return new Intl.NumberFormat(locales[language], { style: 'currency', currency }).format(value);
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : null;
}
