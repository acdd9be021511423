import { type CalendarView, calendarViews } from './days';

/** What the address of the calendar says. */
export interface CalendarAddress {
  /** Null: whatever this device shows. */
  readonly view: CalendarView | null;
  /** `YYYY-MM-DD`; null: today. */
  readonly date: string | null;
  /** The event that is open. */
  readonly event: string | null;
  /** Which occurrence of it was opened, by its original start; null for an event that does not repeat. */
  readonly occurrence: string | null;
}

export function readCalendarAddress(parameters: URLSearchParams): CalendarAddress {
  const date = parameters.get('date');
  return {
    view: calendarViews.find((view) => view === parameters.get('view')) ?? null,
    date: date !== null && isDate(date) ? date : null,
    event: parameters.get('event'),
    occurrence: parameters.get('occurrence'),
  };
}

/** The path of an address; what is null stays out of it. */
export function calendarPath(address: Partial<CalendarAddress>): string {
  const parameters = new URLSearchParams();
  for (const name of ['view', 'date', 'event', 'occurrence'] as const) {
    const value = address[name];
    if (value != null) parameters.set(name, value);
  }
  return parameters.size === 0 ? '/calendar' : `/calendar?${parameters}`;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
