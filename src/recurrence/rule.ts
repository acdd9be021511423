export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

/** In the order of days of the week that the rest of this folder counts in: 0 is Monday. */
export const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** A day of the week, or (with `nth`) one of those of a month or a year: 1 the first, -1 the last. */
export interface WeekdayRule {
  /** 0: Monday … 6: Sunday. */
  readonly weekday: number;
  readonly nth: number | null;
}

/** The end of a series that ends by date; what starts at it is still part of the series. */
export type Until =
  /** Days since 1970-01-01. */
  { readonly day: number; readonly ms?: never } | { readonly day?: never; readonly ms: number };

/** An RRULE of RFC 5545, section 3.3.10, as data. Lists are empty where the rule says nothing. */
export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  readonly until: Until | null;
  readonly byMonth: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly WeekdayRule[];
  readonly bySetPos: readonly number[];
  /** The first day of the week, 0: Monday. */
  readonly weekStart: number;
}
