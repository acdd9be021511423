import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useApi, useInbox } from '../../react';
import { useRetry } from '../offline/use-retry';
import { type ShownList, TripListModel } from './trip-list-model';
import type { WhichTrips } from './which-trips';

/** The list of trips, as far as it has been fetched, and what can be done with it. */
export type TripList = Pick<ShownList, 'q' | 'trips' | 'cursor' | 'error' | 'loading'> &
  Pick<TripListModel, 'loadMore' | 'refresh' | 'edit'>;

/** What was edited live reaches the lists within a second. */
const projectionMs = 1_500;

export function useTripList(which: WhichTrips, q: string): TripList {
  const api = useApi();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first list only; the others are shown by the same model.
  const model = useMemo(() => new TripListModel(api, which), [api]);
  const latest = useSyncExternalStore(model.subscribe, model.shown);
  // Until the effect below has run, what is shown of another list says nothing about this one.
  const shown = latest.which === which ? latest : model.start(which);

  useEffect(() => {
    const wasSeen = model.show(which, q);
    const again = wasSeen && q === '' ? setTimeout(model.refresh, projectionMs) : undefined;
    return () => {
      clearTimeout(again);
      model.leave();
    };
  }, [model, which, q]);

  useRetry(shown.error, model.retry);

  // Who has fetched more pages would find themselves on the first one.
  const mayRefresh = shown.pages === 1;
  const hasFailed = shown.error !== null;
  useEffect(() => {
    if (!mayRefresh || hasFailed) return;
    const onChange = () => {
      if (document.visibilityState === 'visible') model.refresh();
    };
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, [model, mayRefresh, hasFailed]);

  const inbox = useInbox()?.inbox;
  useEffect(() => {
    if (!mayRefresh || inbox === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = inbox.on('entity', () => {
      clearTimeout(timer);
      timer = setTimeout(model.refresh, projectionMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [model, mayRefresh, inbox]);

  const { trips, cursor, error, loading } = shown;
  const { loadMore, refresh, edit } = model;
  return { q: shown.q, trips, cursor, error, loading, loadMore, refresh, edit };
}
