import type { WeekStart } from './days';

/** What browsers say of the weeks of a region; older ones have a property, newer ones a method. */
interface RegionWeeks {
  readonly weekInfo?: { readonly firstDay: number };
  getWeekInfo?(): { readonly firstDay: number };
}

/**
 * On which day weeks begin for somebody: as in the region of the browser's language where the page is shown in that, else as
 * in the usual region of the page's language.
 * @param wanted the languages of the browser, the best one first
 */
export function weekStartOf(language: string, wanted: readonly string[]): WeekStart {
  const tag = wanted.find((one) => one.split('-')[0] === language) ?? language;
  const locale = new Intl.Locale(tag).maximize() as Intl.Locale & RegionWeeks;
  const firstDay = locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? sunday;
  return (firstDay % 7) as WeekStart;
}

/** As `Intl` counts: Monday is 1. */
const sunday = 7;
