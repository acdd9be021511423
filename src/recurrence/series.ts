import { dayMs } from './calendar-days';

/** The times that one occurrence may have in place of those of its series: RFC 3339, of an all-day series dates. */
export interface OverrideTimes {
  readonly start_time?: string;
  readonly end_time?: string;
}

/** What one occurrence is in place of what the rule says, by its original start (`originalStart`): false if it is left out. */
export type Exceptions<Override extends OverrideTimes> = Readonly<Record<string, false | Override>>;

/** An event as far as it happens: once, or repeatedly. */
export interface Series<Override extends OverrideTimes = OverrideTimes> {
  /** Milliseconds since 1970; of an all-day event UTC midnight of its first day, whatever the zone. */
  readonly start: number;
  /** The same, behind the event; of an all-day event UTC midnight of the day after the last one. */
  readonly end: number;
  readonly allDay: boolean;
  /** IANA name of the zone in whose wall time it repeats; null is UTC. */
  readonly zone: string | null;
  /** The value of an RRULE; null for an event that does not repeat. */
  readonly rule: string | null;
  readonly exceptions: Exceptions<Override>;
}

/** One time at which an event happens. */
export interface Occurrence<Override extends OverrideTimes = OverrideTimes> {
  readonly startMs: number;
  readonly endMs: number;
  /** When it would happen by the rule: `2026-12-01T09:00:00Z`, or of an all-day series `2026-12-01`. */
  readonly originalStart: string;
  /** What it has of its own, its times applied already. */
  readonly override: Override | null;
}

/** How the exceptions of a series name an occurrence. */
export function originalStartAt(ms: number, allDay: boolean): string {
  const day = Math.floor(ms / dayMs);
  if (allDay) return dateText(day);
  const seconds = Math.floor((ms - day * dayMs) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${dateText(day)}T${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}Z`;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

const maxKnownDates = 1000;
const knownDates = new Map<number, string>();

/** `2026-12-01`. A month of a large calendar writes thousands of times, on a few dozen days; `Date` takes a microsecond for each. */
function dateText(day: number): string {
  const known = knownDates.get(day);
  if (known !== undefined) return known;
  if (knownDates.size >= maxKnownDates) knownDates.clear();
  const text = new Date(day * dayMs).toISOString().slice(0, 10);
  knownDates.set(day, text);
  return text;
}
