import type { NewTrip } from '../../react';
import type { Locale } from '../i18n/locale';
import { addDays } from './times';

/** How far ahead the example is: near enough to look real. */
const daysAhead = 24;

const examples = {
  en: () => import('./examples/en.json'),
  ja: () => import('./examples/ja.json'),
} as const satisfies Record<Locale, unknown>;

/**
 * A trip to try everything with, in the person's language.
 * @param today the calendar day it is, `YYYY-MM-DD`.
 */
export async function loadExample(locale: Locale, today: string): Promise<NewTrip> {
  const { days, itinerary, ...trip } = (await examples[locale]()).default;
  const start_date = addDays(today, daysAhead);
  return {
    ...trip,
    itinerary: itinerary as NonNullable<NewTrip['itinerary']>,
    start_date,
    end_date: addDays(start_date, days - 1),
  };
}
