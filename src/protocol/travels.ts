/** A trip with its dates, `YYYY-MM-DD`. */
export interface TripSpan {
  readonly id: string;
  readonly start_date: string;
  readonly end_date: string;
}

/**
 * Id of the trip that somebody is on (PROTOCOL.md, Z9): on the day that it is where they are, of several trips the one that began
 * last; null for none.
 */
export function currentTrip(trips: readonly TripSpan[], timeZone: string, nowMs: number): string | null {
  if (trips.length === 0) return null;
  const today = dateIn(timeZone, nowMs);
  const current = trips.filter(({ start_date, end_date }) => start_date <= today && today <= end_date);
  const [last] = current.toSorted((a, b) => compare(b.start_date, a.start_date) || compare(a.id, b.id));
  return last?.id ?? null;
}

/** Where a notification stands among others: those of the trip that its person is on come first. */
export function rankOf(tripId: string | null, travelling: string | null): 0 | 1 {
  return tripId !== null && tripId === travelling ? 1 : 0;
}

/** The trip that a notification is about, as its data say it. Half a surrogate pair stands in no address, so it names no trip. */
export function tripOf({ trip_id: id }: Readonly<Record<string, unknown>>): string | null {
  return typeof id === 'string' && id !== '' && id.isWellFormed() ? id : null;
}

/** The day that a calendar on the wall shows; a time zone that nobody knows is UTC. */
function dateIn(timeZone: string, ms: number): string {
  const parts = formatOf(timeZone).formatToParts(ms);
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const fields = { calendar: 'iso8601', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...fields, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en', { ...fields, timeZone: 'UTC' });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
