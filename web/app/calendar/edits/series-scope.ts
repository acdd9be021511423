/** What of a series somebody means: one occurrence, it and all after it, or the series. */
export const seriesScopes = ['this', 'following', 'all'] as const;
export type SeriesScope = (typeof seriesScopes)[number];
