import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { calendarPath, readCalendarAddress } from '../calendar/calendar-address';

/** Keeps the open occurrence open when it is called differently, because its series has moved. */
export function useFollowOccurrence(): (occurrence: string | null) => void {
  const [, navigate] = useLocation();
  return useCallback(
    (occurrence) => {
      const address = readCalendarAddress(new URLSearchParams(window.location.search));
      navigate(calendarPath({ ...address, occurrence }), { replace: true });
    },
    [navigate],
  );
}
