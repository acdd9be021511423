import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { EventView } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import type { OccurrenceBefore } from '../calendar/edits/grid-edit';
import type { ShownEvent } from '../calendar/shown-event';
import { timestampOf } from '../calendar/zone-times';
import { useOpenTrip } from '../trip/trip-context';
import { occurrenceTimes } from './occurrence-times';

/** What of the occurrence that is open is no part of its document, and what is done with it as a whole goes out from. */
export type OpenOccurrence = OccurrenceBefore & Pick<ShownEvent, 'calendar_id' | 'is_recurring'>;

const ShownOccurrenceContext = createContext<OpenOccurrence | null>(null);

/** The occurrence that is open, as the grid or the server knows it; null until one of them does. */
export function useShownOccurrence(): OpenOccurrence | null {
  return use(ShownOccurrenceContext);
}

interface ShownOccurrenceProps {
  readonly id: string;
  /** Its original start; null for an event that does not repeat, or none of its series in particular. */
  readonly occurrence: string | null;
  readonly children: ReactNode;
}

/** Finds the occurrence that is open, on the grid or elsewhere: the grid may show other weeks than those it is in. */
export function ShownOccurrenceProvider({ id, occurrence, children }: ShownOccurrenceProps) {
  const { api, model } = useCalendar();
  const { trip } = useOpenTrip();
  const { events, loading } = useSyncExternalStore(model.subscribe, model.shown);
  const own = events.filter((event) => event.id === id);
  const onGrid = own.find(({ original_start }) => original_start === occurrence) ?? own[0] ?? null;
  const [known, setKnown] = useState<OpenOccurrence | null>(null);
  const isElsewhere = onGrid === null && !loading;
  const isLive = trip.state.status.name === 'live';
  useEffect(() => {
    if (onGrid !== null) setKnown(onGrid);
  }, [onGrid]);
  useEffect(() => {
    if (!isElsewhere || !isLive) return;
    let isCurrent = true;
    const take = (event: EventView) => isCurrent && setKnown(occurrenceOf(event, occurrence));
    // Whoever may not read it any more, or has lost the connection, is told so by the document. What was known stays.
    api.getEvent(id).then(take, () => undefined);
    return () => {
      isCurrent = false;
    };
  }, [api, id, occurrence, isElsewhere, isLive]);
  return <ShownOccurrenceContext value={onGrid ?? known}>{children}</ShownOccurrenceContext>;
}

/** An occurrence as the server tells of its event; null for one without times. */
function occurrenceOf(event: EventView, occurrence: string | null): OpenOccurrence | null {
  const { id, title, calendar_id, recurrence, exceptions, start_time } = event;
  const is_recurring = recurrence !== null;
  const all_day = event.all_day ?? false;
  const first = all_day || start_time === null ? start_time : timestampOf(Date.parse(start_time));
  const original_start = is_recurring ? (occurrence ?? first) : null;
  const times = occurrenceTimes({ ...event, all_day }, exceptions, original_start);
  return times && { id, title, calendar_id, is_recurring, original_start, ...times, version: event.metadata.version };
}
