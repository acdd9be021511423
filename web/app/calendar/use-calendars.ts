import { useCallback, useEffect, useState } from 'react';
import type { CalendarSummary, EventApi } from '../../react/events';
import { useRetry } from '../offline/use-retry';
import type { SealedJson } from './month-shelf';

/** The calendars of the person, as far as they are known. */
export interface Calendars {
  /** Null while nothing is known. */
  readonly calendars: readonly CalendarSummary[] | null;
  readonly error: Error | null;
  readonly refresh: () => void;
}

/** @param kept where they are kept for a time without connection */
export function useCalendars(api: EventApi, kept: SealedJson<readonly CalendarSummary[]> | null): Calendars {
  const [calendars, setCalendars] = useState<readonly CalendarSummary[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const refresh = useCallback(async () => {
    try {
      const listed = await api.listCalendars();
      setCalendars(listed);
      setError(null);
      await kept?.keep(listed).catch(() => undefined);
    } catch (reason) {
      setError(reason as Error);
    }
  }, [api, kept]);

  useEffect(() => {
    let isCurrent = true;
    void kept
      ?.read()
      .catch(() => null)
      .then((known) => isCurrent && setCalendars((listed) => listed ?? known));
    void refresh();
    return () => {
      isCurrent = false;
    };
  }, [kept, refresh]);
  const retry = useCallback(() => void refresh(), [refresh]);
  useRetry(error, retry);
  return { calendars, error, refresh: retry };
}
