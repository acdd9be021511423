import type calendar from '../messages/calendar/en.json';
import type en from '../messages/en.json';
import type history from '../messages/history/en.json';

const storageKey = 'triptrip.locale';

/** The languages of the page, each with its own name. */
export const locales = [
  { id: 'en', name: 'English', short: 'EN' },
  { id: 'ja', name: '日本語', short: '日本語' },
] as const;
export type Locale = (typeof locales)[number]['id'];

/** The name of a message in the catalogs; those of the calendar and of histories are there where these are shown. */
export type MessageId = keyof typeof en | keyof typeof calendar | keyof typeof history;

/** The language that was chosen here before, else one that the browser asks for. */
export function wantedLocale(): Locale {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages].map((tag) => tag?.split('-')[0]);
  return wanted.map((tag) => locales.find(({ id }) => id === tag)).find((found) => found !== undefined)?.id ?? 'en';
}

/** Keeps the choice, and tells the browser which language the page and its manifest have. */
export function applyLocale(locale: Locale): void {
  document.documentElement.lang = locale;
  document.querySelector<HTMLLinkElement>('link[rel=manifest]')?.setAttribute('href', `/${locale}.webmanifest`);
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(storageKey, locale);
}
