import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useIsNarrow } from '../board/use-is-narrow';
import { type CalendarAddress, calendarPath, readCalendarAddress } from './calendar-address';
import { type CalendarView, calendarViews } from './days';
import { readChoice, rememberChoice } from './device-choices';
import { wallTimeOf } from './zone-times';

/** Where somebody is in the calendar, and the way to elsewhere. */
export interface CalendarPlace extends CalendarAddress {
  readonly view: CalendarView;
  readonly date: string;
  /** Whether that is today because the address says nothing else. */
  readonly isToday: boolean;
  /** Goes elsewhere; what is not named stays as it is. */
  readonly go: (change: Partial<CalendarAddress>) => void;
}

/** @param zone in which it is a day */
export function useCalendarAddress(zone: string): CalendarPlace {
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  const isNarrow = useIsNarrow();
  const address = useMemo(() => readCalendarAddress(parameters), [parameters]);
  const go = useCallback(
    (change: Partial<CalendarAddress>) => {
      if (change.view != null) rememberChoice('view', change.view);
      navigate(calendarPath({ ...readCalendarAddress(new URLSearchParams(location.search)), ...change }), {
        // Only what was opened is a step to go back from.
        replace: change.event == null,
      });
    },
    [navigate],
  );
  const remembered = calendarViews.find((view) => view === readChoice('view'));
  const view = address.view ?? remembered ?? (isNarrow ? 'agenda' : 'month');
  const date = address.date ?? todayIn(zone);
  const isToday = address.date === null;
  return useMemo(() => ({ ...address, view, date, isToday, go }), [address, view, date, isToday, go]);
}

/** The day that it is in a zone. */
export function todayIn(zone: string): string {
  return wallTimeOf(Date.now(), zone).date;
}
