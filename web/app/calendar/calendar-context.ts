import { createContext, use } from 'react';
import type { CalendarSummary, EventApi } from '../../react/events';
import type { CalendarModel } from './calendar-model';
import type { WeekStart } from './days';
import type { TimedEvent } from './grid/event-span';
import type { FilledEvent } from './new-event-dialog';
import type { ShownEvent } from './shown-event';
import type { EventActions } from './use-event-actions';

/** What the parts of the calendar's page need. */
export interface CalendarContextValue {
  readonly api: EventApi;
  readonly model: CalendarModel;
  readonly calendars: readonly CalendarSummary[];
  /** The zone in which everything is shown. */
  readonly zone: string;
  readonly weekStart: WeekStart;
  /** The day it is in the zone. */
  readonly today: string;
  /** The day that arrow keys go on from. */
  readonly date: string;
  readonly goToDate: (date: string) => void;
  readonly showDay: (date: string) => void;
  readonly open: (event: ShownEvent) => void;
  /** Goes to where an event is that is open and out of sight, unless the address says which days to show. */
  readonly reveal: (times: TimedEvent) => void;
  /** Asks what a new event is to be. @param filled what of it was filled in before */
  readonly create: (times: TimedEvent, filled?: FilledEvent) => void;
  /** Shows the form of a new event that the server did not take again, unless another one is being filled in. */
  readonly createAgain: (id: string) => void;
  readonly perform: EventActions['perform'];
  readonly dropRefused: EventActions['dropRefused'];
  /** Gives an occurrence another time, after asking what of its series is meant. */
  readonly setTimes: (event: ShownEvent, times: TimedEvent) => void;
  readonly remove: EventActions['remove'];
  /** Says something to people who use a screen reader. */
  readonly announce: (message: string) => void;
}

const CalendarContext = createContext<CalendarContextValue | null>(null);

export const CalendarProvider = CalendarContext.Provider;

/**
 * The calendar around a component.
 * @throws Error outside of one: a mistake in the program.
 */
export function useCalendar(): CalendarContextValue {
  const value = use(CalendarContext);
  if (value === null) throw new Error('useCalendar needs a calendar around it');
  return value;
}
