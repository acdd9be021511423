import { useCallback } from 'react';
import type { Day } from '../../react';
import { useTextOf } from '../i18n/use-text-of';

/** What a day is called. */
export function useDayName(): (day: Day) => string {
  const text = useTextOf();
  return useCallback((day) => (day === null ? text('itinerary.unplanned') : text('itinerary.day', { day })), [text]);
}
