import type { TimedEvent } from '../grid/event-span';

/** What of a series somebody means: one occurrence, it and all after it, or the series. */
export const seriesScopes = ['this', 'following', 'all'] as const;
export type SeriesScope = (typeof seriesScopes)[number];

/** Whether a change of times can only be made of several occurrences at once: a series is all day as a whole, or not at all. */
export function isOnlyTogether(from: Pick<TimedEvent, 'all_day'>, to: Pick<TimedEvent, 'all_day'>): boolean {
  return from.all_day !== to.all_day;
}
