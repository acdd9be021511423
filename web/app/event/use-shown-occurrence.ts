import { useSyncExternalStore } from 'react';
import { useSearchParams } from 'wouter';
import { readCalendarAddress } from '../calendar/calendar-address';
import { useCalendar } from '../calendar/calendar-context';
import type { ShownEvent } from '../calendar/shown-event';

/** The occurrence that is open, as the grid knows it; null while it does not. */
export function useShownOccurrence(id: string): ShownEvent | null {
  const { model } = useCalendar();
  const [parameters] = useSearchParams();
  const { occurrence } = readCalendarAddress(parameters);
  const { events } = useSyncExternalStore(model.subscribe, model.shown);
  const own = events.filter((event) => event.id === id);
  return own.find(({ original_start }) => original_start === occurrence) ?? own[0] ?? null;
}
