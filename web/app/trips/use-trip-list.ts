import { useCallback, useEffect, useState } from 'react';
import { type TripSummary, useApi } from '../../react';

/** The list of trips, as far as it has been fetched. */
export interface TripListState {
  /** Null before the first answer. */
  readonly trips: readonly TripSummary[] | null;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly loading: boolean;
  /** Fetches the next page, or again the one that failed. */
  readonly loadMore: () => void;
}

export function useTripList(): TripListState {
  const api = useApi();
  const [trips, setTrips] = useState<readonly TripSummary[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [loading, setLoading] = useState(true);

  const load = useCallback(
    async (from: string | null, isCurrent: () => boolean) => {
      setLoading(true);
      setError(null);
      try {
        const page = await api.listTrips(from === null ? {} : { cursor: from });
        if (!isCurrent()) return;
        setTrips((known) => (from === null ? page.trips : [...(known ?? []), ...page.trips]));
        setCursor(page.next_cursor);
      } catch (reason) {
        if (isCurrent()) setError(reason as Error);
      } finally {
        if (isCurrent()) setLoading(false);
      }
    },
    [api],
  );

  useEffect(() => {
    let current = true;
    void load(null, () => current);
    return () => {
      current = false;
    };
  }, [load]);

  const loadMore = useCallback(() => void load(cursor, () => true), [load, cursor]);
  return { trips, error, hasMore: cursor !== null, loading, loadMore };
}
