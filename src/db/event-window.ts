/** A stretch of time, in ms since 1970: from the first moment to the one behind the last. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A moment where somebody asks. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** What the clock on the wall shows then, as if that were UTC: all-day events are days there. */
  readonly dayMs: number;
}

/** What of a calendar is asked for. */
export interface EventWindow {
  readonly moments: Stretch;
  /** The same as the clock on the wall shows it where somebody asks, as if that were UTC: all-day events are days there. */
  readonly days: Stretch;
}

/** The part of a window that an event can be in. */
export function stretchOf({ moments, days }: EventWindow, allDay: boolean): Stretch {
  return allDay ? days : moments;
}

/** Whether something from `startMs` to `endMs` is in a stretch; what takes no time is where it starts. */
export function isIn({ fromMs, toMs }: Stretch, startMs: number, endMs: number): boolean {
  return startMs < toMs && (endMs > fromMs || startMs >= fromMs);
}

/** All that any event of a window can be in. */
export function widest({ moments, days }: EventWindow): Stretch {
  return { fromMs: Math.min(moments.fromMs, days.fromMs), toMs: Math.max(moments.toMs, days.toMs) };
}
