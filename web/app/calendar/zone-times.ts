/** A time as a clock on a wall shows it. */
export interface WallTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Since midnight: 0 to 1439. */
  readonly minutes: number;
}

export const minuteMs = 60_000;
export const dayMinutes = 24 * 60;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-CA', { ...numeric, hourCycle: 'h23', timeZone: zone });
  formats.set(zone, made);
  return made;
}

/** What the clocks of a zone show at an instant, ms since 1970. */
export function wallTimeOf(instantMs: number, zone: string): WallTime {
  const parts = new Map(
    formatIn(zone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  return { date, minutes: Number(part('hour')) * 60 + Number(part('minute')) };
}

/**
 * The instant at which the clocks of a zone show a time: of two, the first one; of a time that they skip, as much later as
 * they are put forward.
 */
export function instantOf({ date, minutes }: WallTime, zone: string): number {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minutes * minuteMs;
  const before = asUtc - offsetMs(asUtc - dayMinutes * minuteMs, zone);
  const after = asUtc - offsetMs(asUtc + dayMinutes * minuteMs, zone);
  const first = Math.min(before, after);
  if (asUtc - first === offsetMs(first, zone)) return first;
  const last = Math.max(before, after);
  return asUtc - last === offsetMs(last, zone) ? last : before;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in whole minutes as ms. */
function offsetMs(instantMs: number, zone: string): number {
  const { date, minutes } = wallTimeOf(instantMs, zone);
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * minuteMs;
  return wall - Math.floor(instantMs / minuteMs) * minuteMs;
}

/** An instant as RFC 3339 in UTC, whole seconds. */
export function timestampOf(instantMs: number): string {
  return new Date(instantMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The same as the clocks of a zone show it, with how far they are ahead of UTC. */
export function zonedTimestamp(instantMs: number, zone: string): string {
  const aheadMs = offsetMs(instantMs, zone);
  const ahead = clockOf(Math.abs(aheadMs) / minuteMs);
  return timestampOf(instantMs + aheadMs).replace('Z', `${aheadMs < 0 ? '-' : '+'}${ahead}`);
}

/** `09:30`. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The minutes of `09:30`; null for anything else. */
export function minutesOfClock(clock: string): number | null {
  const [, hours = '', minutes = ''] = /^(\d{2}):(\d{2})$/.exec(clock) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** Whether this browser knows a zone of that name. */
export function isZone(name: string): boolean {
  try {
    formatIn(name);
    return true;
  } catch {
    // The only thing that can be wrong with it.
    return false;
  }
}
