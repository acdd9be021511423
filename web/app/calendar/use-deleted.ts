import { useCallback, useEffect, useState } from 'react';
import type { DeletedCalendar, DeletedEvent, EventApi } from '../../react/events';

/** What was deleted and can be restored. */
export interface Deleted {
  readonly calendars: readonly DeletedCalendar[];
  /** As far as they were read, the last one that was deleted first. */
  readonly events: readonly DeletedEvent[];
  /** Where the next page of events begins; null when there is none. */
  readonly nextCursor: string | null;
}

export interface DeletedList {
  /** Null until it was read. */
  readonly deleted: Deleted | null;
  /** Why the last step could not be done; null when it was. */
  readonly error: Error | null;
  readonly load: () => void;
  readonly loadMore: () => void;
  /** Answers whether it is there again. */
  readonly restoreEvent: (id: string) => Promise<boolean>;
  /** Answers whether it is there again, with the events that went with it. */
  readonly restoreCalendar: (id: string) => Promise<boolean>;
}

/** Reads what can be restored, and restores it. */
export function useDeleted(api: EventApi): DeletedList {
  const [deleted, setDeleted] = useState<Deleted | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const attempt = useCallback(async (step: () => Promise<void>) => {
    setError(null);
    try {
      await step();
      return true;
    } catch (reason) {
      setError(reason as Error);
      return false;
    }
  }, []);
  const load = useCallback(
    () =>
      void attempt(async () => {
        const [calendars, page] = await Promise.all([api.listDeletedCalendars(), api.listDeletedEvents()]);
        setDeleted({ calendars, events: page.events, nextCursor: page.next_cursor });
      }),
    [api, attempt],
  );
  useEffect(load, [load]);

  const cursor = deleted?.nextCursor;
  const loadMore = () =>
    void attempt(async () => {
      const page = await api.listDeletedEvents(cursor ?? undefined);
      setDeleted((known) => known && { ...known, events: [...known.events, ...page.events], nextCursor: page.next_cursor });
    });
  const restoreEvent = (id: string) =>
    attempt(async () => {
      await api.restoreEvent(id);
      setDeleted((known) => known && { ...known, events: known.events.filter((event) => event.id !== id) });
    });
  const restoreCalendar = (id: string) =>
    attempt(async () => {
      await api.restoreCalendar(id);
      setDeleted((known) => known && { ...known, calendars: known.calendars.filter((calendar) => calendar.id !== id) });
    });
  return { deleted, error, load, loadMore, restoreEvent, restoreCalendar };
}
